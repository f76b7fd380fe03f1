"""The rota of those who are told of a concern: hours, people, special days, their mobiles."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.domain.addresses import Address
from portal.domain.people import Role
from portal.domain.safeguarding_hours import Duty, Rota
from portal.store.sealing import SubjectErasedError, seal, unseal
from portal.store.tables.people import Staff
from portal.store.tables.safeguarding import (
    SafeguardingDay,
    SafeguardingMobile,
    SafeguardingWeekday,
)

_MOBILE = {"table": SafeguardingMobile.__tablename__, "column": "mobile_sealed"}


@dataclass(frozen=True, slots=True)
class Lead:
    """A safeguarding lead with an open account."""

    id: UUID
    name: str
    has_mobile: bool


def load_rota(session: Session, bank_holidays: Collection[date], since: date) -> Rota:
    """The rota, special days from ``since`` on."""
    special = session.scalars(select(SafeguardingDay).where(SafeguardingDay.day >= since))
    return Rota(
        week={row.weekday: _duty(row) for row in session.scalars(select(SafeguardingWeekday))},
        special={row.day: None if row.opens is None else _duty(row) for row in special},
        bank_holidays=bank_holidays,
    )


def _duty(row: SafeguardingWeekday | SafeguardingDay) -> Duty:
    assert row.opens is not None and row.closes is not None  # noqa: S101,PT018 - the caller asked
    people = (row.first_id, row.second_id, row.third_id)
    return Duty(row.opens, row.closes, tuple(each for each in people if each is not None))


def _values(duty: Duty | None) -> Mapping[str, object]:
    people = [*(duty.people if duty else ()), None, None, None]
    return {
        "opens": duty.opens if duty else None,
        "closes": duty.closes if duty else None,
        "first_id": people[0],
        "second_id": people[1],
        "third_id": people[2],
    }


def set_weekday(session: Session, weekday: int, duty: Duty | None) -> None:
    """From now on this is what every such day of the week is like; None: closed."""
    session.execute(delete(SafeguardingWeekday).where(SafeguardingWeekday.weekday == weekday))
    if duty is not None:
        session.add(SafeguardingWeekday(weekday=weekday, **_values(duty)))
    session.flush()


def set_day(session: Session, day: date, duty: Duty | None) -> None:
    """This one day is so; None: closed."""
    drop_day(session, day)
    session.add(SafeguardingDay(day=day, **_values(duty)))
    session.flush()


def drop_day(session: Session, day: date) -> None:
    """The day is like its weekday again, or like any bank holiday."""
    session.execute(delete(SafeguardingDay).where(SafeguardingDay.day == day))


def list_leads(session: Session) -> Sequence[Lead]:
    """Everybody who may read concerns, by name."""
    rows = session.execute(
        select(Staff.id, Staff.name, SafeguardingMobile.staff_id.is_not(None).label("mobile"))
        .outerjoin(SafeguardingMobile, SafeguardingMobile.staff_id == Staff.id)
        .where(Staff.role == Role.SAFEGUARDING_LEAD, Staff.closed_at.is_(None))
        .order_by(Staff.name, Staff.id)
    )
    return [Lead(row.id, row.name, bool(row.mobile)) for row in rows]


def set_mobile(session: Session, staff_id: UUID, mobile: Address | None) -> None:
    """Text messages to this lead go here; None: to nowhere."""
    session.execute(delete(SafeguardingMobile).where(SafeguardingMobile.staff_id == staff_id))
    if mobile is not None:
        sealed = seal(session, subject_id=staff_id, **_MOBILE, row_id=staff_id, text=mobile.value)
        session.add(SafeguardingMobile(staff_id=staff_id, mobile_sealed=sealed))
    session.flush()


def find_mobile(session: Session, staff_id: UUID) -> str | None:
    """A lead's number; None where there is none."""
    row = session.get(SafeguardingMobile, staff_id)
    if row is None:
        return None
    try:
        return unseal(
            session, subject_id=staff_id, **_MOBILE, row_id=staff_id, sealed=row.mobile_sealed
        )
    except SubjectErasedError:
        return None
