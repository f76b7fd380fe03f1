from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from portal.domain.people import FAMILY_ROLES, STAFF_ROLES, Role
from portal.domain.sign_in import (
    ATTEMPTS_ALLOWED,
    LIFE,
    AdultFacts,
    CodeRight,
    CodeWrong,
    NobodyKnown,
    SharedAddress,
    TicketExpired,
    TicketFacts,
    TicketPurpose,
    TicketUsed,
    TooManyWrongCodes,
    WayIn,
    is_fresh,
    judge_code,
    read_code,
    session_is_over,
    session_life,
    steps_to_try,
    totp_step,
    way_in,
    who_signs_in,
)

MADE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ticket(
    purpose: TicketPurpose = TicketPurpose.SIGN_IN,
    *,
    used_at: datetime | None = None,
    wrong_codes: int = 0,
    asked_here: bool = False,
) -> TicketFacts:
    return TicketFacts(purpose, MADE, used_at, wrong_codes, asked_here)


def test_continue_is_enough_only_in_the_browser_that_asked() -> None:
    assert way_in(ticket(asked_here=True), MADE + MINUTE) is WayIn.PRESS_CONTINUE
    assert way_in(ticket(asked_here=False), MADE + MINUTE) is WayIn.TYPE_CODE


@pytest.mark.parametrize("purpose", TicketPurpose)
def test_a_ticket_is_good_until_the_last_moment_of_its_life(purpose: TicketPurpose) -> None:
    end = MADE + LIFE[purpose]
    assert way_in(ticket(purpose), end - timedelta(microseconds=1)) is WayIn.TYPE_CODE
    assert way_in(ticket(purpose), end) == TicketExpired()
    assert judge_code(ticket(purpose), matches=True, now=end) == TicketExpired()


def test_a_code_asked_for_now_lives_no_longer_than_the_security_standard_allows() -> None:
    assert LIFE[TicketPurpose.SIGN_IN] <= timedelta(minutes=10)


def test_a_used_ticket_lets_nobody_in_again() -> None:
    used = ticket(used_at=MADE + MINUTE, asked_here=True)
    assert way_in(used, MADE + 2 * MINUTE) == TicketUsed()
    assert judge_code(used, matches=True, now=MADE + 2 * MINUTE) == TicketUsed()


def test_wrong_codes_count_down_and_then_the_right_one_is_refused_too() -> None:
    now = MADE + MINUTE
    answers = [
        judge_code(ticket(wrong_codes=wrong), matches=False, now=now)
        for wrong in range(ATTEMPTS_ALLOWED + 1)
    ]
    lefts = [CodeWrong(left) for left in range(ATTEMPTS_ALLOWED - 1, 0, -1)]
    assert answers == [*lefts, TooManyWrongCodes(), TooManyWrongCodes()]
    locked = ticket(wrong_codes=ATTEMPTS_ALLOWED, asked_here=True)
    assert judge_code(locked, matches=True, now=now) == TooManyWrongCodes()
    assert way_in(locked, now) == TooManyWrongCodes()


def test_the_right_code_lets_in_from_any_browser() -> None:
    assert judge_code(ticket(wrong_codes=4), matches=True, now=MADE + MINUTE) == CodeRight()


def test_one_adult_signs_in_two_with_one_address_do_not() -> None:
    one, other = uuid4(), uuid4()
    assert who_signs_in([]) == NobodyKnown()
    assert who_signs_in([AdultFacts(one, sharers=0)]) == one
    assert who_signs_in([AdultFacts(one, 1), AdultFacts(other, 1)]) == SharedAddress()


def test_an_adult_whose_other_address_is_shared_does_not_sign_in_either() -> None:
    assert who_signs_in([AdultFacts(uuid4(), sharers=1)]) == SharedAddress()


@pytest.mark.parametrize("role", Role)
def test_a_session_ends_when_unused_when_old_and_when_ended(role: Role) -> None:
    life = session_life(role)

    def over(used_at: datetime, now: datetime, ended_at: datetime | None = None) -> bool:
        return session_is_over(role, started_at=MADE, used_at=used_at, ended_at=ended_at, now=now)

    moment = timedelta(microseconds=1)
    assert not over(MADE, MADE + life.idle - moment)
    assert over(MADE, MADE + life.idle)
    last = MADE + life.absolute
    assert not over(last - MINUTE, last - moment)
    assert over(last - MINUTE, last)
    assert over(MADE, MADE + MINUTE, ended_at=MADE)


def test_staff_are_signed_out_sooner_than_families() -> None:
    for staff in STAFF_ROLES:
        for family in FAMILY_ROLES:
            assert session_life(staff).idle < session_life(family).idle
            assert session_life(staff).absolute < session_life(family).absolute


def test_a_proof_is_fresh_for_a_quarter_of_an_hour() -> None:
    assert is_fresh(MADE, MADE + timedelta(minutes=14, seconds=59))
    assert not is_fresh(MADE, MADE + timedelta(minutes=15))


def test_an_authenticator_code_is_taken_once_and_never_an_older_one() -> None:
    step = totp_step(MADE)
    assert steps_to_try(MADE, None) == (step, step - 1)
    assert steps_to_try(MADE, step - 1) == (step,)
    assert steps_to_try(MADE, step) == ()
    assert steps_to_try(MADE + timedelta(seconds=30), step) == (step + 1,)


def test_a_code_may_be_typed_with_spaces_dashes_and_wide_digits() -> None:
    assert read_code(" 012-345 ") == "012345"
    assert read_code("０１２３４５") == "012345"
    assert read_code("no code") == ""
