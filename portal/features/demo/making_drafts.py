"""Drafts and changes that the invented caseworker has served, what families said, the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.date_flags import answer_flag, flag_date
from portal.actions.draft_comments import (
    AnswerPolicy,
    Commenting,
    answer_comment,
    open_commenting,
    save_remark,
    send_comments,
)
from portal.actions.draft_serving import Served, serve_document
from portal.actions.drafts import Saved, Typed, begin_document, save_document
from portal.domain.case_facts import EventKind, RecordSource, latest
from portal.domain.date_flags import DateOutcome
from portal.domain.draft_comments import Asking, Outcome, Remark, Topic, Verdict
from portal.domain.drafts import DocumentKind, Passage, Section, earliest_closing_day
from portal.domain.people import Role, Viewer
from portal.kit.links import path_for
from portal.kit.now import LONDON
from portal.store.cases import Case, list_cases
from portal.store.date_flags import list_flags_of_child
from portal.store.document_readers import list_readers
from portal.store.record_age import FlaggedDate

SHOWN_CHILD = "Otis Zanmeru"
SHOWN_SISTER = "Iris Zanmeru"
CHANGES_AT_MOST = 3
FAMILIES_TIME = timedelta(days=14)

POLICY = AnswerPolicy(answer_within=timedelta(days=10), meet_within=timedelta(days=5))

DRAFT: Mapping[Section, str] = {
    Section.A: "I like trains, maps and building things. I want to read by myself.\n\n"
    "My mother would like me to have a friend to play with after school.",
    Section.B: "Finds it hard to follow long spoken instructions and to wait for a turn.\n\n"
    "Learns best by:\n- looking and doing\n- short steps\n- one familiar adult",
    Section.C: "Glue ear, looked at twice a year by the hearing clinic.",
    Section.E: "By the end of the year: follows two-step instructions in class, and asks for help "
    "in words.",
    Section.F: "- Small-group language work, 3 times a week, 20 minutes, with a trained assistant\n"
    "- Speech and language therapy, 6 sessions a term, with a therapist",
    Section.K: "Advice from the educational psychologist, the speech and language therapist and "
    "the school.",
}
SECOND_THOUGHTS: Mapping[Section, str] = {
    Section.B: "Finds it hard to follow long spoken instructions, to wait for a turn and to be in "
    "noisy rooms.\n\nLearns best by:\n- looking and doing\n- short steps\n- one familiar adult",
}
CHANGES: Mapping[Section, Passage] = {
    Section.B: Passage(
        proposed="Reads well now. Writing for longer than ten minutes is hard.",
        present="Reading and writing are hard.",
    ),
    Section.F: Passage(
        proposed="- Speech and language therapy, once a week, 30 minutes\n- A laptop for writing",
        present="- Speech and language therapy, once a month, 30 minutes",
    ),
    Section.H2: Passage(
        proposed="A short break of 4 hours a week.", present="A short break of 4 hours a week."
    ),
}
SAID: Mapping[Topic, Remark] = {
    Section.A: Remark(Verdict.RIGHT),
    Section.B: Remark(Verdict.MISSING, "Nothing is said about noise. He covers his ears."),
    Section.F: Remark(Verdict.WRONG, "We were told that it would be 10 sessions a term."),
    Asking.SETTING: Remark(None, "The primary school in our street, where his sister goes."),
}
ANSWERS: Mapping[Topic, tuple[Outcome, str]] = {
    Section.B: (Outcome.CHANGED, "Thank you. Noise is in section B now."),
    Section.F: (
        Outcome.NOT_CHANGED,
        "The therapist advises 6 sessions. We look at it again at the first review.",
    ),
    Asking.SETTING: (Outcome.ASKING, "We have asked the school. It has 15 days to reply."),
}


@dataclass(frozen=True, slots=True)
class _Maker:
    session: Session
    caseworker: Viewer

    def serve(self, child_id: UUID, passages: Mapping[Section, Passage], on: date) -> UUID | None:
        """A document with these passages, served on this day; None where it cannot be."""
        present = any(passage.present for passage in passages.values())
        kind = DocumentKind.CHANGES if present else DocumentKind.DRAFT_PLAN
        now = _at(on, 10)
        document_id = begin_document(self.session, self.caseworker, child_id, kind, now)
        if not isinstance(document_id, UUID):
            return None
        typed = {section: Typed(passage, "") for section, passage in passages.items()}
        saved = save_document(self.session, self.caseworker, document_id, typed, now)
        for section, conflict in saved.conflicts.items() if isinstance(saved, Saved) else ():
            typed[section] = Typed(passages[section], conflict.saved.stamp)
        saved = save_document(self.session, self.caseworker, document_id, typed, now)
        if not isinstance(saved, Saved):
            return None
        served = serve_document(
            self.session,
            self.caseworker,
            document_id,
            served_on=on,
            closes_on=earliest_closing_day(kind, on),
            stamp=saved.of.document.stamp,
            link_path=path_for("drafts.start_reading", draft_id=document_id),
            now=now,
        )
        return document_id if isinstance(served, Served) else None

    def comment(self, document_id: UUID, author: Viewer, on: date) -> None:
        """Everything in `SAID`, kept and sent."""
        now = _at(on, 19)
        opened = open_commenting(self.session, author, document_id, on)
        if not isinstance(opened, Commenting):
            return
        for topic, remark in SAID.items():
            save_remark(self.session, opened, topic, remark, opened_at_revision=0, now=now)
        kept = open_commenting(self.session, author, document_id, on)
        if isinstance(kept, Commenting):
            send_comments(
                self.session,
                kept,
                stamp=kept.reply.stamp,
                policy=POLICY,
                receipt_path=path_for("drafts.start_reading", draft_id=document_id),
                now=now,
            )

    def answer(self, document_id: UUID, author: Viewer, on: date) -> None:
        commenting = open_commenting(self.session, author, document_id, on)
        sent = commenting.reply.sent if isinstance(commenting, Commenting) else ()
        for comment in sent:
            if comment.topic in ANSWERS:
                outcome, words = ANSWERS[comment.topic]
                answer_comment(
                    self.session,
                    self.caseworker,
                    comment.id,
                    outcome=outcome,
                    words=words,
                    link_path=path_for("drafts.start_reading", draft_id=document_id),
                    now=_at(on, 15),
                )


def serve_drafts(session: Session, caseworker: Viewer, today: date) -> int:
    """A draft that was commented on and answered, with a newer version that is with the family;
    changes for a few others of the caseload; a date called wrong. How many documents it was."""
    maker = _Maker(session, caseworker)
    cases = list_cases(session, caseworker, today)
    served = 0
    for case in cases:
        if case.name == SHOWN_CHILD:
            served += _show_both_versions(maker, case, today)
        elif case.name == SHOWN_SISTER:
            _call_date_wrong(maker, case, today)
    amending = [case for case in cases if _noticed(case, today) is not None]
    for case in amending[:CHANGES_AT_MOST]:
        document_id = maker.serve(case.child_id, CHANGES, _noticed(case, today) or today)
        author = _first_reader(session, case, today)
        if document_id is not None:
            served += 1
            if author is not None:
                maker.comment(document_id, author, today - timedelta(days=1))
    return served


def _show_both_versions(maker: _Maker, case: Case, today: date) -> int:
    on_record = latest(case.facts.events, EventKind.DRAFT_SERVED)
    author = _first_reader(maker.session, case, today)
    if on_record is None or author is None:
        return 0
    first = {section: Passage(text) for section, text in DRAFT.items()}
    document_id = maker.serve(case.child_id, first, on_record.on)
    if document_id is None:
        return 0
    yesterday = today - timedelta(days=1)
    said_on = min(on_record.on + timedelta(days=5), yesterday)
    maker.comment(document_id, author, said_on)
    maker.answer(document_id, author, min(said_on + timedelta(days=4), yesterday))
    second = {section: Passage(text) for section, text in SECOND_THOUGHTS.items()}
    return 1 + (maker.serve(case.child_id, second, yesterday) is not None)


def _call_date_wrong(maker: _Maker, case: Case, today: date) -> None:
    made = case.facts.plan.made if case.facts.plan else None
    author = _first_reader(maker.session, case, today)
    if made is None or author is None or made.source is not RecordSource.PLANS:
        return
    flagged = FlaggedDate(made.source, made.on)
    words = "I think it was a week later. The letter came then."
    flag_date(
        maker.session,
        author,
        case.child_id,
        flagged,
        words,
        check_within=timedelta(days=5),
        now=_at(today - timedelta(days=6), 18),
    )
    for found in list_flags_of_child(maker.session, maker.caseworker, case.child_id, today):
        answer_flag(
            maker.session,
            maker.caseworker,
            found.flag.id,
            outcome=DateOutcome.RIGHT,
            words="The plan bears this day. The post took a week: we are sorry.",
            link_path=path_for("wrong_dates.list_told", child_id=case.child_id),
            now=_at(today - timedelta(days=2), 11),
        )


def _noticed(case: Case, today: date) -> date | None:
    """The day of a notice on which the family may still comment."""
    notice = latest(case.facts.events, EventKind.AMENDMENT_NOTICE)
    recent = notice is not None and timedelta(0) < today - notice.on <= FAMILIES_TIME
    return notice.on if notice is not None and recent else None


def _first_reader(session: Session, case: Case, today: date) -> Viewer | None:
    readers = list_readers(session, case.child_id, today, today)
    return Viewer(Role.FAMILY_MEMBER, readers[0]) if readers else None


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LONDON)
