import pytest

from portal.domain.passwords import (
    LENGTH_MOST,
    PasswordTooEasy,
    PasswordTooLong,
    PasswordTooShort,
    why_password_weak,
)

ABOUT = ["Bryn Sedgemere", "bryn.sedgemere@council.example", "Westvale Council"]


@pytest.mark.parametrize(
    "password",
    ["violet otter hums low", "gT7#pq2Lx9!m", "three wet boots in June", "ünïcödé wörds zählen"],
)
def test_long_passwords_with_surprises_will_do(password: str) -> None:
    assert why_password_weak(password, about=ABOUT) is None


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "123456789012",
        "abcdefghijklmno",
        "password1234",
        "Password123!!",
        "Welcome2026!",
        "qwertyuiop123",
        "BrynSedgemere1",
        "westvalecouncil",
        "Summer2026Council!",
    ],
)
def test_what_an_attacker_tries_first_is_refused(password: str) -> None:
    assert why_password_weak(password, about=ABOUT) == PasswordTooEasy()


def test_length_is_bounded_at_both_ends() -> None:
    assert why_password_weak("gT7#pq2Lx9!", about=ABOUT) == PasswordTooShort()
    assert why_password_weak("gT7#pq2Lx9! " * 11, about=ABOUT) == PasswordTooLong()
    assert why_password_weak(("gT7#pq2Lx9! " * 11)[:LENGTH_MOST], about=ABOUT) is None
