"""Administrators look after staff accounts, caseworkers invite families."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.people import FAMILY_ROLES, STAFF_ROLES, Role
from portal.shell import worker
from portal.store import demo_mailbox
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.sealing import Vault
from portal.store.tables.contact_reports import ContactReport
from portal.store.tables.keys import DataKey
from portal.store.tables.people import FamilyMember, Staff
from portal.store.tables.sessions import ReadTrail, SignInSession
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, add_setting, add_staff, link, put_on_caseload

EMAIL = "new.person@council.example"


def commit(app: Flask, write: Callable[[Session], Any]) -> Any:
    with app.app_context():
        open_for("write")
        made = write(db.session())
        db.session.commit()
        return made


def letters(app: Flask) -> list[demo_mailbox.KeptLetter]:
    with app.app_context():
        worker.work_until_empty()
        open_for("write")
        return list(demo_mailbox.list_letters(db.session(), 50))


def path_in(letter: demo_mailbox.KeptLetter, start: str) -> str:
    found = re.search(rf"http://[^/\s]+({start}\S+)", letter.text)
    assert found, letter.text
    return found[1]


@pytest.fixture
def administrator(app: Flask, sign_in: SignIn) -> CheckingClient:
    staff_id = commit(app, lambda session: add_staff(session, Role.ADMINISTRATOR))
    return sign_in(Role.ADMINISTRATOR, staff_id)


# Staff


def test_an_administrator_adds_somebody_who_is_sent_a_set_up_link(
    app: Flask, client: CheckingClient, administrator: CheckingClient
) -> None:
    administrator.get("/staff/accounts/new")
    fields = {"name": " Ada Field ", "email": EMAIL.upper(), "role": "caseworker", "setting": ""}
    assert administrator.submit("/staff/accounts/new", fields).location == "/staff/accounts"
    administrator.get("/staff/accounts")
    assert "Ada Field" in administrator.text()
    assert "Not set up yet" in administrator.text()
    [letter] = letters(app)
    assert letter.address == EMAIL
    assert client.get(path_in(letter, "/staff/set-up/")).status_code == 200


def test_a_coordinator_belongs_to_a_setting_and_nobody_else_does(
    app: Flask, administrator: CheckingClient
) -> None:
    setting = commit(app, lambda session: add_setting(session, name="Testschool"))
    administrator.get("/staff/accounts/new")
    fields = {"name": "Ada Field", "email": EMAIL, "role": "coordinator", "setting": ""}
    assert administrator.submit("/staff/accounts/new", fields).status_code == 422
    assert "Choose the school or college" in administrator.text()
    fields["setting"] = str(setting)
    assert administrator.submit("/staff/accounts/new", fields).status_code == 303
    administrator.get("/staff/accounts/new")
    fields |= {"email": "b@council.example", "role": "caseworker"}
    assert administrator.submit("/staff/accounts/new", fields).status_code == 303
    with app.app_context():
        open_for("write")
        rows = db.session().execute(select(Staff.role, Staff.setting_id)).all()
    assert ("coordinator", setting) in rows
    assert ("caseworker", None) in rows


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "Enter a name"),
        ({"name": "x" * 201}, "200 letters or less"),
        ({"email": ""}, "Enter an e-mail address"),
        ({"email": "07700 900123"}, "Enter an e-mail address, like"),
        ({"role": ""}, "Choose what they do"),
        ({"role": "family_member"}, "Not a valid choice"),
        ({"role": "coordinator", "setting": "not-a-setting"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_the_rest_is_kept(
    app: Flask, administrator: CheckingClient, changed: dict[str, str], message: str
) -> None:
    administrator.get("/staff/accounts/new")
    fields = {"name": "Ada Field", "email": EMAIL, "role": "caseworker", "setting": ""} | changed
    assert administrator.submit("/staff/accounts/new", fields).status_code == 422
    summary = administrator.page.select_one(".govuk-error-summary")
    assert summary is not None
    assert message in summary.get_text()
    for name in ("name", "email"):
        box = administrator.page.select_one(f"#{name}")
        assert box is not None
        assert box.get("value", "") == fields[name]
    with app.app_context():
        open_for("write")
        assert db.session().scalar(select(func.count()).select_from(Staff)) == 1


def test_one_email_has_one_account(app: Flask, administrator: CheckingClient) -> None:
    fields = {"name": "Ada Field", "email": EMAIL, "role": "caseworker", "setting": ""}
    administrator.get("/staff/accounts/new")
    assert administrator.submit("/staff/accounts/new", fields).status_code == 303
    administrator.get("/staff/accounts/new")
    fields["email"] = EMAIL.title()
    assert administrator.submit("/staff/accounts/new", fields).status_code == 422
    assert "has an account already" in administrator.text()


def test_a_new_set_up_link_can_be_sent(app: Flask, administrator: CheckingClient) -> None:
    staff_id = commit(app, lambda session: add_staff(session, Role.CASEWORKER))
    administrator.get("/staff/accounts")
    assert administrator.submit(f"/staff/accounts/{staff_id}/set-up").status_code == 303
    administrator.get("/staff/accounts")
    assert "We have sent a message" in administrator.text()
    assert len(letters(app)) == 1


def test_closing_an_account_signs_its_person_out_and_cannot_be_undone(
    app: Flask, administrator: CheckingClient, sign_in: SignIn
) -> None:
    staff_id = commit(app, lambda session: add_staff(session, Role.CASEWORKER))
    caseworker = sign_in(Role.CASEWORKER, staff_id)
    assert caseworker.get("/staff/prove").status_code == 200
    administrator.get(f"/staff/accounts/{staff_id}/close")
    assert administrator.submit(f"/staff/accounts/{staff_id}/close").status_code == 303
    assert caseworker.get("/staff/prove").status_code == 302
    administrator.get("/staff/accounts")
    assert "Closed" in administrator.text()
    for path in (f"/staff/accounts/{staff_id}/close", f"/staff/accounts/{staff_id}/set-up"):
        assert administrator.submit(path).status_code == 404
        administrator.get("/staff/accounts")
    assert administrator.get(f"/staff/accounts/{staff_id}/close").status_code == 404


def test_an_account_that_is_not_there_is_not_found(administrator: CheckingClient) -> None:
    assert administrator.get(f"/staff/accounts/{uuid4()}/close").status_code == 404


@pytest.mark.parametrize("role", sorted((STAFF_ROLES | FAMILY_ROLES) - {Role.ADMINISTRATOR}))
def test_nobody_else_sees_or_changes_accounts(app: Flask, sign_in: SignIn, role: Role) -> None:
    browser = sign_in(role, uuid4())
    for path in ("/staff/accounts", "/staff/accounts/new", f"/staff/accounts/{uuid4()}/close"):
        assert browser.get(path).status_code == 403
    browser.get("/sign-in")
    assert browser.submit("/staff/accounts/new", {"name": "x"}).status_code == 403


def test_a_long_list_of_staff_takes_few_queries(app: Flask, administrator: CheckingClient) -> None:
    commit(app, lambda session: [add_staff(session, Role.CASEWORKER) for _ in range(40)])
    administrator.get("/staff/accounts")
    assert len(administrator.statements) <= 6


# Families


@pytest.fixture
def case(app: Flask) -> dict[str, UUID]:
    """A child with two parents and a caseworker."""

    def make(session: Session) -> dict[str, UUID]:
        child = add_child(session, forename="Canary", surname="Wren")
        mother = add_adult(session, email="mother@example.org", given="Ida", family="Wren")
        father = add_adult(session, given="Otto", family="Lark")
        link(session, child, mother)
        link(session, child, father, relationship="father")
        caseworker = add_staff(session, Role.CASEWORKER)
        put_on_caseload(session, child, caseworker)
        return {"child": child, "mother": mother, "father": father, "caseworker": caseworker}

    made: dict[str, UUID] = commit(app, make)
    return made


def invite_path(case: dict[str, UUID], who: str) -> str:
    return f"/staff/children/{case['child']}/family/{case[who]}/invite"


def test_a_caseworker_invites_a_parent_who_signs_in_with_link_and_code(
    app: Flask, client: CheckingClient, sign_in: SignIn, clock: Clock, case: dict[str, UUID]
) -> None:
    caseworker = sign_in(Role.CASEWORKER, case["caseworker"])
    caseworker.get(f"/staff/children/{case['child']}/family")
    assert "Not invited yet" in caseworker.text()
    assert caseworker.submit(invite_path(case, "mother")).status_code == 303
    caseworker.get(f"/staff/children/{case['child']}/family")
    assert "Invited on Monday 23 November 2026" in caseworker.text()
    [letter] = letters(app)
    assert letter.address == "mother@example.org"
    assert "Canary" not in letter.text
    assert "Wren" not in letter.text
    clock.move(days=13)
    path = path_in(letter, "/sign-in/link/")
    client.get(path)
    code = re.search(r"\b\d{6}\b", letter.text)
    assert code is not None
    assert client.submit(path).status_code == 200, "no browser asked, so the code is needed"
    assert client.submit(path, {"code": code[0]}).status_code == 303
    with app.app_context():
        open_for("write")
        roles = db.session().scalars(
            select(SignInSession.role).where(SignInSession.person_id == case["mother"])
        )
        assert list(roles) == ["family_member"]


def test_an_invitation_runs_out(
    app: Flask, client: CheckingClient, sign_in: SignIn, clock: Clock, case: dict[str, UUID]
) -> None:
    caseworker = sign_in(Role.CASEWORKER, case["caseworker"])
    caseworker.get(f"/staff/children/{case['child']}/family")
    caseworker.submit(invite_path(case, "mother"))
    [letter] = letters(app)
    clock.move(days=14)
    assert client.get(path_in(letter, "/sign-in/link/")).status_code == 410


def test_reading_who_can_sign_in_goes_on_the_trail_and_shows_no_address(
    app: Flask, sign_in: SignIn, case: dict[str, UUID]
) -> None:
    caseworker = sign_in(Role.CASEWORKER, case["caseworker"])
    caseworker.get(f"/staff/children/{case['child']}/family")
    assert "mother@example.org" not in caseworker.page.decode()
    with app.app_context():
        open_for("write")
        trail = db.session().scalars(select(ReadTrail)).all()
        assert [(row.child_id, row.person_id) for row in trail] == [
            (case["child"], case["caseworker"])
        ]


@pytest.mark.parametrize(
    ("closed", "says"),
    [
        ({"restriction": "no contact"}, "Access is closed"),
        ({"responsibility": "unknown"}, "Access is closed"),
        ({"access_until": date(2026, 11, 1)}, "Access is closed"),
    ],
)
def test_an_adult_whose_access_is_closed_is_not_invited(
    app: Flask, sign_in: SignIn, case: dict[str, UUID], closed: dict[str, Any], says: str
) -> None:
    def add(session: Session) -> UUID:
        adult = add_adult(session, email="closed@example.org")
        link(session, case["child"], adult, **closed)
        return adult

    case["closed"] = commit(app, add)
    caseworker = sign_in(Role.CASEWORKER, case["caseworker"])
    caseworker.get(f"/staff/children/{case['child']}/family")
    assert says in caseworker.text()
    caseworker.submit(invite_path(case, "closed"))
    assert letters(app) == []


def test_an_adult_without_an_address_or_with_a_shared_one_is_not_invited(
    app: Flask, sign_in: SignIn, case: dict[str, UUID]
) -> None:
    commit(app, lambda session: add_adult(session, email="mother@example.org"))
    caseworker = sign_in(Role.CASEWORKER, case["caseworker"])
    caseworker.get(f"/staff/children/{case['child']}/family")
    assert "We have no e-mail address" in caseworker.text()
    assert "Another person has the same" in caseworker.text()
    assert caseworker.page.select("form[action$='/invite']") == []
    for who in ("mother", "father"):
        caseworker.submit(invite_path(case, who))
        caseworker.get(f"/staff/children/{case['child']}/family")
        assert "cannot be invited now" in caseworker.text()
    assert letters(app) == []


def test_another_caseworker_finds_neither_the_child_nor_the_family(
    app: Flask, sign_in: SignIn, case: dict[str, UUID]
) -> None:
    other = sign_in(
        Role.CASEWORKER, commit(app, lambda session: add_staff(session, Role.CASEWORKER))
    )
    assert other.get(f"/staff/children/{case['child']}/family").status_code == 404
    other.get("/staff/prove")
    assert other.submit(invite_path(case, "mother")).status_code == 404
    assert letters(app) == []


def test_a_caseworker_invites_only_people_of_that_child(
    app: Flask, sign_in: SignIn, case: dict[str, UUID]
) -> None:
    case["stranger"] = commit(app, lambda session: add_adult(session, email="x@example.org"))
    caseworker = sign_in(Role.CASEWORKER, case["caseworker"])
    caseworker.get("/staff/prove")
    assert caseworker.submit(invite_path(case, "stranger")).status_code == 404
    assert letters(app) == []


# The last link of every message


@pytest.fixture
def stop_path(app: Flask, sign_in: SignIn, case: dict[str, UUID]) -> str:
    caseworker = sign_in(Role.CASEWORKER, case["caseworker"])
    caseworker.get(f"/staff/children/{case['child']}/family")
    caseworker.submit(invite_path(case, "mother"))
    [letter] = letters(app)
    return path_in(letter, "/messages/")


def test_opening_the_last_link_changes_nothing_and_names_nobody(
    app: Flask, client: CheckingClient, stop_path: str
) -> None:
    assert client.get(stop_path).status_code == 200
    for word in ("Canary", "Wren", "Ida", "mother@"):
        assert word not in client.page.decode()
    with app.app_context():
        open_for("write")
        assert db.session().scalars(select(ContactReport)).all() == []
        stopped = db.session().scalars(select(FamilyMember.surveys_stopped_at)).all()
        assert set(stopped) == {None}


def test_a_reader_stops_surveys_once_and_for_all(
    app: Flask, client: CheckingClient, clock: Clock, case: dict[str, UUID], stop_path: str
) -> None:
    when = clock()
    client.get(stop_path)
    assert client.submit(f"{stop_path}/stop-surveys").status_code == 200
    assert "no more surveys" in client.text()
    clock.move(hours=1)
    client.get(stop_path)
    client.submit(f"{stop_path}/stop-surveys")
    with app.app_context():
        open_for("write")
        member = db.session().get_one(FamilyMember, case["mother"])
        assert member.surveys_stopped_at == when


def test_wrong_child_stops_messages_until_an_administrator_settles_it(
    app: Flask,
    client: CheckingClient,
    administrator: CheckingClient,
    sign_in: SignIn,
    case: dict[str, UUID],
    stop_path: str,
) -> None:
    for _ in range(2):
        client.get(stop_path)
        assert client.submit(f"{stop_path}/wrong-person").status_code == 200
    caseworker = sign_in(Role.CASEWORKER, case["caseworker"])
    caseworker.get(f"/staff/children/{case['child']}/family")
    caseworker.submit(invite_path(case, "mother"))
    assert len(letters(app)) == 1
    administrator.get("/staff/unreachable")
    [settle] = administrator.page.select("a[href*='/contact-reports/']")
    administrator.get(str(settle["href"]))
    administrator.submit(str(settle["href"]), {"decision": "right_person"})
    caseworker.get(f"/staff/children/{case['child']}/family")
    caseworker.submit(invite_path(case, "mother"))
    assert len(letters(app)) == 2


def test_a_made_up_link_is_not_known(client: CheckingClient) -> None:
    assert client.get("/messages/made-up").status_code == 404
    client.get("/sign-in")
    assert client.submit("/messages/made-up/stop-surveys").status_code == 404
    client.get("/sign-in")
    assert client.submit("/messages/made-up/wrong-person").status_code == 404


# The command line


ADD_ADA = "accounts add --email a@council.example --name Ada --role"


def run(app: Flask, line: str) -> Any:
    return app.test_cli_runner().invoke(args=line.split())


def test_the_first_administrator_comes_from_the_command_line(
    app: Flask, client: CheckingClient
) -> None:
    result = run(app, f"{ADD_ADA} administrator")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("http://127.0.0.1:8000/staff/set-up/")
    assert (
        client.get(result.output.strip().removeprefix("http://127.0.0.1:8000")).status_code == 200
    )
    assert letters(app) == []


def test_the_command_can_send_the_link_instead(app: Flask) -> None:
    result = run(app, f"{ADD_ADA} caseworker --send")
    assert (result.exit_code, result.output) == (0, "")
    assert [letter.address for letter in letters(app)] == ["a@council.example"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ("--role caseworker --email nonsense", "not an e-mail address"),
        ("--role coordinator --email a@council.example", "needs --urn"),
        ("--role coordinator --email a@council.example --urn 9", "No setting has this URN"),
        ("--role family_member --email a@council.example", "is not one of"),
    ],
)
def test_the_command_says_what_is_wrong_and_adds_nobody(app: Flask, args: str, says: str) -> None:
    result = run(app, f"accounts add --name Ada {args}")
    assert result.exit_code != 0
    assert says in result.output
    with app.app_context():
        open_for("write")
        assert db.session().scalar(select(func.count()).select_from(Staff)) == 0


def test_the_command_adds_nobody_twice(app: Flask) -> None:
    assert run(app, f"{ADD_ADA} caseworker").exit_code == 0
    again = run(app, f"{ADD_ADA} caseworker")
    assert again.exit_code != 0
    assert "has an account already" in again.output


def test_families_are_invited_by_their_number_all_or_none(
    app: Flask, case: dict[str, UUID]
) -> None:
    with app.app_context():
        open_for("write")
        mother = db.session().get_one(FamilyMember, case["mother"]).contact_id
    refused = run(app, f"families invite {mother} unknown")
    assert refused.exit_code != 0
    assert letters(app) == []
    assert run(app, f"families invite {mother}").output == "Invitations queued: 1\n"
    assert [letter.address for letter in letters(app)] == ["mother@example.org"]


def test_keys_are_turned_from_the_command_line(app: Flask, case: dict[str, UUID]) -> None:
    old = app.extensions["vault"]
    app.extensions["vault"] = Vault({**old.keks, "next": bytes(32)}, "next", old.lookup_key)
    try:
        assert run(app, "keys rotate").output == "Keys wrapped anew: 2\n"
        assert run(app, "keys rotate").output == "Keys wrapped anew: 0\n"
        with app.app_context():
            open_for("write")
            assert set(db.session().scalars(select(DataKey.kek_id))) == {"next"}
    finally:
        app.extensions["vault"] = old
