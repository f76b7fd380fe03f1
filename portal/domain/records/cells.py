"""The text of one cell, understood or refused."""

import re
from datetime import date

from portal.domain.addresses import Channel, read_address
from portal.domain.records.codes import CodeTable
from portal.domain.records.columns import Kind
from portal.domain.records.reasons import Reason

Cell = str | date | bool | int | None

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_ISO_DATE = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}}){_TIME}", re.ASCII)
_SEN2_DATE = re.compile(rf"(\d{{4}})-([A-Za-z]{{3}})-(\d{{1,2}}){_TIME}", re.ASCII)
_BRITISH_DATE = re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}){_TIME}", re.ASCII)
_YEARS = range(1900, 2101)
_YES = frozenset({"yes", "y", "true", "t", "1"})
_NO = frozenset({"no", "n", "false", "f", "0"})
_INTEGER = re.compile(r"-?\d{1,6}", re.ASCII)
_UPN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]", re.ASCII)
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_EARLY_YEARS = {"r": 0, "n2": -1, "n1": -2, "e2": -3, "e1": -4}


def read_cell(kind: Kind, text: str, codes: CodeTable | None = None) -> Cell | Reason:
    """What a non-empty cell says, or why it cannot be read."""
    match kind:
        case Kind.DATE:
            return read_date(text)
        case Kind.CODE:
            return (codes or {}).get(text.lower(), Reason.CODE_UNKNOWN)
        case Kind.YES_NO:
            return _read_yes_no(text)
        case Kind.INTEGER:
            return int(text) if _INTEGER.fullmatch(text) else Reason.NUMBER_UNREADABLE
        case Kind.YEAR_GROUP:
            return _read_year_group(text)
        case Kind.EMAIL:
            return _read_address(text, Channel.EMAIL) or Reason.EMAIL_UNREADABLE
        case Kind.MOBILE:
            return _read_address(text, Channel.SMS) or Reason.MOBILE_UNREADABLE
        case Kind.UPN:
            return text.upper()
        case Kind.RESTRICTION:
            return read_restriction(text)
        case Kind.TEXT:
            return text


def read_date(text: str) -> date | Reason:
    """A calendar date in one of the three forms a council's export writes; any time is midnight's.

    Day before month in the form with slashes. A two-figure year or a time zone is not read,
    because either could mean another day.
    """
    if found := _ISO_DATE.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif (found := _SEN2_DATE.fullmatch(text)) and found[2].lower() in _MONTHS:
        year, month, day = int(found[1]), _MONTHS.index(found[2].lower()) + 1, int(found[3])
    elif found := _BRITISH_DATE.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    else:
        return Reason.DATE_UNREADABLE
    try:
        read = date(year, month, day)
    except ValueError:
        return Reason.DATE_IMPOSSIBLE
    return read if read.year in _YEARS else Reason.DATE_IMPOSSIBLE


def _read_address(text: str, channel: Channel) -> str | None:
    address = read_address(text)
    return address.value if address and address.channel is channel else None


def _read_yes_no(text: str) -> bool | Reason:
    word = text.lower()
    if word in _YES:
        return True
    return False if word in _NO else Reason.YES_NO_UNREADABLE


def _read_year_group(text: str) -> int | Reason | None:
    """National curriculum year: 1 to 14, 0 for Reception, below 0 for the years before it.

    SEN2 writes X where a child follows no curriculum year: that is a known nothing.
    """
    word = text.lower().removeprefix("year").strip()
    if word == "x":
        return None
    if word in _EARLY_YEARS:
        return _EARLY_YEARS[word]
    if word.isascii() and word.isdigit() and len(word) <= 2 and int(word) <= 14:
        return int(word)
    return Reason.NUMBER_UNREADABLE


def read_restriction(text: str) -> str | None:
    """That there is a restriction and of what sort; None only where the file says there is none.

    Anything else that stands in the cell is a restriction. Its words stay in the case system:
    the portal needs to know that it must not let this adult in, not why.
    """
    word = "_".join(text.lower().replace("_", " ").split())
    if word in ("", "none", "no"):
        return None
    return word if word in ("court_order", "no_contact") else "other"


def is_sound_upn(upn: str) -> bool:
    """Whether a unique pupil number has the right form and check letter.

    Source: the Department for Education's UPN guide. Characters 2 to 13 are weighted 2 to 13; the
    sum modulo 23 picks the first letter from an alphabet without I, O and S. The last character of
    a temporary number is a letter of that alphabet, counting as its place in it.
    """
    if not _UPN.fullmatch(upn):
        return False
    values = (int(mark) if mark.isdigit() else _UPN_LETTERS.index(mark) for mark in upn[1:])
    total = sum(weight * value for weight, value in enumerate(values, start=2))
    return _UPN_LETTERS[total % len(_UPN_LETTERS)] == upn[0]
