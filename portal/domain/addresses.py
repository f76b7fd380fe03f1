"""E-mail addresses and mobile numbers, brought to one form so that equal ones compare equal."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

MAX_LENGTH = 254  # RFC 5321 4.5.3.1.3, less the angle brackets
_EMAIL = re.compile(
    r"[^@\s,;:<>()\[\]\\\"|]+@[^@\s,;:<>()\[\]\\\"|.]+(\.[^@\s,;:<>()\[\]\\\"|.]+)+"
)
_NOT_DIALLED = re.compile(r"[\s().\-‐‑–/]")
# Ofcom National Telephone Numbering Plan: 071 to 075 and 077 to 079 are mobile, 07624 Isle of Man.
_UK_MOBILE = re.compile(r"\+447([1-57-9]\d{8}|624\d{6})")
_FOREIGN = re.compile(r"\+(?!44)[1-9]\d{7,14}")  # ITU-T E.164: at most 15 digits


class Channel(StrEnum):
    """How a message travels. ``PHONE`` is a caseworker who rings."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message can reach somebody, in the one form that is compared and looked up."""

    channel: Channel
    value: str


def read_address(text: str) -> Address | None:
    """What somebody typed, as an e-mail address or a mobile number; None where it is neither.

    Case and spaces do not matter. A United Kingdom number may begin 07, 7, +44 or 0044; numbers
    of other countries need their + or 00.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain or len(plain) > MAX_LENGTH:
        return None
    if "@" in plain:
        value = plain.casefold()
        return Address(Channel.EMAIL, value) if _EMAIL.fullmatch(value) else None
    digits = _NOT_DIALLED.sub("", plain.replace("(0)", ""))
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("07"):
        digits = "+44" + digits[1:]
    elif re.fullmatch(r"7\d{9}", digits):  # a spreadsheet ate the nought
        digits = "+44" + digits
    elif digits.startswith("447"):
        digits = "+" + digits
    if digits.isascii() and (_UK_MOBILE.fullmatch(digits) or _FOREIGN.fullmatch(digits)):
        return Address(Channel.SMS, digits)
    return None
