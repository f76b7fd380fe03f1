"""Invented names, addresses and numbers. Nothing here belongs to anybody.

Family names are built from syllables; postcodes start with Q, which no real postcode area does;
mobile numbers come from the block that Ofcom keeps for drama (07700 900000 to 900999).
"""

import unicodedata
from datetime import date
from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def dice(*of: object) -> Random:
    """Chance that falls the same way each time for the same ``of``, on every machine."""
    return Random("/".join(str(part) for part in of))  # noqa: S311 - invented data must repeat


GIVEN = _words(
    "Alex Amara Anwen Arlo Asha Bay Blair Briar Cai Cass Clem Cosmo Dara Devi Eden Eira Ellis Emre "
    "Esme Fable Fern Finley Gray Halima Hana Harper Idris Imani Indigo Isla Jaya Jem Jules Juno "
    "Kai Kit Kofi Lark Leila Lior Lowen Lumi Mabel Malik Marlo Mei Mika Milo Nadia Nico Noor Nova "
    "Oona Orla Oscar Otis Pax Perry Priya Quill Rafi Reed Remi Rhys Rowan Rumi Sage Samir Sanna "
    "Senna Shay Silas Sol Suki Tala Tarik Teal Theo Tove Uma Vida Wilder Wren Xan Yara Yusuf Zara "
    "Zeki Zia Zoë"
)
_STARTS = _words(
    "Bram Fennel Quill Lark Ember Hollow Marl Sedge Oaken Pell Tarn Wyn Dun Kestrel Thistle Vesper "
    "Cinder Ottery Plum Rook Swift Yarrow"
)
_ENDS = _words("wick mere bourne field moor ley combe stow thorpe garth holt shaw")
_OTHER_STARTS = _words("Tali Mori Zan Oka Beli Nadu Sari Vesh Kolo Iru Dabi Luve")
_OTHER_ENDS = _words("vane shki ndor meru waza tari linko rezha bashi kunde")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def family_name(rng: Random) -> str:
    """One in twelve carries a hyphen, one in forty an apostrophe: forms must cope with both."""
    starts, ends = (_STARTS, _ENDS) if rng.random() < 0.7 else (_OTHER_STARTS, _OTHER_ENDS)
    name = rng.choice(starts) + rng.choice(ends)
    form = rng.random()
    if form < 1 / 12:
        return f"{name}-{rng.choice(_STARTS)}{rng.choice(_ENDS)}"
    return f"O'{name}" if form < 1 / 12 + 1 / 40 else name


def given_name(rng: Random) -> str:
    return rng.choice(GIVEN)


def e_mail(given: str, family: str, number: int | str, domain: str = "example.org") -> str:
    """An address under a name that the internet keeps for examples; ``number`` makes it unique."""
    plain = unicodedata.normalize("NFKD", f"{given}.{family}").encode("ascii", "ignore").decode()
    kept = "".join(letter for letter in plain.lower() if letter.isalpha() or letter == ".")
    return f"{kept}.{number}@{domain}"


def drama_mobile(number: int) -> str:
    """The ``number``-th mobile of Ofcom's drama range, 0 to 999."""
    if not 0 <= number <= 999:
        raise ValueError("the drama range holds a thousand numbers")
    return f"07700900{number:03d}"


def postcode(rng: Random) -> str:
    inward = rng.choice(_POSTCODE_LETTERS) + rng.choice(_POSTCODE_LETTERS)
    return f"Q{rng.choice('ABCD')}{rng.randint(1, 9)} {rng.randint(1, 9)}{inward}"


def unique_pupil_number(number: int, born: date) -> str:
    """A well-formed UPN under authority 000, which no council has, so it is nobody's."""
    digits = f"000{born.year % 100:02d}{number:07d}"[:12].ljust(12, "0")
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return _UPN_LETTERS[total % 23] + digits
