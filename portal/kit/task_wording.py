"""The words for what is to be done, and the page that each leads to."""

from flask import url_for
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.tasks import TaskKind
from portal.store.tasks import ListedTask

TASK_WORDS: dict[TaskKind, LazyString] = {
    TaskKind.RING_FAMILY: lazy_gettext("Ring the family"),
    TaskKind.RING_WITH_NEWS: lazy_gettext("Ring with news: they asked to be told by telephone"),
    TaskKind.RING_ABOUT_REVIEW: lazy_gettext("Ring the family: the review is coming up"),
    TaskKind.RING_AFTER_MEETING: lazy_gettext("Ring the family: how was the review meeting"),
    TaskKind.RING_ABOUT_DECISION: lazy_gettext("Ring the family: our decision"),
    TaskKind.RING_ABOUT_CHANGES: lazy_gettext("Ring the family: the changes we propose"),
    TaskKind.RING_ABOUT_DRAFT: lazy_gettext("Ring the family: the draft plan"),
    TaskKind.RING_ABOUT_FINAL_PLAN: lazy_gettext("Ring the family: the final plan"),
    TaskKind.CHASE_MEETING_DATE: lazy_gettext("Ask the school or college for a meeting date"),
    TaskKind.MEET_LEGAL_DATE: lazy_gettext("A legal date is near or has passed"),
    TaskKind.ANSWER_COMMENTS: lazy_gettext("Answer the family’s comments"),
    TaskKind.ARRANGE_DRAFT_MEETING: lazy_gettext("Arrange a meeting about the draft"),
    TaskKind.CHECK_DATE: lazy_gettext("Check a date that somebody called wrong"),
    TaskKind.ADVICE_LATE: lazy_gettext("Advice is late: ask again"),
    TaskKind.READ_ADVICE: lazy_gettext("Read the advice that came"),
    TaskKind.ADVICE_DECLINED: lazy_gettext("Somebody cannot give advice: ask somebody else"),
    TaskKind.ADVICE_PASSED_ON: lazy_gettext("A request for advice was passed on: check to whom"),
    TaskKind.APPOINTMENT_MISSED: lazy_gettext("An appointment was missed: is it an exception?"),
    TaskKind.ADVISER_NOT_REACHED: lazy_gettext(
        "A request for advice did not arrive: check the address"
    ),
    TaskKind.FIND_WAY_TO_REACH: lazy_gettext("Find a way to reach the young person"),
    TaskKind.SETTLE_PARENTS_ACCESS: lazy_gettext("Settle a parent’s access to new documents"),
    TaskKind.DECIDE_ACCESS_AGAIN: lazy_gettext(
        "Care or adoption: decide again who of the family may see the record"
    ),
}

CASE = "desk.show_case"
LEADS_TO: dict[TaskKind, str] = (
    dict.fromkeys(
        (
            TaskKind.ADVICE_LATE,
            TaskKind.READ_ADVICE,
            TaskKind.ADVICE_DECLINED,
            TaskKind.ADVICE_PASSED_ON,
            TaskKind.APPOINTMENT_MISSED,
            TaskKind.ADVISER_NOT_REACHED,
        ),
        "advice.list_requests",
    )
    | dict.fromkeys(
        (
            TaskKind.FIND_WAY_TO_REACH,
            TaskKind.SETTLE_PARENTS_ACCESS,
            TaskKind.DECIDE_ACCESS_AGAIN,
        ),
        "accounts.list_family",
    )
    | {
        TaskKind.ANSWER_COMMENTS: "drafts.list_case_drafts",
        TaskKind.ARRANGE_DRAFT_MEETING: "drafts.list_case_drafts",
        TaskKind.CHECK_DATE: "wrong_dates.list_reported",
    }
)
"""The page on which it is done, where that is not the case: an endpoint that takes ``child_id``."""


def task_link(task: ListedTask) -> str:
    """The page on which this is done."""
    return url_for(LEADS_TO.get(task.kind, CASE), child_id=task.child_id)
