"""The people whom the demo page signs in as, each in a state worth looking at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.domain.people import Role
from portal.features.demo.cases import Case
from portal.features.demo.children import Child
from portal.features.demo.households import Contact
from portal.features.demo.names import dice, drama_mobile
from portal.features.demo.school_calendar import days, working_day
from portal.features.demo.schools import School
from portal.features.demo.timelines import assessing, in_review, with_plan


@dataclass(frozen=True, slots=True)
class CastMember:
    """One button of the demo page. Families are known by ``contact_id``, staff by ``email``."""

    key: str
    role: Role
    name: str
    email: str
    contact_id: str | None = None


@dataclass(frozen=True, slots=True)
class CastFamily:
    child: Child
    case: Case
    contacts: tuple[Contact, ...]


CAST = (
    CastMember(
        "parent", Role.FAMILY_MEMBER, "Marlo Fennelwick", "marlo.fennelwick@example.org", "F000001"
    ),
    CastMember(
        "other_parent",
        Role.FAMILY_MEMBER,
        "Tarik Quillmere",
        "tarik.quillmere@example.org",
        "F000002",
    ),
    CastMember(
        "parent_of_two", Role.FAMILY_MEMBER, "Asha Zanmeru", "asha.zanmeru@example.org", "F000003"
    ),
    CastMember(
        "young_person", Role.YOUNG_PERSON, "Kit Larkcombe", "kit.larkcombe@example.org", "F000004"
    ),
    CastMember("child", Role.CHILD, "Juno Fennelwick", "juno.fennelwick@example.org", "F000005"),
    CastMember("caseworker", Role.CASEWORKER, "Bryn Sedgemere", "bryn.sedgemere@demo.invalid"),
    CastMember("manager", Role.CASEWORKER, "Dov Harrowmere", "dov.harrowmere@demo.invalid"),
    CastMember(
        "participation_officer",
        Role.PARTICIPATION_OFFICER,
        "Nadia Oakenshaw",
        "nadia.oakenshaw@demo.invalid",
    ),
    CastMember("group_member", Role.GROUP_MEMBER, "Perry Talivane", "perry.talivane@demo.invalid"),
    CastMember(
        "coordinator", Role.COORDINATOR, "Oona Tarnholt", "oona.tarnholt@schools.demo.invalid"
    ),
    CastMember(
        "administrator", Role.ADMINISTRATOR, "Silas Embergarth", "silas.embergarth@demo.invalid"
    ),
    CastMember(
        "safeguarding_lead",
        Role.SAFEGUARDING_LEAD,
        "Mabel Thornquist",
        "mabel.thornquist@demo.invalid",
    ),
)
ADDRESSES = frozenset({member.email for member in CAST} | {drama_mobile(n) for n in range(3)})
"""Where messages to these people go; the mobiles are given out below."""

_BY_KEY = {member.key: member for member in CAST}
CASEWORKER = _BY_KEY["caseworker"]
MANAGER = _BY_KEY["manager"]

CASTED_CHILDREN = 4
CAST_MOBILES = 10
"""Drama numbers kept back for these people."""

SCHOOL = School(
    "900000", "Larkmere Academy", "secondary", "secondary", 7, 13, _BY_KEY["coordinator"].email
)


def _contact(key: str, relationship: str, mobile: int | None = None, **more: str) -> Contact:
    member = _BY_KEY[key]
    given, family = member.name.split()
    return Contact(
        contact_id=str(member.contact_id),
        given=given,
        family=family,
        relationship=relationship,
        email=member.email,
        mobile="" if mobile is None else drama_mobile(mobile),
        **more,
    )


def cast_families(seed: int, today: date, primary: School, manager: str) -> Iterator[CastFamily]:
    """The four children of the demo page: three families, one caseworker.

    Juno, 12, has a review in about five weeks and parents who live apart. Otis waits for a plan
    that is late; his sister Iris has a plan a few weeks old. Kit, 17, holds the rights to a plan
    whose review is open for views.
    """
    caseworker = (CASEWORKER.email, CASEWORKER.name)

    def child(number: int, given: str, family: str, age: int, school: School) -> Child:
        born = date(today.year - age, today.month, 1) - days(70)
        return Child(number, given, family, born, False, school, caseworker, manager)

    yield CastFamily(
        child(1, "Juno", "Fennelwick", 12, SCHOOL),
        in_review(dice(seed, "cast", 1), today, working_day(today + days(35)), 2),
        (
            _contact("parent", "mother", 0, channel="sms"),
            _contact("other_parent", "father", 1),
            _contact("child", "self", responsibility="no"),
        ),
    )
    parent_of_two = _contact("parent_of_two", "mother", 2)
    yield CastFamily(
        child(2, "Otis", "Zanmeru", 5, primary),
        assessing(dice(seed, "cast", 2), today, 163, 163, draft=True),
        (parent_of_two,),
    )
    yield CastFamily(
        child(3, "Iris", "Zanmeru", 8, primary),
        with_plan(dice(seed, "cast", 3), working_day(today - days(45))),
        (parent_of_two,),
    )
    yield CastFamily(
        child(4, "Kit", "Larkcombe", 17, SCHOOL),
        in_review(dice(seed, "cast", 4), today, working_day(today + days(40)), 3),
        (
            _contact("young_person", "self", 3, responsibility="no"),
            Contact(
                contact_id="F000006",
                given="Wren",
                family="Larkcombe",
                relationship="father",
                email="wren.larkcombe@example.org",
            ),
        ),
    )
