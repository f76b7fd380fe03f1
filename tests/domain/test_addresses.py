import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.addresses import Address, Channel, read_address


@pytest.mark.parametrize(
    "typed",
    [
        "07700 900123",
        " 07700-900-123 ",
        "+44 7700 900123",
        "+44 (0)7700 900 123",
        "00447700900123",
        "447700900123",
        "7700900123",
        "(07700) 900.123",
        "０７７００９００１２３",
    ],
)
def test_one_mobile_number_has_one_form_however_it_is_typed(typed: str) -> None:
    assert read_address(typed) == Address(Channel.SMS, "+447700900123")


@pytest.mark.parametrize(
    "typed", ["Sam.Field@Example.ORG", "  sam.field@example.org ", "SAM.FIELD@EXAMPLE.ORG"]
)
def test_one_email_address_has_one_form_however_it_is_typed(typed: str) -> None:
    assert read_address(typed) == Address(Channel.EMAIL, "sam.field@example.org")


def test_a_foreign_number_needs_its_country_code() -> None:
    assert read_address("+353 85 012 3456") == Address(Channel.SMS, "+353850123456")
    assert read_address("0035385 0123456") == Address(Channel.SMS, "+353850123456")
    assert read_address("085 012 3456") is None


def test_a_mobile_of_the_isle_of_man_is_a_mobile_and_a_pager_is_not() -> None:
    assert read_address("07624 123456") == Address(Channel.SMS, "+447624123456")
    assert read_address("07600 123456") is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "sam",
        "sam@",
        "@example.org",
        "sam@example",
        "sam@@example.org",
        "sam field@example.org",
        "sam@example..org",
        "a@b.org, c@d.org",
        "Sam <sam@example.org>",
        "sam@example.org\nBcc: x@example.org",
        "020 7946 0000",
        "+44 20 7946 0000",
        "07700 90012",
        "07700 9001234",
        "x" * 250 + "@example.org",
    ],
)
def test_what_is_neither_is_refused(typed: str) -> None:
    assert read_address(typed) is None


@given(st.text(max_size=300))
def test_any_text_is_answered_and_the_form_is_stable(typed: str) -> None:
    address = read_address(typed)
    if address is not None:
        assert read_address(address.value) == address
        assert not any(character.isspace() for character in address.value)
