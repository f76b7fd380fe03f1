from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from portal.domain.messages import (
    FAMILY_KINDS,
    FamilyFacts,
    LinkFacts,
    MessageKind,
    StaffFacts,
    StopReason,
    is_too_late,
    why_stopped,
)

CHILD, SIBLING = uuid4(), uuid4()
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COUNCIL_BEGINS = [
    MessageKind.FAMILY_INVITATION,
    MessageKind.SURVEY_INVITATION,
    MessageKind.SURVEY_REMINDER,
]


def link(
    child_id: UUID = CHILD,
    *,
    died: bool = False,
    plan_ceased: bool = False,
    moved_away: bool = False,
    restricted: bool = False,
) -> LinkFacts:
    return LinkFacts(child_id, died, plan_ceased, moved_away, restricted)


def family(*links: LinkFacts, opted_out: bool = False, wrong: bool = False) -> FamilyFacts:
    return FamilyFacts(links, surveys_stopped=opted_out, says_wrong_person=wrong)


@pytest.mark.parametrize("kind", sorted(FAMILY_KINDS))
def test_a_family_member_with_an_open_link_is_written_to(kind: MessageKind) -> None:
    assert why_stopped(kind, family(link())) is None


@pytest.mark.parametrize("kind", sorted(FAMILY_KINDS))
def test_a_restricted_adult_is_never_written_to(kind: MessageKind) -> None:
    assert why_stopped(kind, family(link(restricted=True))) is StopReason.RESTRICTED


@pytest.mark.parametrize("kind", COUNCIL_BEGINS)
@pytest.mark.parametrize(
    ("reason", "stopped"),
    [
        (StopReason.DIED, link(died=True)),
        (StopReason.PLAN_CEASED, link(plan_ceased=True)),
        (StopReason.MOVED_AWAY, link(moved_away=True)),
    ],
)
def test_what_the_council_begins_stops_for_each_reason(
    kind: MessageKind, reason: StopReason, stopped: LinkFacts
) -> None:
    assert why_stopped(kind, family(stopped)) is reason


def test_a_way_in_still_reaches_a_parent_whose_child_died_or_moved() -> None:
    facts = family(link(died=True, plan_ceased=True, moved_away=True))
    assert why_stopped(MessageKind.SIGN_IN, facts) is None


def test_no_receipt_goes_out_for_a_child_who_has_died() -> None:
    assert why_stopped(MessageKind.VIEWS_RECEIVED, family(link(died=True))) is StopReason.DIED


def test_surveys_and_what_came_of_them_stop_for_those_who_opted_out_and_nothing_else_does() -> None:
    facts = family(link(), opted_out=True)
    stopped = {kind for kind in FAMILY_KINDS if why_stopped(kind, facts) is StopReason.OPTED_OUT}
    news = {MessageKind.COMMITMENT_MADE, MessageKind.COMMITMENT_DONE}
    assert stopped == {MessageKind.SURVEY_INVITATION, MessageKind.SURVEY_REMINDER} | news


def test_whoever_said_wrong_child_hears_no_more_until_it_is_settled() -> None:
    facts = family(link(), wrong=True)
    stopped = {kind for kind in FAMILY_KINDS if why_stopped(kind, facts)}
    assert {*COUNCIL_BEGINS, MessageKind.SIGN_IN} <= stopped
    assert MessageKind.VIEWS_RECEIVED not in stopped


def test_a_sibling_with_an_open_link_keeps_the_adult_in_touch() -> None:
    facts = family(link(died=True), link(SIBLING))
    assert why_stopped(MessageKind.SURVEY_INVITATION, facts) is None


def test_a_message_about_one_child_asks_about_that_child_only() -> None:
    facts = family(link(died=True), link(SIBLING))
    kind = MessageKind.SURVEY_INVITATION
    assert why_stopped(kind, facts, about=CHILD) is StopReason.DIED
    assert why_stopped(kind, facts, about=SIBLING) is None
    assert why_stopped(kind, facts, about=uuid4()) is StopReason.NOT_LINKED


@pytest.mark.parametrize("kind", sorted(FAMILY_KINDS))
def test_an_adult_linked_to_nobody_is_not_written_to(kind: MessageKind) -> None:
    assert why_stopped(kind, family()) is StopReason.NOT_LINKED


def test_death_is_kept_as_the_reason_before_any_other() -> None:
    worst = link(died=True, plan_ceased=True, moved_away=True, restricted=True)
    assert why_stopped(MessageKind.SURVEY_INVITATION, family(worst)) is StopReason.DIED


def test_a_message_for_staff_never_goes_to_a_family() -> None:
    assert why_stopped(MessageKind.STAFF_SET_UP, family(link())) is StopReason.NOT_LINKED


def test_staff_are_written_to_while_their_account_is_open() -> None:
    assert why_stopped(MessageKind.STAFF_SET_UP, StaffFacts(account_closed=False)) is None
    closed = StaffFacts(account_closed=True)
    assert why_stopped(MessageKind.STAFF_SET_UP, closed) is StopReason.ACCOUNT_CLOSED


def test_a_code_that_has_run_out_is_not_sent_and_a_receipt_always_is() -> None:
    later = NOW + timedelta(minutes=10)
    assert is_too_late(MessageKind.SIGN_IN, queued_at=NOW, now=later)
    assert not is_too_late(MessageKind.SIGN_IN, queued_at=NOW, now=later - timedelta(seconds=1))
    assert not is_too_late(MessageKind.VIEWS_RECEIVED, queued_at=NOW, now=NOW + timedelta(days=9))
