"""What the participation group said of the questions before families were asked; its sign-off."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.actions import co_production, instruments
from portal.domain.co_production import RemarkDetails, RemarkKind
from portal.domain.instrument_files import digest_wording
from portal.domain.people import Viewer
from portal.features.demo.making_surveys import list_quarters, morning_of
from portal.store.co_production import list_remarks, show_to_group
from portal.store.instruments import lock_instrument

_COMMENT = "“Outcome” can mean many things. Say in a hint what we mean by it."
_ANSWER = "Thank you. We will write it in before the survey opens."
_PROPOSAL = "Did somebody tell you who to ring afterwards?"


def agree_on_questions(session: Session, member: Viewer, today: date) -> Mapping[str, UUID]:
    """The ids of the shipped instruments, by their file's name. The group has signed off what is
    asked about new plans, before the first was asked; about reviews it still has things to say."""
    before = morning_of(list_quarters(today)[0].first)
    shipped = instruments.add_shipped(session, before)
    about_plans, about_reviews = shipped["parents-plan"], shipped["parents-review"]
    show_to_group(session, about_plans, before)
    seen = digest_wording(lock_instrument(session, about_plans).instrument)
    co_production.sign_off(session, member, about_plans, seen, before)
    now = morning_of(today)
    show_to_group(session, about_reviews, now)
    for kind, question, words in (
        (RemarkKind.COMMENT, "review.satisfied", _COMMENT),
        (RemarkKind.PROPOSAL, "", _PROPOSAL),
    ):
        remark = RemarkDetails(kind, question, words)
        co_production.add_remark(session, member, about_reviews, remark, now, new_id=uuid4())
    [comment] = [
        each
        for each in list_remarks(session, about_reviews)
        if each.details.kind is RemarkKind.COMMENT
    ]
    co_production.answer_remark(session, comment, _ANSWER, now)
    return shipped
