"""Views that invented families have given, through the same actions as their own pages."""

from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from portal.actions.views import (
    Writing,
    begin_writing,
    open_writing,
    save_answer,
    save_audience,
    save_provenance,
    send_views,
)
from portal.domain.people import Role, Viewer
from portal.domain.views import Audience, Provenance, Version
from portal.domain.views_questions import find_question
from portal.features.demo.cast import CAST
from portal.features.demo.names import dice
from portal.features.demo.voices import invent_answers
from portal.kit.now import LONDON
from portal.store import demo
from portal.store.demo import Contributor

_AHEAD, _BEHIND = timedelta(days=45), timedelta(days=28)
_BEFORE_MEETING = timedelta(days=15)
_GIVEN_BY_CAST = "F000002"
"""Of the demo page's people only Juno's father has sent views; the others have yet to begin."""


def give_views(session: Session, seed: int, today: date) -> int:
    """About half of the families with a meeting a few weeks off have sent views; how many did."""
    waiting = {member.contact_id for member in CAST} - {_GIVEN_BY_CAST}
    given = 0
    for contributor in demo.list_contributors(session, today - _BEHIND, today + _AHEAD):
        rng = dice(seed, "views", contributor.contact_id, contributor.year_group)
        keen = rng.random() < 0.5 or contributor.contact_id == _GIVEN_BY_CAST
        if keen and contributor.contact_id not in waiting:
            latest = min(today - timedelta(days=1), contributor.meeting - _BEFORE_MEETING)
            day = latest - timedelta(days=rng.randint(0, 6))
            given += _give(session, contributor, rng, day)
    return given


def _give(session: Session, contributor: Contributor, rng: Random, day: date) -> bool:
    """One person's views, sent on ``day`` in the evening; False where this person may not."""
    viewer = Viewer(_role(contributor), contributor.family_member_id)
    at = datetime.combine(day, time(19, rng.randint(0, 59)), LONDON)
    writing = begin_writing(session, viewer, contributor.review_id, at, day)
    if not isinstance(writing, Writing):
        return False
    for key, answer in invent_answers(writing.voice, rng).items():
        question = find_question(writing.voice, key)
        if question is not None:
            save_answer(session, writing, question, answer, opened_at_revision=0, now=at)
    save_provenance(session, writing, Provenance.OWN_WORDS, "")
    if rng.random() < 0.15:
        save_audience(session, writing, Audience.COUNCIL)
    complete = open_writing(session, viewer, contributor.review_id, day)
    if not isinstance(complete, Writing):
        return False
    stamp = complete.wording.stamp
    sent = send_views(session, complete, stamp=stamp, receipt_path="/children", now=at)
    return isinstance(sent, Version)


def _role(contributor: Contributor) -> Role:
    if contributor.relationship != "self":
        return Role.FAMILY_MEMBER
    return Role.YOUNG_PERSON if (contributor.year_group or 0) >= 12 else Role.CHILD
