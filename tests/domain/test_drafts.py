"""Drafts and proposed changes: closing days, who may read, comparing wordings, comments."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.draft_comments import (
    Answer,
    Asking,
    Comment,
    Kept,
    Outcome,
    Remark,
    RemarkConflict,
    Reply,
    Topic,
    Verdict,
    is_late,
    outcomes_of,
    read_topic,
    topics_of,
    verdicts_of,
)
from portal.domain.draft_comments import find_conflict as find_remark_conflict
from portal.domain.draft_text import Block, Run, compare, read_blocks
from portal.domain.drafts import (
    ClosesInThePast,
    ClosesTooEarly,
    Conflict,
    Document,
    DocumentKind,
    DocumentState,
    NothingToServe,
    Passage,
    Section,
    ServedTooLate,
    document_state,
    earliest_closing_day,
    find_conflict,
    may_read_document,
    takes_comments,
    why_not_serve,
)
from portal.domain.rights import Access

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WRITTEN = {Section.B: Passage("Needs")}


def a_document(**facts: Any) -> Document:
    document = Document(uuid4(), uuid4(), DocumentKind.DRAFT_PLAN)
    return replace(document, **facts)


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_family_has_fifteen_days_the_day_of_service_included(kind: DocumentKind) -> None:
    assert earliest_closing_day(kind, date(2026, 11, 23)) == date(2026, 12, 7)
    assert earliest_closing_day(kind, date(2028, 2, 20)) == date(2028, 3, 5)


def test_what_may_be_served_and_when() -> None:
    document = a_document(passages=WRITTEN)
    closes = TODAY + timedelta(14)

    def refusal(served: date, closing: date, before: date | None = None) -> object:
        return why_not_serve(document, served, closing, before=before, today=TODAY)

    assert refusal(TODAY, closes) is None
    assert refusal(TODAY, closes + timedelta(30)) is None
    assert refusal(TODAY + timedelta(1), closes + timedelta(1)) == ServedTooLate()
    assert refusal(TODAY, closes - timedelta(1)) == ClosesTooEarly(closes)
    assert refusal(TODAY - timedelta(20), TODAY - timedelta(1)) == ClosesInThePast()
    assert refusal(TODAY, closes, before=TODAY) is None
    assert refusal(TODAY - timedelta(1), closes, before=TODAY) == ServedTooLate()
    same = a_document(kind=DocumentKind.CHANGES, passages={Section.B: Passage("As is", "As is")})
    assert why_not_serve(same, TODAY, closes, before=None, today=TODAY) == NothingToServe()


def test_the_states_of_a_document() -> None:
    served = {"served_on": TODAY, "closes_on": TODAY + timedelta(14)}
    last = TODAY + timedelta(14)
    assert document_state(a_document(), TODAY) is DocumentState.BEING_WRITTEN
    assert document_state(a_document(**served), last) is DocumentState.WITH_FAMILY
    assert document_state(a_document(**served), last + timedelta(1)) is (
        DocumentState.COMMENTS_CLOSED
    )
    replaced = a_document(**served, is_replaced=True)
    assert document_state(replaced, TODAY) is DocumentState.REPLACED
    assert takes_comments(replaced)
    final = a_document(**served, final_on=TODAY)
    assert document_state(final, TODAY) is DocumentState.FINAL
    assert not takes_comments(final)
    assert not takes_comments(a_document())


@pytest.mark.parametrize("access", Access)
def test_only_open_access_reads_a_new_document(access: Access) -> None:
    assert may_read_document(access, TODAY, born=date(2008, 1, 1)) is (access is Access.OPEN)


def test_where_new_documents_wait_those_from_before_18_stay_readable() -> None:
    born = date(2008, 11, 1)
    waits = Access.NEW_DOCUMENTS_WAIT
    assert may_read_document(waits, date(2026, 10, 31), born=born)
    assert not may_read_document(waits, date(2026, 11, 1), born=born)
    assert not may_read_document(waits, date(2020, 1, 1), born=None)


def test_a_later_save_never_overwrites_what_was_not_seen() -> None:
    seen, saved, mine = Passage("seen"), Passage("saved"), Passage("mine")
    assert find_conflict(saved, mine, seen.stamp) == Conflict(saved)
    assert find_conflict(saved, mine, saved.stamp) is None
    assert find_conflict(saved, saved, seen.stamp) is None
    assert find_conflict(Passage(), mine, seen.stamp) is None


WORDING = st.text(alphabet="ab -\n.", max_size=40)


@given(present=WORDING, proposed=WORDING)
def test_comparing_keeps_every_word_of_both(present: str, proposed: str) -> None:
    def words(blocks: tuple[Block, ...]) -> str:
        return "".join(run.text for block in blocks for line in block.lines for run in line)

    old, new = compare(present, proposed)
    assert words(old) == words(read_blocks(present))
    assert words(new) == words(read_blocks(proposed))


@given(text=WORDING)
def test_nothing_is_marked_where_nothing_changes(text: str) -> None:
    for blocks in compare(text, text):
        assert not any(run.changed for block in blocks for line in block.lines for run in line)


def test_words_that_change_are_marked_and_no_others() -> None:
    old, new = compare("Therapy once a month.\nAt school.", "Therapy once a week.\nAt school.")
    assert old[0].lines[0] == (Run("Therapy once a"), Run(" month", True), Run("."))
    assert new[0].lines[0] == (Run("Therapy once a"), Run(" week", True), Run("."))
    assert new[0].lines[1] == (Run("At school."),)


def test_lines_with_a_dash_are_a_list_and_a_blank_line_begins_a_paragraph() -> None:
    blocks = read_blocks("One\nstill one\n\nTwo\n- first\n• second\n1. not a bullet")
    assert [block.is_list for block in blocks] == [False, False, True, False]
    assert [line[0].text for line in blocks[2].lines] == ["first", "second"]
    assert blocks[3].lines[0][0].text == "1. not a bullet"


def test_what_there_is_to_say_something_about() -> None:
    document = a_document(passages={Section.F: Passage("x"), Section.B: Passage("y")})
    assert topics_of(document) == (Section.B, Section.F, Asking.SETTING, Asking.MEETING)
    assert document.sections == (Section.B, Section.F, Section.I)
    assert read_topic("h1") is Section.H1
    assert read_topic("meeting") is Asking.MEETING
    assert read_topic("z") is None
    for topic in (*Section, *Asking):
        assert outcomes_of(topic)
        assert set(verdicts_of(topic)) <= set(Verdict)


def test_a_comment_waits_until_it_is_answered_and_agreement_never_does() -> None:
    def comment(remark: Remark, *answers: Answer) -> Comment:
        return Comment(uuid4(), Section.B, remark, NOW, answers)

    assert comment(Remark(Verdict.WRONG)).waits
    assert comment(Remark(None, "words")).waits
    assert not comment(Remark(Verdict.RIGHT, "thank you")).waits
    assert not comment(Remark(Verdict.WRONG), Answer(Outcome.CHANGED, "Done", NOW)).waits


def test_late_is_by_the_day_in_london() -> None:
    closes = date(2026, 7, 1)
    assert not is_late(datetime(2026, 7, 1, 22, 59, tzinfo=UTC), closes)
    assert is_late(datetime(2026, 7, 1, 23, 0, tzinfo=UTC), closes)


def test_a_reply_sends_what_says_something_in_the_order_of_the_plan() -> None:
    working: dict[Topic, Kept] = {
        Asking.MEETING: Kept(Remark(Verdict.YES), 1),
        Section.F: Kept(Remark(None, "more"), 1),
        Section.B: Kept(Remark(), 2),
    }
    reply = Reply(uuid4(), working)
    assert list(reply.given()) == [Section.F, Asking.MEETING]
    other = Reply(reply.author_id, {**working, Section.F: Kept(Remark(None, "less"), 2)})
    assert reply.stamp != other.stamp


def test_a_remark_saved_on_another_phone_is_not_overwritten() -> None:
    saved, mine = Kept(Remark(None, "theirs"), 3), Remark(None, "mine")
    assert find_remark_conflict(saved, mine, 2) == RemarkConflict(saved)
    assert find_remark_conflict(saved, mine, 3) is None
    assert find_remark_conflict(saved, saved.remark, 1) is None
    assert find_remark_conflict(Kept(Remark(), 3), mine, 0) is None
