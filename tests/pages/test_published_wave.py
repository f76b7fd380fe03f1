"""The one published wave, end to end by HTTP: September 2020, ten respondents.

That forty were asked, and that four of the ten answered by telephone, is our invention: the
council did not publish either.
"""

import csv
import io
import re
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.shell.worker import work_until_empty
from portal.store import demo_mailbox
from portal.store.connection import open_for
from tests.open_waves import add_questions
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.test_surveys import INSTRUMENT_ID, NEW_WAVE
from tests.people import add_adult, add_child, add_plan, add_staff, link

AUGUST = date(2020, 8, 1)
AGREE = {
    "plan.involved": "strongly_agree",
    "plan.communication": "agree",
    "plan.needs": "agree",
    "plan.provision": "agree",
}
DISAGREE_WITH_PROVISION = AGREE | {"plan.provision": "disagree"}


def add_cohort(session: Session, number: int) -> None:
    """Families with a plan of August 2020 and an e-mail address."""
    for place in range(number):
        child_id = add_child(session)
        link(session, child_id, add_adult(session, email=f"family{place}@example.org"))
        plan_day = AUGUST.replace(day=1 + place % 31)
        add_plan(session, child_id, start_on=plan_day)


def work(session: Session) -> None:
    session.rollback()
    open_for("write")
    work_until_empty()


def links_sent(session: Session) -> list[str]:
    """The paths of the personal links in the letters that were delivered."""
    letters = demo_mailbox.list_letters(session, 100)
    session.rollback()  # lets go of the database, which the requests need
    return [found.group() for item in letters if (found := re.search("/s/[^\\s]+", item.text))]


def take_calls(officer: CheckingClient, wave: str, number: int) -> None:
    """Ring the next people on the officer's list."""
    for _ in range(number):
        officer.get(f"{wave}/calls")
        ring = officer.page.select_one("main form button[formaction]")
        assert ring is not None
        call = str(officer.submit(str(ring["formaction"])).location)
        officer.get(call)
        assert officer.submit(call, AGREE).status_code == 303


@pytest.fixture
def report(app: Flask, session: Session, sign_in: SignIn) -> str:
    """The path of the wave's report, from the officer's first click to the release."""
    officer_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    add_cohort(session, 40)
    add_questions(session, instrument_id=INSTRUMENT_ID)
    session.commit()
    officer = sign_in(Role.PARTICIPATION_OFFICER, officer_id)
    officer.get("/surveys/new")
    wave = str(officer.submit("/surveys/new", NEW_WAVE).location)
    officer.get(wave)
    officer.submit(f"{wave}/open")
    work(session)

    paths = links_sent(session)
    assert len(paths) == 40
    for place, path in enumerate(paths[:6]):
        family = app.test_client()
        family.get(path)
        answers = DISAGREE_WITH_PROVISION if place == 0 else AGREE
        assert family.post(path, data=answers).status_code == 303
    take_calls(officer, wave, 4)

    officer.get(wave)
    officer.submit(f"{wave}/close")
    work(session)
    wave_id = UUID(wave.rpartition("/")[2])
    officer.get(f"/releases/waves/{wave_id}/preview")
    assert "90 % (60–98)" in officer.text()
    return str(officer.submit(f"/releases/waves/{wave_id}/release").location)


def test_the_release_says_what_the_council_published(
    report: str, session: Session, sign_in: SignIn
) -> None:
    member_id = add_staff(session, Role.GROUP_MEMBER)
    session.commit()
    member = sign_in(Role.GROUP_MEMBER, member_id)
    member.get(report)
    said = {
        row.select("th")[0].get_text(strip=True): row.select("td")[0].get_text(strip=True)
        for row in member.page.select("tbody tr")
    }
    assert said == {
        "I was fully involved in making the plan.": "100 % (72–100)",
        "Communication was satisfactory all the way through.": "100 % (72–100)",
        "The plan describes my child’s or young person’s needs accurately.": "100 % (72–100)",
        "The help in the plan would meet my child’s or young person’s needs.": "90 % (60–98)",
    }
    text = member.text()
    assert "Asked 40" in text
    assert "Answered 10 (25 %)" in text
    assert "Not asked in this survey: The outcomes are good." in text
    assert "No earlier figure" in text
    # Four by telephone is a count from 1 to 4; the six online would give it away.
    assert "Answered online Hidden" in text
    assert "Answered by telephone Hidden" in text
    assert "Why some numbers are hidden" in text

    rows = list(
        csv.DictReader(io.StringIO(member.get(f"{report}/csv").get_data().decode("utf-8-sig")))
    )
    assert [(row["measure"], row["agree_percent"], row["agree_low"]) for row in rows] == [
        ("plan.involved", "100", "72"),
        ("plan.communication", "100", "72"),
        ("plan.needs", "100", "72"),
        ("plan.provision", "90", "60"),
        ("plan.outcomes", "[z]", "[z]"),
    ]
    assert {row["answered_telephone"] for row in rows[:4]} == {"[c]"}
