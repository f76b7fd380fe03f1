"""Counting and streaming the answers of a closed wave."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.domain.waves import GroupKind
from portal.store.answers import scan_answers, scan_responses, share_asked_in_both, stream_rows
from portal.store.cohorts import Asked
from portal.store.invitations import add_invitations
from portal.store.responses import Response
from tests.closed_waves import add_closed_wave, answered
from tests.people import add_adult, add_child

YES, NO = {"plan.needs": "agree"}, {"plan.needs": "disagree", "plan.provision": "cant_say"}


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    session.flush()
    event.listen(session.get_bind(), "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", note)


def test_answers_are_counted_in_one_statement(session: Session) -> None:
    add_closed_wave(session, answered(4, YES))
    wave_id = add_closed_wave(session, answered(12, YES) + answered(3, NO))
    with statements(session) as seen:
        counts = set(scan_answers(session, wave_id, by_groups=False))
    assert counts == {
        ("plan.needs", "agree", (), 12),
        ("plan.needs", "disagree", (), 3),
        ("plan.provision", "cant_say", (), 3),
    }
    assert len(seen) == 1
    assert "JOIN" not in seen[0]


def test_groups_are_counted_in_the_same_one_statement(session: Session) -> None:
    rows = answered(12, YES, ("ASD", "5-10")) + answered(11, NO, ("ASD", "11-15"))
    wave_id = add_closed_wave(session, rows, groups=[GroupKind.NEED, GroupKind.AGE_BAND])
    with statements(session) as seen:
        counts = set(scan_answers(session, wave_id, by_groups=True))
    assert len(seen) == 1
    assert counts == {
        ("plan.needs", "agree", ("ASD", "5-10"), 12),
        ("plan.needs", "disagree", ("ASD", "11-15"), 11),
        ("plan.provision", "cant_say", ("ASD", "11-15"), 11),
    }
    assert set(scan_responses(session, wave_id, by_groups=True)) == {
        (("ASD", "5-10"), 12),
        (("ASD", "11-15"), 11),
    }


ROWS = [
    Response(("ASD",), {"plan.needs": "agree", "plan.provision": "neither"}),
    Response(("",), {"plan.provision": "disagree"}),
    Response(("ASD",), {"plan.needs": "cant_say"}),
]
QUESTIONS = ["plan.needs", "plan.provision"]


def test_every_response_is_one_row(session: Session) -> None:
    wave_id = add_closed_wave(session, ROWS, groups=[GroupKind.NEED])
    add_closed_wave(session, answered(5, YES))
    rows = stream_rows(session, wave_id, with_groups=True, questions=QUESTIONS)
    assert set(rows) == {
        ("ASD", "agree", "neither"),
        ("", None, "disagree"),
        ("ASD", "cant_say", None),
    }


def test_without_groups_a_row_holds_the_answers_alone(session: Session) -> None:
    wave_id = add_closed_wave(session, answered(2, YES) + answered(1, NO))
    rows = stream_rows(session, wave_id, with_groups=False, questions=QUESTIONS)
    assert sorted(rows, key=repr) == [("agree", None), ("agree", None), ("disagree", "cant_say")]


def test_people_asked_in_both_waves_are_counted_once(session: Session) -> None:
    first, second = add_closed_wave(session, []), add_closed_wave(session, [])
    child, other = add_child(session), add_child(session)
    both, only_now = add_adult(session), add_adult(session)
    add_invitations(session, first, [Asked(child, both, ())])
    add_invitations(
        session,
        second,
        [Asked(child, both, ()), Asked(other, both, ()), Asked(other, only_now, ())],
    )
    assert share_asked_in_both(session, second, first) == 0.5
    assert share_asked_in_both(session, add_closed_wave(session, []), first) == 0.0
