"""The ledger of what was done because a day had come."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from portal.store import milestones
from portal.store.milestones import Milestone, note_new
from tests.conftest import Clock

DAY = date(2026, 11, 23)


def test_a_milestone_is_new_once(session: Session, clock: Clock) -> None:
    first, second = Milestone(uuid4(), "opened", DAY), Milestone(uuid4(), "opened", DAY)
    assert note_new(session, [first, first], clock()) == [first]
    assert note_new(session, [second, first], clock()) == [second]
    moved = first._replace(day=date(2026, 12, 1))
    assert note_new(session, [moved], clock()) == [moved], "a date that moved is another one"


def test_what_another_transaction_noted_in_between_is_left_to_it(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = Milestone(uuid4(), "opened", DAY), Milestone(uuid4(), "opened", DAY)
    assert note_new(session, [theirs], clock()) == [theirs]

    def looked_before(_session: Session, some: Sequence[Milestone]) -> list[Milestone]:
        return list(some)

    monkeypatch.setattr(milestones, "_without_known", looked_before)
    assert note_new(session, [theirs, ours], clock()) == [ours]
