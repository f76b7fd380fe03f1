"""Feedback of an event goes through disclosure control before anybody sees a count."""

import json

import pytest

from portal.domain.event_feedback import (
    Answers,
    EventResults,
    Statement,
    Way,
    make_results,
    read_results,
    write_results,
)
from portal.domain.figures import Hidden, Thresholds
from portal.domain.measures import Agreement


def results_of(agree: int, disagree: int, *, paper: int = 0, blank: int = 0) -> EventResults:
    answers: list[Answers] = [{Statement.HEARD: Agreement.AGREE}] * agree
    answers += [{Statement.HEARD: Agreement.DISAGREE}] * disagree
    answers += [{}] * blank
    ways = {Way.ONLINE: len(answers) - paper, Way.PAPER: paper}
    return make_results(answers, ways, Thresholds())


@pytest.mark.parametrize(
    ("agree", "disagree", "hidden"),
    [
        (0, 0, Hidden.TOO_FEW),
        (2, 2, Hidden.TOO_FEW),
        (5, 4, Hidden.TOO_FEW_FOR_A_SHARE),
        (9, 1, Hidden.HELD_FOR_NEXT_WAVE),  # one alone disagrees, of nobody knows how many
        (10, 0, Hidden.HELD_FOR_NEXT_WAVE),
        (6, 5, None),
        (30, 0, None),
    ],
)
def test_a_share_is_shown_only_where_it_gives_nobody_away(
    agree: int, disagree: int, hidden: Hidden | None
) -> None:
    heard = results_of(agree, disagree).statements[1]
    assert heard.statement is Statement.HEARD
    assert heard.hidden is hidden
    assert (heard.share is None) == (hidden is not None)


def test_few_answers_are_not_even_counted() -> None:
    assert results_of(2, 2).answered is None
    assert set(results_of(2, 2).ways.values()) == {None}
    assert results_of(6, 6, paper=3).answered == 12
    assert set(results_of(6, 6, paper=3).ways.values()) == {None}, "three could be told"
    assert results_of(6, 6, paper=6).ways == {"online": 6, "paper": 6}


@pytest.mark.parametrize("blank", [0, 3, 12])
def test_results_are_read_as_they_were_written(blank: int) -> None:
    results = results_of(20, 10, paper=8, blank=blank)
    assert read_results(json.loads(json.dumps(write_results(results)))) == results
