"""A release is frozen; only a new one that says what changed can take its place."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.domain.waves import GroupKind
from portal.store.connection import open_for
from portal.store.tables.survey_counts import SurveyCount
from tests.closed_waves import add_closed_wave, answered
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.test_releases import NO, YES, group_member, officer, release
from tests.people import add_staff

__all__ = ["group_member", "officer"]

WHAT = "Groups of fewer than 25 people are no longer shown."


@pytest.fixture
def wave_id(session: Session) -> UUID:
    rows = [
        *answered(40, YES, ("ASD",)),
        *answered(20, NO, ("ASD",)),
        *answered(12, YES, ("SEMH",)),
        *answered(10, NO, ("SEMH",)),
    ]
    wave_id = add_closed_wave(session, rows, groups=[GroupKind.NEED])
    session.commit()
    return wave_id


@pytest.fixture
def report(officer: CheckingClient, wave_id: UUID) -> str:
    return release(officer, wave_id)


def set_thresholds(app: Flask, monkeypatch: pytest.MonkeyPatch, **thresholds: int) -> None:
    monkeypatch.setitem(app.config, "DISCLOSURE_THRESHOLDS", thresholds)


def correct(officer: CheckingClient, report: str, what: str = WHAT) -> str:
    officer.get(f"{report}/correct")
    answer = officer.submit(f"{report}/correct", {"what_changed": what})
    assert answer.status_code == 303
    return str(answer.location)


def test_a_correction_says_what_changed_and_takes_the_place_of_the_report(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    officer: CheckingClient,
    group_member: CheckingClient,
    report: str,
) -> None:
    set_thresholds(app, monkeypatch, share=25)
    newer = correct(officer, report)
    assert newer != report
    group_member.get(newer)
    assert WHAT in group_member.text()
    assert "This replaces report 1" in group_member.text()
    assert "Social, emotional" not in group_member.text()
    group_member.get(report)
    assert "Read report 2 instead" in group_member.text()
    assert "Social, emotional" in group_member.text()  # what was released stays to be read
    group_member.get("/releases")
    assert "Reports that were corrected" in group_member.text()
    assert group_member.get(f"{report}/csv").status_code == 200


def test_a_correction_must_say_what_changed(
    app: Flask, monkeypatch: pytest.MonkeyPatch, officer: CheckingClient, report: str
) -> None:
    set_thresholds(app, monkeypatch, share=25)
    officer.get(f"{report}/correct")
    assert officer.submit(f"{report}/correct", {"what_changed": " "}).status_code == 422
    assert "Enter what changed" in officer.text()


def test_there_is_no_correction_where_nothing_would_change(
    officer: CheckingClient, report: str
) -> None:
    officer.get(f"{report}/correct")
    assert "There is nothing to correct" in officer.text()
    assert officer.submit(f"{report}/correct", {"what_changed": WHAT}).status_code == 303
    officer.get("/releases")
    assert "Report 2" not in officer.text()


def test_only_the_newest_is_corrected(
    app: Flask, monkeypatch: pytest.MonkeyPatch, officer: CheckingClient, report: str
) -> None:
    set_thresholds(app, monkeypatch, share=25)
    newer = correct(officer, report)
    assert officer.get(f"{report}/correct").location == newer
    set_thresholds(app, monkeypatch, share=12)
    newest = correct(officer, newer)
    officer.get(newest)
    assert "This replaces report 2" in officer.text()


def test_a_correction_that_would_tell_too_much_beside_an_earlier_report_is_held_back(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    session: Session,
    officer: CheckingClient,
    report: str,
    wave_id: UUID,
) -> None:
    """The first report showed both groups. Were a later one to count 4 people to the other group,
    those 4 would be the difference."""
    set_thresholds(app, monkeypatch, share=25)
    newer = correct(officer, report)
    session.execute(
        update(SurveyCount)
        .where(
            SurveyCount.wave_id == wave_id,
            SurveyCount.question == "plan.needs",
            SurveyCount.value == "disagree",
            SurveyCount.place == 1,
        )
        .values(number=4)
    )
    session.commit()
    set_thresholds(app, monkeypatch)
    officer.get(f"{newer}/correct")
    assert "This report is held back" in officer.text()
    assert "The plan describes needs" in officer.text()


def test_every_release_can_be_made_again_to_the_letter(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    session: Session,
    officer: CheckingClient,
    report: str,
) -> None:
    set_thresholds(app, monkeypatch, share=25)
    correct(officer, report)
    later = add_closed_wave(session, answered(30, YES) + answered(30, NO), title="Later")
    session.commit()
    release(officer, later)
    runner = app.test_cli_runner()
    verified = runner.invoke(args=["releases", "verify"])
    assert verified.exit_code == 0, verified.output
    assert verified.output.count("the same") == 3

    session.rollback()
    open_for("write")
    session.execute(update(SurveyCount).values(number=SurveyCount.number + 1))
    session.commit()
    differing = runner.invoke(args=["releases", "verify"])
    assert differing.exit_code == 1
    assert "Report 1: DIFFERS." in differing.output


def test_a_release_under_earlier_rules_is_not_made_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch, officer: CheckingClient, report: str
) -> None:
    monkeypatch.setattr("portal.actions.releases.RULES_VERSION", "next")
    verified = app.test_cli_runner().invoke(args=["releases", "verify"])
    assert "Report 1: made under earlier rules" in verified.output


def test_only_the_participation_team_corrects(
    session: Session, sign_in: SignIn, report: str
) -> None:
    staff_id = add_staff(session, Role.GROUP_MEMBER)
    session.commit()
    member = sign_in(Role.GROUP_MEMBER, staff_id)
    assert member.get(f"{report}/correct").status_code == 403
