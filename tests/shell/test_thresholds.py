"""A council's own disclosure numbers are read when the application starts."""

import pytest

from portal.domain.figures import Thresholds
from portal.shell.application import create_app
from tests.conftest import SECRETS


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fwe": 6}, "'fwe'; there are few, share, empty_side, difference, pooled_response"),
        ({"few": "6"}, "few must be a whole number from 1, not '6'"),
        ({"few": 0}, "few must be a whole number from 1, not 0"),
        ({"few": True}, "few must be a whole number from 1, not True"),
    ],
)
def test_a_wrong_name_or_number_stops_the_start_and_is_named(
    changes: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match="The setting DISCLOSURE_THRESHOLDS: ") as refused:
        create_app(
            {**SECRETS, "TESTING": True, "LOG_LEVEL": "CRITICAL", "DISCLOSURE_THRESHOLDS": changes}
        )
    assert said in str(refused.value)


def test_the_numbers_that_are_not_named_stay() -> None:
    assert Thresholds.changed({"few": 8}) == Thresholds(few=8)
