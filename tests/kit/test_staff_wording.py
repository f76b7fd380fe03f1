"""Staff read of the family, never as if they were the family."""

import re
from datetime import date

import pytest

from portal.domain.clocks import Bound, ClockKey, Deadline, Force, Start
from portal.domain.plan_stages import Stage
from portal.kit.case_wording import DUE_WORDS
from portal.kit.plan_wording import STAGES
from portal.kit.staff_wording import STAFF_DUE_WORDS, STAFF_STAGES, staff_due_words

ADDRESSED = re.compile(r"\byour?s?\b", re.IGNORECASE)


def test_families_are_spoken_to() -> None:
    """Else the tests below would prove nothing."""
    assert ADDRESSED.search(str(STAGES[Stage.DRAFT_WITH_FAMILY]))
    assert ADDRESSED.search(str(DUE_WORDS[ClockKey.DRAFT_COMMENTS]))


@pytest.mark.parametrize("stage", Stage)
def test_no_stage_speaks_to_the_family(stage: Stage) -> None:
    assert not ADDRESSED.search(str(STAFF_STAGES[stage]))


@pytest.mark.parametrize("key", ClockKey)
def test_nothing_due_speaks_to_the_family(key: ClockKey) -> None:
    assert not ADDRESSED.search(str(STAFF_DUE_WORDS[key]))


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (
            Start.AMENDMENT_NOTICE,
            "Send the changed plan, or tell the family that it stays the same",
        ),
        (Start.SCHOOL_TRANSFER, "The plan is changed, and names the next school or college"),
    ],
)
def test_a_plan_changed_for_a_move_is_called_so(start: Start, words: str) -> None:
    day = date(2027, 2, 15)
    deadline = Deadline(
        ClockKey.AMENDED_FINAL, day, start, day, "SEND Regulations 2014", Force.LAW, Bound.NO_LATER
    )
    assert str(staff_due_words(deadline)) == words
