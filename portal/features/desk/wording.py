"""The words of the desk."""

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.case_facts import EventKind, RecordSource
from portal.domain.messages import MessageKind
from portal.domain.worklist import Show, ShowTasks, WaitingOn
from portal.kit.message_wording import subject_of
from portal.kit.plan_wording import SOURCES
from portal.store.story import StoryLine

SHOW: dict[Show, LazyString] = {
    Show.ALL: lazy_gettext("All of them"),
    Show.OVERDUE: lazy_gettext("Late by law"),
    Show.SOON: lazy_gettext("Due in 14 days"),
    Show.CHECKING: lazy_gettext("A date is being checked"),
}

SHOW_TASKS: dict[ShowTasks, LazyString] = {
    ShowTasks.ALL: lazy_gettext("All of them"),
    ShowTasks.OVERDUE: lazy_gettext("Overdue"),
    ShowTasks.SOON: lazy_gettext("Due in 14 days, or overdue"),
}

WAITING: dict[WaitingOn, LazyString] = {
    WaitingOn.COUNCIL: lazy_gettext("Us"),
    WaitingOn.FAMILY: lazy_gettext("The family"),
    WaitingOn.SETTING: lazy_gettext("The school or college"),
    WaitingOn.ADVISERS: lazy_gettext("Those we asked for advice"),
    WaitingOn.NOBODY: lazy_gettext("Nobody"),
}

EVENTS: dict[EventKind, LazyString] = {
    EventKind.ADVICE_ASKED: lazy_gettext("Advice asked for"),
    EventKind.ADVICE_RECEIVED: lazy_gettext("Advice received"),
    EventKind.DRAFT_SERVED: lazy_gettext("Draft plan served"),
    EventKind.MEETING: lazy_gettext("Review meeting, held or booked"),
    EventKind.MEETING_REPORT: lazy_gettext("Report of the meeting sent"),
    EventKind.DECISION_KEEP: lazy_gettext("Decision told: the plan stays as it is"),
    EventKind.DECISION_AMEND: lazy_gettext("Decision told: the plan will change"),
    EventKind.DECISION_CEASE: lazy_gettext("Decision told: the plan will end"),
    EventKind.AMENDMENT_NOTICE: lazy_gettext("Notice with the proposed changes served"),
    EventKind.FINAL_ISSUED: lazy_gettext("Final plan issued"),
    EventKind.EXCEPTION: lazy_gettext("Lawful exception decided"),
    EventKind.AGREED_DELAY: lazy_gettext("Delay agreed: no legal date moves"),
}

OUTCOMES: dict[str, LazyString] = {
    "sent": lazy_gettext("sent"),
    "stopped": lazy_gettext("not sent: it was not needed any more, or must not go"),
    "failed": lazy_gettext("did not arrive"),
}
"""What became of a message, by the word of the outbox; another word says no more than itself."""


def message_words(line: StoryLine) -> str:
    """A message by its subject, which names nobody, and what became of it."""
    subject = subject_of(MessageKind(line.word)) if line.word in set(MessageKind) else line.word
    if line.ended_at is None:
        became = str(gettext("waiting to be sent"))
    else:
        outcome = line.outcome or ""
        became = str(OUTCOMES.get(outcome, outcome))
    return str(gettext("Message “%(subject)s”: %(became)s", subject=subject, became=became))


def source_words(word: str) -> str:
    return str(SOURCES[RecordSource(word)]) if word in set(RecordSource) else word
