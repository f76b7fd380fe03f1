"""Which passwords are too easy to guess.

Length counts, not kinds of characters (NIST SP 800-63B-4, 3.1.1.2; OWASP ASVS 5.0, 6.2).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LENGTH_LEAST = 12
LENGTH_MOST = 128  # a bound on the work of hashing
_SURPRISES_LEAST = 5

# The words of which most leaked passwords of twelve characters and more are made.
_COMMON = frozenset(
    """
    password passwort passw0rd letmein welcome qwertyuiop qwerty qwertz asdfghjkl asdfgh zxcvbnm
    iloveyou loveyou football liverpool chelsea arsenal manchester monkey dragon sunshine princess
    superman batman pokemon master shadow michael charlie admin administrator login secret changeme
    computer internet whatever trustno spring summer autumn winter january february march april
    may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday england london council school send portal
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


@dataclass(frozen=True, slots=True)
class PasswordTooShort:
    """Fewer than `LENGTH_LEAST` characters."""


@dataclass(frozen=True, slots=True)
class PasswordTooLong:
    """More than `LENGTH_MOST` characters."""


@dataclass(frozen=True, slots=True)
class PasswordTooEasy:
    """Made of common words, a run of characters, or the person's own name and address."""


def why_password_weak(
    password: str, *, about: Iterable[str]
) -> PasswordTooShort | PasswordTooLong | PasswordTooEasy | None:
    """The reason to refuse a new password; None where it will do.

    ``about``: names and addresses that an attacker would try first.
    """
    if len(password) < LENGTH_LEAST:
        return PasswordTooShort()
    if len(password) > LENGTH_MOST:
        return PasswordTooLong()
    rest = password.casefold()
    own = (part for text in about for part in re.split(r"\W+", text.casefold()) if len(part) > 2)
    for word in sorted({*_COMMON, *own}, key=len, reverse=True):
        rest = rest.replace(word, " ")
    surprises = {
        second
        for first, second in zip(f" {rest}", rest, strict=False)
        if not second.isspace() and abs(ord(second) - ord(first)) > 1
    }
    return PasswordTooEasy() if len(surprises) < _SURPRISES_LEAST else None
