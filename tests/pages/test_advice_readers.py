"""Who reads advice: the family what was shared with it, nobody what is another child's."""

from datetime import date
from io import BytesIO

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.store.sealing import erase
from portal.store.tables.advice import AdviceFileRow, AdviceRequestRow
from tests.pages.asked_advice import (
    ADVISER,
    MANAGER,
    People,
    ask,
    files,
    letters,
    open_task,
    people,
    request_id,
    rows,
    write,
)
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, link, put_on_caseload

__all__ = ["files", "people"]


def test_the_family_sees_who_was_asked_and_reads_only_what_was_shared(
    app: Flask, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    mother = sign_in(Role.FAMILY_MEMBER, people.mother)
    mother.get(f"/children/{people.child}/advice")
    assert "Health: Paediatrician" in mother.text()
    assert "They have until Monday 4 January 2027" in mother.text()
    path = open_task(app, client)
    write(client, path)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    place = request_id(app)
    [file_id] = rows(app, select(AdviceFileRow.id))
    own = f"/children/{people.child}/advice/{place}"
    mother.get(f"/children/{people.child}/advice")
    assert "They answered on Monday 23 November 2026" in mother.text()
    assert mother.get(own).status_code == 404
    assert mother.get(f"{own}/files/{file_id}").status_code == 404
    staff.get(f"/cases/{people.child}/advice/{place}")
    share = f"/cases/{people.child}/advice/{place}/share"
    assert staff.submit(share).status_code == 422, "checked first"
    assert staff.submit(share, {"checked": "y"}).status_code == 303
    assert "something new for you to read" in letters(app, "mother@example.org")[0].subject
    mother.get(own)
    assert "Tires quickly" in mother.text()
    assert mother.get(f"{own}/files/{file_id}").data == b"Seen twice."
    for text in (mother.text(), str(mother.page)):
        for secret in (ADVISER, MANAGER, "Larkin", "Marrow", "What does Testchild"):
            assert secret not in text


def test_from_18_what_is_shared_waits_for_the_parents_and_not_for_the_young_person(
    app: Flask, session: Session, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    grown = add_child(session, birth_date=date(2008, 11, 1), year_group=13)
    put_on_caseload(session, grown, people.caseworker)
    person = add_adult(session, email="kit@example.org")
    link(session, grown, person, relationship="self")
    link(session, grown, people.mother)
    session.commit()
    people.child = grown
    staff = ask(sign_in, people)
    path = open_task(app, client)
    write(client, path)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    place, [file_id] = request_id(app), rows(app, select(AdviceFileRow.id))
    staff.get(f"/cases/{grown}/advice/{place}")
    staff.submit(f"/cases/{grown}/advice/{place}/share", {"checked": "y"})
    own = f"/children/{grown}/advice/{place}"
    mother = sign_in(Role.FAMILY_MEMBER, people.mother)
    assert mother.get(own).status_code == 404
    assert mother.get(f"{own}/files/{file_id}").status_code == 404
    mother.get(f"/children/{grown}/advice")
    assert "They answered on" in mother.text()
    assert own not in str(mother.page)
    young_person = sign_in(Role.YOUNG_PERSON, person)
    assert young_person.get(own).status_code == 200
    assert young_person.get(f"{own}/files/{file_id}").status_code == 200


def test_nobody_reaches_another_childs_advice_or_file(
    app: Flask, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    place, [file_id] = request_id(app), rows(app, select(AdviceFileRow.id))
    staff.get(f"/cases/{people.child}/advice/{place}")
    staff.submit(f"/cases/{people.child}/advice/{place}/share", {"checked": "y"})
    stranger = sign_in(Role.FAMILY_MEMBER, people.stranger)
    colleague = sign_in(Role.CASEWORKER, people.other_caseworker)
    for tail in ("", f"/{place}", f"/{place}/files/{file_id}"):
        assert stranger.get(f"/children/{people.child}/advice{tail}").status_code == 404
        assert colleague.get(f"/cases/{people.child}/advice{tail}").status_code == 404
    [other_child] = rows(app, select(AdviceRequestRow.child_id).where(AdviceRequestRow.id == place))
    assert other_child == people.child
    assert staff.get(f"/cases/{people.child}/advice/{file_id}/files/{file_id}").status_code == 404
    assert client.get("/advice/no-such-token/task").status_code == 404


def test_an_erased_childs_requests_say_which_service_and_nothing_else(
    app: Flask, session: Session, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    erase(session, people.child)
    session.commit()
    place, [file_id] = request_id(app), rows(app, select(AdviceFileRow.id))
    staff.get(f"/cases/{people.child}/advice/{place}")
    assert "Health" in staff.text()
    assert "Larkin" not in staff.text()
    download = staff.get(f"/cases/{people.child}/advice/{place}/files/{file_id}")
    assert download.status_code == 404
