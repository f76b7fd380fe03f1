"""The adults around invented children, in the shapes that real families have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random

from portal.features.demo.folder import Row
from portal.features.demo.names import e_mail, family_name, given_name
from portal.features.demo.school_calendar import days


class Shape(StrEnum):
    TOGETHER = "together"
    SINGLE = "single"
    APART = "apart"
    APART_RESTRICTED = "apart_restricted"
    STEP = "step"
    KINSHIP = "kinship"
    FOSTER = "foster"
    UNKNOWN_RESPONSIBILITY = "unknown_responsibility"
    INTERPRETER = "interpreter"
    NO_EMAIL = "no_email"


WEIGHTS: Mapping[Shape, int] = {
    Shape.TOGETHER: 400,
    Shape.SINGLE: 260,
    Shape.APART: 140,
    Shape.APART_RESTRICTED: 15,
    Shape.STEP: 30,
    Shape.KINSHIP: 35,
    Shape.FOSTER: 45,
    Shape.UNKNOWN_RESPONSIBILITY: 20,
    Shape.INTERPRETER: 40,
    Shape.NO_EMAIL: 15,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One adult, or the young person, linked to one or more children."""

    contact_id: str
    given: str
    family: str
    relationship: str
    responsibility: str = "yes"
    title: str = ""
    email: str = ""
    mobile: str = ""
    channel: str = "email"
    language: str = "en"
    interpreter: str = ""
    restriction: str = ""
    restriction_review: str = ""

    def row(self, person_id: str) -> Row:
        cells = {
            "contact_id": self.contact_id,
            "person_id": person_id,
            "title": self.title,
            "given": self.given,
            "family": self.family,
            "relationship": self.relationship,
            "responsibility": self.responsibility,
            "email": self.email,
            "mobile": self.mobile,
            "channel": self.channel,
            "language": self.language,
            "interpreter": self.interpreter,
            "restriction": self.restriction,
            "restriction_review": self.restriction_review,
        }
        return "contacts", cells


def make_adults(
    shape: Shape, number: int, surname: str, mobile: str, rng: Random, today: date
) -> tuple[Contact, ...]:
    """The adults of household ``number``; ``mobile`` is the first adult's, or empty."""

    def adult(place: int, relationship: str, family: str = surname, **more: str) -> Contact:
        given = given_name(rng)
        contact_id = f"F{number:06d}-{place}"
        cells = {
            "email": e_mail(given, family, f"{number}{'abc'[place - 1]}"),
            "title": rng.choice(("", "", "Mr", "Ms", "Mrs", "Mx", "Dr")),
        }
        if place == 1 and mobile:
            cells |= {"mobile": mobile, "channel": rng.choice(("sms", "email"))}
        cells |= more
        return Contact(
            contact_id=contact_id, given=given, family=family, relationship=relationship, **cells
        )

    elsewhere = family_name(rng)
    match shape:
        case Shape.SINGLE:
            return (adult(1, rng.choice(("mother", "mother", "mother", "father"))),)
        case Shape.TOGETHER:
            return adult(1, "mother"), adult(2, rng.choice(("father", "father", "mother")))
        case Shape.APART:
            return adult(1, "mother"), adult(2, "father", elsewhere)
        case Shape.APART_RESTRICTED:
            kind = rng.choice(("court_order", "no_contact"))
            restricted = Contact(
                contact_id=f"F{number:06d}-2",
                given=given_name(rng),
                family=elsewhere,
                relationship="father",
                email=e_mail("apart", elsewhere, f"{number}b"),
                restriction=kind,
                restriction_review=(today + days(rng.randint(-20, 300))).isoformat(),
            )
            return adult(1, "mother"), restricted
        case Shape.STEP:
            return adult(1, "mother"), adult(2, "step-parent", elsewhere, responsibility="no")
        case Shape.KINSHIP:
            return (adult(1, rng.choice(("grandmother", "grandfather", "aunt")), elsewhere),)
        case Shape.FOSTER:
            carer = adult(1, "foster carer", elsewhere, responsibility="no")
            return carer, adult(2, "mother", responsibility="unknown")
        case Shape.UNKNOWN_RESPONSIBILITY:
            return adult(1, "mother"), adult(2, "father", elsewhere, responsibility="unknown")
        case Shape.INTERPRETER:
            language = rng.choice(("pl", "ur", "ar", "so", "ro", "bn"))
            return (adult(1, "mother", language=language, interpreter="yes"),)
        case Shape.NO_EMAIL:
            return (adult(1, "father", email="", mobile="", channel="letter"),)


def own_contact(
    number: int, given: str, family: str, rng: Random, *, always: bool = False
) -> Contact | None:
    """The young person's own row; three in four have one, most with an e-mail of their own."""
    if not always and rng.random() < 0.25:
        return None
    email = e_mail(given, family, f"y{number}") if always or rng.random() < 0.8 else ""
    return Contact(
        contact_id=f"Y{number:06d}",
        given=given,
        family=family,
        relationship="self",
        responsibility="no",
        email=email,
        channel="email" if email else "letter",
    )
