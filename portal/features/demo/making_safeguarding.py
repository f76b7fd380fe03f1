"""A rota of two safeguarding leads, one concern that is decided and one that somebody has taken."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.actions.safeguarding import Watch, Worry, raise_concern
from portal.actions.safeguarding_decisions import add_note, decide_concern, take_concern
from portal.actions.staff_accounts import add_account
from portal.domain.addresses import read_address
from portal.domain.dates import LONDON
from portal.domain.people import Role, Viewer
from portal.domain.safeguarding import DecisionDetails, Outcome, Said, Source, TextSource
from portal.domain.safeguarding_hours import Duty, Rota
from portal.features.demo.names import drama_mobile
from portal.features.demo.school_calendar import working_day
from portal.kit.links import path_for
from portal.store.demo import KnownPerson
from portal.store.safeguarding_rota import set_day, set_mobile, set_weekday
from portal.store.safeguarding_texts import list_own_children
from portal.store.trail import write_pending

DEPUTY = ("Quillon Harbergate", "quillon.harbergate@demo.invalid")
MOBILES = (4, 5)
OFFICE = (time(9), time(17))
WITHIN = timedelta(minutes=30)
_PAGE = "safeguarding.show_concern"

_KITS = (
    "Two older lads wait for me at the bus stop after college. They take my money and say they "
    "know where I live. I have not told anybody."
)
_JUNOS = "I hear them shouting at night and I cannot sleep. Please do not ring home about it."


def watch_over(
    session: Session, lead: Viewer, people: Sequence[KnownPerson], today: date, now: datetime
) -> int:
    """Somebody is on duty on every working day; how many concerns there are."""
    name, email = DEPUTY
    deputy = add_account(
        session, role=Role.SAFEGUARDING_LEAD, name=name, email=email, setting_id=None
    )
    if not isinstance(deputy, UUID):
        raise TypeError(f"{name} cannot be added: {deputy}")
    on = (lead.person_id, deputy)
    for person, number in zip(on, MOBILES, strict=True):
        set_mobile(session, person, read_address(drama_mobile(number)))
    week = {weekday: Duty(*OFFICE, on) for weekday in range(5)}
    for weekday, duty in week.items():
        set_weekday(session, weekday, duty)
    # The office party: one afternoon on which it closes early.
    set_day(session, working_day(today + timedelta(25)), Duty(time(9), time(12), (deputy,)))
    watch = Watch(Rota(week), WITHIN, lambda concern: path_for(_PAGE, concern_id=concern))
    by_key = {person.key: person for person in people}
    _decide(session, lead, _write(session, by_key["young_person"], _KITS, watch, today, 20), today)
    _take(session, lead, _write(session, by_key["child"], _JUNOS, watch, today, 1), watch, today)
    write_pending(session, now)
    return 2


def _at(today: date, days_ago: int, clock: time) -> datetime:
    return datetime.combine(working_day(today - timedelta(days_ago)), clock, LONDON)


def _write(
    session: Session, person: KnownPerson, words: str, watch: Watch, today: date, days_ago: int
) -> tuple[UUID, int]:
    """Somebody writes on the page "I do not feel safe", at ten to eleven so many days ago."""
    viewer, at = Viewer(person.role, person.person_id), _at(today, days_ago, time(10, 50))
    [(child_id, _)] = list_own_children(session, viewer, today)
    source = Source(TextSource.OWN_WORDS, uuid4(), (Said("", words),), child_id, person.person_id)
    concern_id = uuid4()
    raise_concern(session, Worry(source), watch, at, new_id=concern_id)
    return concern_id, days_ago


def _take(
    session: Session, lead: Viewer, written: tuple[UUID, int], watch: Watch, today: date
) -> None:
    concern_id, days_ago = written
    take_concern(session, lead, concern_id, watch, _at(today, days_ago, time(10, 58)))
    add_note(
        session,
        lead,
        concern_id,
        "Spoke to the school's own lead. Somebody she trusts sees her after lunch, at school.",
        _at(today, days_ago, time(11, 40)),
        new_id=uuid4(),
    )


def _decide(session: Session, lead: Viewer, written: tuple[UUID, int], today: date) -> None:
    concern_id, days_ago = written
    at = _at(today, days_ago, time(11, 5))
    watch = Watch(Rota(), WITHIN, lambda concern: path_for(_PAGE, concern_id=concern))
    take_concern(session, lead, concern_id, watch, at)
    decision = DecisionDetails(
        Outcome.SOCIAL_CARE,
        "He is threatened and money is taken from him. He agreed that we tell them.",
        "invented reference 20-117",
    )
    decide_concern(
        session,
        lead,
        concern_id,
        decision,
        raised_path=path_for("safeguarding.list_raised"),
        now=_at(today, days_ago, time(14, 30)),
    )
