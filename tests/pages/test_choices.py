"""A young person chooses; a caseworker writes down what they say; parents read what changes."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.domain.rights import ParentsAccess
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.children import Child
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import FamilyLink
from portal.store.tables.wishes import WishRow
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, add_plan, add_staff, link, put_on_caseload

Family = Mapping[str, UUID]


def commit(app: Flask, write: Callable[[Session], Any]) -> Any:
    with app.app_context():
        open_for("write")
        made = write(db.session())
        db.session.commit()
        return made


def born(app: Flask, on: date) -> None:
    commit(app, lambda session: session.execute(update(Child).values(birth_date=on)))


@pytest.fixture
def family(app: Flask) -> Family:
    """A young person of 17, parents who live apart, and one whom a court keeps away."""

    def make(session: Session) -> Family:
        young = add_child(
            session, birth_date=date(2009, 5, 5), forename="Testkit", surname="Testlark"
        )
        add_plan(session, young)
        made = {"young": young}
        for key, relationship in (("mother", "mother"), ("father", "father"), ("gone", "father")):
            made[key] = add_adult(
                session, email=f"{key}@example.org", given=f"Test{key}", family="Testlark"
            )
            kept_away = {"restriction": "court order"} if key == "gone" else {}
            link(session, young, made[key], relationship=relationship, **kept_away)
        made["own"] = add_adult(session, email="kit@example.org", given="Testkit")
        link(session, young, made["own"], relationship="self", responsibility="no")
        made["caseworker"] = add_staff(session, Role.CASEWORKER, name="Testbryn Testmere")
        put_on_caseload(session, young, made["caseworker"])
        return made

    made: Family = commit(app, make)
    return made


@pytest.fixture
def young_person(sign_in: SignIn, family: Family) -> CheckingClient:
    return sign_in(Role.YOUNG_PERSON, family["own"])


def choices(family: Family, who: str = "", step: str = "") -> str:
    path = f"/children/{family['young']}/choices"
    return path + (f"/{family[who]}" if who else "") + (f"/{step}" if step else "")


def choose(browser: CheckingClient, family: Family, who: str, **fields: str) -> int:
    """From the list to the receipt."""
    browser.get(choices(family, who))
    assert browser.submit(choices(family, who), fields).status_code == 200
    kept = browser.page.select("form[action$='/keep'] input[type=hidden]")
    sent = {str(field["name"]): str(field["value"]) for field in kept}
    return browser.submit(choices(family, who, "keep"), sent).status_code


def test_a_choice_is_explained_checked_kept_and_holds_at_once(
    app: Flask, young_person: CheckingClient, family: Family, sign_in: SignIn
) -> None:
    mother = sign_in(Role.FAMILY_MEMBER, family["mother"])
    father = sign_in(Role.FAMILY_MEMBER, family["father"])
    record = f"/children/{family['young']}"
    assert mother.get(record).status_code == 200
    young_person.get(record)
    assert young_person.page.select_one(f"a[href='{choices(family)}']")
    young_person.get(choices(family))
    assert "You have not said yes or no" in young_person.text()
    assert "Testgone" not in young_person.text(), "whom a court keeps away is nobody's choice"

    young_person.get(choices(family, "mother"))
    young_person.submit(choices(family, "mother"), {"may_see": "nothing", "helps_decide": "y"})
    assert "They do not help you decide" in young_person.text()
    assert mother.get(record).status_code == 200, "nothing is changed yet"
    sent = {"may_see": "nothing"}
    assert young_person.submit(choices(family, "mother", "keep"), sent).status_code == 303
    young_person.get(choices(family, "mother", "kept"))
    assert "Testmother Testlark Sees nothing." in young_person.text()
    assert "23 November 2026" in young_person.text()

    assert mother.get(record).status_code == 404
    assert mother.get(f"{record}/rights").status_code == 404
    mother.get("/children")
    assert "What we can show can change. Ask us" in mother.text()
    assert "objects" not in mother.text()
    assert father.get(record).status_code == 200

    assert choose(young_person, family, "mother", may_see="no_letters", helps_decide="y") == 303
    young_person.get(choices(family))
    assert "Gets no letters. Helps you decide." in young_person.text()
    assert mother.get(record).status_code == 200
    with app.app_context():
        open_for("write")
        rows = db.session().scalars(select(WishRow).order_by(WishRow.number)).all()
        assert [(row.number, row.may_see) for row in rows] == [(1, "nothing"), (2, "no_letters")]
        told = db.session().scalars(select(OutboxMessage)).all()
        assert {(each.kind, each.recipient_id) for each in told} == {
            ("choices_changed", family["own"])
        }


def test_the_same_choice_twice_is_kept_once(
    app: Flask, young_person: CheckingClient, family: Family
) -> None:
    for _ in range(2):
        assert choose(young_person, family, "mother", may_see="everything") == 303
    with app.app_context():
        open_for("write")
        assert len(db.session().scalars(select(WishRow.id)).all()) == 1


def test_nothing_chosen_is_asked_for_again(young_person: CheckingClient, family: Family) -> None:
    young_person.get(choices(family, "mother"))
    assert young_person.submit(choices(family, "mother")).status_code == 422
    assert "Choose what this person may see" in young_person.text()
    young_person.get(choices(family, "mother"))
    assert young_person.submit(choices(family, "mother", "keep")).status_code == 422
    assert young_person.get(choices(family, "mother", "kept")).status_code == 302


@pytest.mark.parametrize("who", ["gone", "own", "caseworker"])
def test_there_is_nothing_to_choose_about_anybody_else(
    young_person: CheckingClient, family: Family, who: str
) -> None:
    for step in ("", "kept"):
        assert young_person.get(choices(family, who, step)).status_code == 404


def test_no_parent_and_no_other_young_person_opens_the_page(
    app: Flask, family: Family, sign_in: SignIn
) -> None:
    parent = sign_in(Role.FAMILY_MEMBER, family["mother"])
    other = sign_in(Role.YOUNG_PERSON, commit(app, add_adult))
    for path in (choices(family), choices(family, "father"), choices(family, "father", "kept")):
        assert parent.get(path).status_code == 403
        assert other.get(path).status_code == 404


def test_the_choices_begin_with_the_rights(
    app: Flask, young_person: CheckingClient, family: Family
) -> None:
    born(app, date(2010, 9, 1))  # in Year 11 until June 2027
    assert young_person.get(choices(family)).status_code == 404
    assert young_person.get(choices(family, "mother")).status_code == 404
    young_person.get(f"/children/{family['young']}/rights")
    assert "From Saturday 26 June 2027 you decide" in young_person.text()
    born(app, date(2010, 8, 31))  # turned 16 in the summer of 2026
    assert young_person.get(choices(family)).status_code == 200


def test_the_family_reads_what_changes_and_what_does_not(
    app: Flask, family: Family, sign_in: SignIn
) -> None:
    parent = sign_in(Role.FAMILY_MEMBER, family["mother"])
    path = f"/children/{family['young']}/rights"
    born(app, date(2011, 7, 20))
    parent.get(path)
    assert "From Saturday 26 June 2027 the young person decides" in parent.text()
    assert "School age ends on Friday 25 June 2027" in parent.text()
    assert "From Friday 20 July 2029 we need a yes" in parent.text()
    born(app, date(2008, 11, 23))  # 18 today
    parent.get(path)
    assert "New letters and plans wait for now" in parent.text()


@pytest.mark.parametrize(
    ("rule", "on", "says", "opens"),
    [
        ("agreement_from_rights", date(2009, 5, 5), "Sees nothing, because", 404),
        ("agreement_from_18", date(2009, 5, 5), "You have not said yes or no", 200),
        ("agreement_from_18", date(2008, 11, 23), "Sees nothing, because", 404),
        ("until_objection", date(2008, 11, 23), "but nothing new. You are 18", 200),
    ],
)
def test_a_stricter_rule_asks_for_a_yes(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    young_person: CheckingClient,
    family: Family,
    sign_in: SignIn,
    rule: str,
    on: date,
    says: str,
    opens: int,
) -> None:
    monkeypatch.setitem(app.extensions, "parents_access", ParentsAccess(rule))
    born(app, on)
    parent = sign_in(Role.FAMILY_MEMBER, family["mother"])
    record = f"/children/{family['young']}"
    assert parent.get(record).status_code == opens
    young_person.get(choices(family))
    assert says in young_person.text()
    assert young_person.get(f"{record}/rights").status_code == 200
    choose(young_person, family, "mother", may_see="everything")
    assert parent.get(record).status_code == 200


CAPACITY = {
    "matter": "who_sees",
    "question": "Who may see the plan and the letters.",
    "outcome": "cannot_decide",
    "assessor": "Testasha Testzan, social worker",
    "assessed_on-day": "20",
    "assessed_on-month": "11",
    "assessed_on-year": "2026",
    "representative": "Testmother Testlark, deputy",
}


@pytest.fixture
def caseworker(sign_in: SignIn, family: Family) -> CheckingClient:
    return sign_in(Role.CASEWORKER, family["caseworker"])


def staff_path(family: Family, rest: str = "family") -> str:
    return f"/staff/children/{family['young']}/{rest}"


def test_a_caseworker_writes_down_what_the_young_person_says(
    app: Flask,
    caseworker: CheckingClient,
    young_person: CheckingClient,
    family: Family,
    sign_in: SignIn,
) -> None:
    choose(young_person, family, "father", may_see="everything")
    caseworker.get(staff_path(family))
    assert "They chose it here on Monday 23 November 2026." in caseworker.text()
    path = staff_path(family, f"family/{family['father']}/wish")
    assert caseworker.page.select_one(f"a[href='{path}']")
    caseworker.get(path)
    assert "Now: May see everything and gets our letters" in caseworker.text()
    assert caseworker.submit(path, {"may_see": "nothing"}).status_code == 422
    assert "Enter how they said it" in caseworker.text()
    assert caseworker.submit(path, {"may_see": "nothing", "note": " "}).status_code == 422
    note = "Rang on 23 November, alone."
    assert caseworker.submit(path, {"may_see": "nothing", "note": note}).status_code == 303
    caseworker.get(staff_path(family))
    text = " ".join(caseworker.text().split())
    assert f"May see nothing. Recorded by Testbryn Testmere on Monday 23 November 2026. {note}" in (
        text
    )
    assert "Before that: May see everything and gets our letters." in text
    assert "the young person does not want this person to see anything" in text
    assert caseworker.page.select(f"a[href$='{family['father']}/open']") == []
    assert (
        sign_in(Role.FAMILY_MEMBER, family["father"])
        .get(f"/children/{family['young']}")
        .status_code
        == 404
    )


def test_no_wish_is_recorded_of_a_child_or_about_whom_a_court_keeps_away(
    app: Flask, caseworker: CheckingClient, family: Family
) -> None:
    said = {"may_see": "nothing", "note": "Said so."}
    for who in ("gone", "own"):
        path = staff_path(family, f"family/{family[who]}/wish")
        assert caseworker.get(path).status_code == 303
        caseworker.get("/staff/prove")
        assert caseworker.submit(path, said).status_code == 303
    born(app, date(2016, 5, 14))
    path = staff_path(family, f"family/{family['mother']}/wish")
    assert caseworker.get(path).status_code == 303
    caseworker.get("/staff/prove")
    assert caseworker.submit(path, said).status_code == 303
    caseworker.get(staff_path(family))
    assert "Nothing was recorded" in caseworker.text()
    assert "Capacity decisions" not in caseworker.text()
    with app.app_context():
        open_for("write")
        assert db.session().scalars(select(WishRow)).all() == []


def test_a_capacity_decision_is_recorded_and_a_later_one_takes_its_place(
    app: Flask, caseworker: CheckingClient, family: Family
) -> None:
    born(app, date(2007, 5, 5))
    caseworker.get(staff_path(family))
    assert "new documents wait" in caseworker.text()
    path = staff_path(family, "capacity")
    caseworker.get(path)
    assert caseworker.submit(path, CAPACITY).status_code == 303
    caseworker.get(staff_path(family))
    text = " ".join(caseworker.text().split())
    assert "Cannot decide this, even with help." in text
    assert "Assessed by Testasha Testzan, social worker on Friday 20 November 2026." in text
    assert "Decides instead: Testmother Testlark, deputy." in text
    assert "new documents wait" not in text

    caseworker.get(path)
    caseworker.submit(path, {**CAPACITY, "outcome": "can_decide"})
    caseworker.get(staff_path(family))
    text = " ".join(caseworker.text().split())
    assert text.count("A later decision has taken its place.") == 1
    assert text.count("Decides instead") == 1, "whoever can decide has nobody who decides instead"
    assert "new documents wait" in text, "they can say yes themselves, so they are asked"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"matter": ""}, "Choose what the decision is about"),
        ({"question": ""}, "Enter which decision it is"),
        ({"outcome": ""}, "Choose what the assessment found"),
        ({"assessor": ""}, "Enter who assessed it"),
        ({"assessed_on-day": "24"}, "Enter a day that is not in the future"),
        ({"assessed_on-day": ""}, "Enter a day, like 27"),
    ],
)
def test_a_capacity_decision_needs_all_that_makes_it_one(
    caseworker: CheckingClient, family: Family, wrong: dict[str, str], says: str
) -> None:
    caseworker.get(staff_path(family, "capacity"))
    answer = caseworker.submit(staff_path(family, "capacity"), {**CAPACITY, **wrong})
    assert answer.status_code == 422
    assert says in caseworker.page.get_text(" ", strip=True)


def test_of_a_child_no_capacity_is_recorded(
    app: Flask, caseworker: CheckingClient, family: Family
) -> None:
    born(app, date(2016, 5, 14))
    assert caseworker.get(staff_path(family, "capacity")).status_code == 303
    caseworker.get("/staff/prove")
    assert caseworker.submit(staff_path(family, "capacity"), CAPACITY).status_code == 303
    caseworker.get(staff_path(family))
    assert "Nothing was recorded" in caseworker.text()


def test_opening_access_keeps_the_young_persons_yes_as_their_word(
    app: Flask, caseworker: CheckingClient, family: Family
) -> None:
    commit(
        app,
        lambda session: session.execute(
            update(FamilyLink)
            .where(FamilyLink.family_member_id == family["father"])
            .values(responsibility="unknown", access_from=None)
        ),
    )
    path = staff_path(family, f"family/{family['father']}/open")
    caseworker.get(path)
    fields = {"reason": "She asked for it.", "agreed": "y"}
    assert caseworker.submit(path, fields).status_code == 303
    caseworker.get(staff_path(family))
    assert "The young person’s word: May see everything" in " ".join(caseworker.text().split())


def test_somebody_with_a_plan_of_their_own_who_is_a_parent_too_sees_each_in_turn(
    app: Flask, family: Family, sign_in: SignIn
) -> None:
    def make(session: Session) -> UUID:
        child = add_child(session, forename="Testsmall")
        add_plan(session, child)
        link(session, child, family["own"])
        return child

    child = commit(app, make)
    young = sign_in(Role.YOUNG_PERSON, family["own"])
    young.get("/children")
    assert "Testkit" in young.text()
    assert "Testsmall" not in young.text()
    assert young.submit("/signed-in/as/family_member").status_code == 303
    young.get("/children")
    assert "Testsmall" in young.text()
    assert "Testkit" not in young.text()
    assert young.get(f"/children/{child}").status_code == 200
    assert young.get(choices(family)).status_code == 403
    young.get("/children")
    young.submit("/signed-in/as/young_person")
    assert young.get(choices(family)).status_code == 200

    mother = sign_in(Role.FAMILY_MEMBER, family["mother"])
    mother.get(f"/children/{family['young']}/rights")
    assert mother.page.select_one("input[name=csrf_token]")
    mother.submit("/signed-in/as/young_person")
    assert mother.get(choices(family)).status_code == 403, "nobody becomes what they are not"
