"""Invented people for tests: a child, the adults around, staff, a plan. Each call adds one row."""

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.store import sealing
from portal.store.tables.cases import Plan
from portal.store.tables.children import CaseloadEntry, Child, Need, Setting
from portal.store.tables.people import FamilyLink, FamilyMember, Staff

_numbers = count(1)


def _next(prefix: str) -> str:
    return f"{prefix}{next(_numbers)}"


def add_child(session: Session, **facts: Any) -> UUID:
    number = next(_numbers)
    child = Child(
        **{
            "id": uuid4(),
            "person_id": f"p{number}",
            "caseref": f"case{number}",
            "surname": f"Testfamily{number}",
            "forename": f"Testchild{number}",
            "birth_date": date(2016, 5, 14),
            "year_group": 5,
        }
        | facts
    )
    session.add(child)
    session.flush()
    return child.id


def add_need(session: Session, child_id: UUID, need_type: str = "ASD", rank: int = 1) -> None:
    session.add(Need(sen_need_id=_next("n"), child_id=child_id, need_type=need_type, rank=rank))
    session.flush()


def add_adult(session: Session, *, email: str | None = None, **facts: Any) -> UUID:
    """A family member; give an e-mail where the person has to sign in or be written to."""
    number = next(_numbers)
    adult = FamilyMember(
        **{
            "id": uuid4(),
            "contact_id": f"c{number}",
            "given": f"Testadult{number}",
            "family": f"Testfamily{number}",
        }
        | facts
    )
    session.add(adult)
    session.flush()
    if email is not None:
        adult.email_sealed = sealing.seal(
            session,
            subject_id=adult.id,
            table="family_members",
            column="email_sealed",
            row_id=adult.id,
            text=email,
        )
        adult.email_lookup = sealing.lookup(session, email)
        session.flush()
    return adult.id


def link(session: Session, child_id: UUID, adult_id: UUID, **facts: Any) -> UUID:
    """An open link of a mother with parental responsibility, unless ``facts`` say otherwise."""
    row = FamilyLink(
        **{
            "id": uuid4(),
            "child_id": child_id,
            "family_member_id": adult_id,
            "relationship": "mother",
            "responsibility": "yes",
            "access_from": date(2025, 1, 1),
        }
        | facts
    )
    session.add(row)
    session.flush()
    return row.id


def add_staff(session: Session, role: Role, **facts: Any) -> UUID:
    number = next(_numbers)
    staff_id = uuid4()
    email = f"staff{number}@example.org"
    session.add(
        Staff(
            **{
                "id": staff_id,
                "role": role,
                "name": f"Teststaff {number}",
                "email_sealed": sealing.seal(
                    session,
                    subject_id=staff_id,
                    table="staff",
                    column="email_sealed",
                    row_id=staff_id,
                    text=email,
                ),
                "email_lookup": sealing.lookup(session, email),
            }
            | facts
        )
    )
    session.flush()
    return staff_id


def put_on_caseload(session: Session, child_id: UUID, caseworker_id: UUID) -> None:
    session.add(CaseloadEntry(child_id=child_id, caseworker_id=caseworker_id))
    session.flush()


def add_setting(session: Session, **facts: Any) -> UUID:
    number = next(_numbers)
    row = Setting(
        **{"id": uuid4(), "urn": str(100000 + number), "name": f"Testschool {number}"} | facts
    )
    session.add(row)
    session.flush()
    return row.id


def add_plan(session: Session, child_id: UUID, **facts: Any) -> UUID:
    """A plan in force since September 2025."""
    row = Plan(
        **{
            "id": uuid4(),
            "named_plan_id": _next("np"),
            "child_id": child_id,
            "start_on": date(2025, 9, 15),
        }
        | facts
    )
    session.add(row)
    session.flush()
    return row.id
