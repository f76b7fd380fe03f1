"""`flask demo settings` and `flask demo create`: a whole demo from nothing, and no harm done."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.domain.commitments import Rating
from portal.domain.people import OUTSIDE_ROLES, Role, Viewer
from portal.domain.waves import WaveState
from portal.features.demo.cast import CAST
from portal.shell.application import create_app
from portal.store import cases, commitments, demo, releases, waves
from portal.store.co_production import find_wave_sign_off
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.setting_surveys import list_waiting_for_setting
from portal.store.tables.children import Child
from portal.store.tables.people import Staff
from portal.store.tables.recorded_events import RecordedEventRow
from portal.store.tables.reviews import ContributionSending
from portal.store.tables.surveys import SurveyInvitation
from tests.conftest import SECRETS, Clock

CHILDREN = 600


def application(folder: Path, **settings: Any) -> Flask:
    return create_app(
        {
            **SECRETS,
            "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite'}",
            "DEMO": True,
            "DELIVERY": "demo",
            "CLOCK": Clock(),
            "LOG_LEVEL": "CRITICAL",
            **settings,
        }
    )


def create(app: Flask, children: int = CHILDREN) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["demo", "create", "--children", str(children)])
    return result.exit_code, f"{result.output}{result.exception or ''}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = application(tmp_path_factory.mktemp("demo"))
    code, said = create(app)
    assert code == 0, said
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def session(made: Flask) -> Iterator[Session]:
    with made.app_context():
        open_for("read")
        yield db.session()
        db.session.rollback()
        open_for("write")


def viewer_of(session: Session, key: str) -> Viewer:
    person = next(person for person in demo.list_people(session) if person.key == key)
    return Viewer(person.role, person.person_id)


def test_everybody_of_the_page_is_there_in_their_own_role(session: Session) -> None:
    people = demo.list_people(session)
    assert {(p.key, p.role) for p in people} == {(m.key, m.role) for m in CAST}


def test_families_see_their_own_children_and_no_others(session: Session) -> None:
    today = Clock().at.date()
    seen = {
        key: [case.forename for case in cases.list_cases(session, viewer_of(session, key), today)]
        for key in ("parent", "other_parent", "child", "parent_of_two", "young_person")
    }
    assert seen["parent"] == seen["other_parent"] == seen["child"] == ["Juno"]
    assert seen["parent_of_two"] == ["Iris", "Otis"]
    assert seen["young_person"] == ["Kit"]


def test_staff_have_names_and_the_caseworker_a_caseload(session: Session) -> None:
    names = set(session.scalars(select(Staff.name)))
    assert {member.name for member in CAST if member.contact_id is None} <= names
    today = Clock().at.date()
    mine = cases.list_cases(session, viewer_of(session, "caseworker"), today)
    assert len(mine) > 50
    assert {"Juno Fennelwick", "Kit Larkcombe"} <= {case.name for case in mine}


def test_the_caseworker_has_written_down_events_and_put_one_right(session: Session) -> None:
    kinds = Counter(session.scalars(select(RecordedEventRow.kind)))
    assert {"decision_keep", "exception"} <= set(kinds)
    assert session.scalar(select(func.count(RecordedEventRow.replaces_id)))


def test_the_manager_sees_the_caseloads_of_several_caseworkers(session: Session) -> None:
    mine = cases.list_cases(session, viewer_of(session, "manager"), Clock().at.date())
    assert len({case.caseworker_id for case in mine}) > 1


def test_a_review_waits_for_the_parent_and_the_young_person(session: Session) -> None:
    today = Clock().at.date()
    for key in ("parent", "young_person"):
        case = cases.list_cases(session, viewer_of(session, key), today)[0]
        assert case.review_id is not None


def test_there_is_a_year_of_surveys_and_the_last_is_open(session: Session) -> None:
    states = [
        wave.state
        for wave in reversed(waves.list_waves(session))
        if wave.asked and wave.title.startswith("New plans")
    ]
    assert states[-1] is WaveState.OPEN
    assert len(states) >= 3
    assert set(states[:-1]) == {WaveState.CLOSED}
    for wave in waves.list_waves(session, WaveState.CLOSED):
        assert 0.25 < wave.answered / wave.asked < 0.75


def test_the_survey_of_the_parent_of_two_is_still_unanswered(session: Session) -> None:
    mine = select(SurveyInvitation).where(
        SurveyInvitation.family_member_id == viewer_of(session, "parent_of_two").person_id
    )
    assert [invitation.used for invitation in session.scalars(mine)] == [False]


def test_the_group_has_signed_off_what_is_asked_about_new_plans_and_not_what_settings_are_asked(
    session: Session,
) -> None:
    opened = [wave for wave in waves.list_waves(session) if wave.asked]
    signed = {wave.title for wave in opened if find_wave_sign_off(session, wave.id)}
    assert signed == {wave.title for wave in opened if wave.title.startswith("New plans")}
    assert len(opened) > len(signed)


def test_the_coordinator_of_the_page_is_asked_and_has_not_answered(session: Session) -> None:
    waiting = list_waiting_for_setting(
        session, viewer_of(session, "coordinator"), Clock().at.date()
    )
    assert len(waiting) == 1


def test_some_waves_are_published_and_the_latest_waits_for_the_officer(session: Session) -> None:
    released = {release.wave_id for release in releases.list_releases(session)}
    closed = {wave.id for wave in waves.list_waves(session, WaveState.CLOSED)}
    assert released
    assert len(closed - released) == 1


def test_the_council_has_undertaken_something_of_every_rating(session: Session) -> None:
    ratings = {row.promise.rating for row in commitments.list_commitments(session)}
    assert ratings == set(Rating)


def test_families_have_given_views(session: Session) -> None:
    assert (session.scalar(select(func.count()).select_from(ContributionSending)) or 0) > 5


def test_a_demo_that_is_made_is_kept(made: Flask) -> None:
    code, said = create(made, children=100)
    assert (code, "kept" in said) == (0, True)
    with made.app_context():
        assert db.session.scalar(select(func.count()).select_from(Child)) == CHILDREN


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    app = application(tmp_path)
    with app.app_context():
        db.session.execute(text("CREATE TABLE somebody_elses (id INTEGER)"))
        db.session.commit()
    code, said = create(app)
    assert code == 1
    assert "not made by the demo" in said
    with app.app_context():
        tables = db.session.scalars(text("SELECT name FROM sqlite_master")).all()
        assert tables == ["somebody_elses"]


def test_a_portal_with_real_people_is_refused(tmp_path: Path) -> None:
    app = application(tmp_path)
    assert app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0
    with app.app_context():
        db.session.add(Child(person_id="1", surname="A", forename="B"))
        db.session.commit()
    code, said = create(app)
    assert code == 1
    assert "not made by the demo" in said
    with app.app_context():
        assert db.session.scalars(select(Child.person_id)).all() == ["1"]


def test_without_demo_mode_nothing_is_created(tmp_path: Path) -> None:
    code, said = create(application(tmp_path, DEMO=False))
    assert code == 1
    assert "DEMO is off" in said


def write_settings(monkeypatch: pytest.MonkeyPatch, folder: Path, port: int) -> tuple[int, str]:
    app = application(folder)
    monkeypatch.setattr(app, "instance_path", str(folder))
    result = app.test_cli_runner().invoke(args=["demo", "settings", "--port", str(port)])
    return result.exit_code, f"{result.output}{result.exception or ''}"


def test_settings_are_written_once_and_follow_the_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    for port in (8000, 8123):
        assert write_settings(monkeypatch, tmp_path, port)[0] == 0
        written.append(tomllib.loads((tmp_path / "settings.toml").read_text()))
    first, second = written
    assert first.pop("BASE_URL") == "http://127.0.0.1:8000"
    assert second.pop("BASE_URL") == "http://127.0.0.1:8123"
    assert all(first), "there is something to compare"
    assert first == second
    assert first["DEMO"] is True
    assert len(first["SECRET_KEY"]) > 30
    assert (tmp_path / "settings.toml").stat().st_mode & 0o077 == 0


def test_settings_of_a_real_installation_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('COUNCIL_NAME = "Real"\n')
    assert write_settings(monkeypatch, tmp_path, 8000)[0] == 1
    assert file.read_text() == 'COUNCIL_NAME = "Real"\n'


def test_every_role_has_somebody_to_be() -> None:
    assert {member.role for member in CAST} == set(Role) - OUTSIDE_ROLES


def what_is_said(folder: Path) -> tuple[list[Any], ...]:
    """What a reader of the demo could tell from another demo: ids apart, everything."""
    folder.mkdir()
    app = application(folder)
    assert create(app, children=200)[0] == 0
    with app.app_context():
        session = db.session()
        sent = session.execute(
            select(ContributionSending.sent_at, ContributionSending.choices).order_by(
                ContributionSending.sent_at
            )
        )
        asked = [(wave.title, wave.asked, wave.modes) for wave in waves.list_waves(session)]
        published = [release.snapshot for release in releases.list_releases(session)]
        said = ([tuple(row) for row in sent], asked, published)
        db.session.remove()
        db.engine.dispose()
    return said


def test_the_same_seed_and_day_make_the_same_demo(tmp_path: Path) -> None:
    first, second = what_is_said(tmp_path / "first"), what_is_said(tmp_path / "second")
    assert all(first), "there is something to compare"
    assert first == second
