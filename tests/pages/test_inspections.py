"""Young Inspectors: written by the officer or by a link, shown to the group when it is ready."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy.orm import Session

from portal.domain.people import Role
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff

FOUND = {
    "place": "Local Offer",
    "day-day": "20",
    "day-month": "11",
    "day-year": "2026",
    "learners": "3",
    "saw": "The search finds nothing.\nThe words are hard.",
    "works": "works_in_part",
}


@pytest.fixture(autouse=True)
def files(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """Files lie in a folder of this test's own."""
    app.extensions.pop("object_store", None)
    app.config["FILE_STORE"] = str(tmp_path / "files")
    yield tmp_path / "files"
    app.extensions.pop("object_store", None)
    app.config["FILE_STORE"] = ""


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id: UUID = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


@pytest.fixture
def member(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id: UUID = add_staff(session, Role.GROUP_MEMBER)
    session.commit()
    return sign_in(Role.GROUP_MEMBER, staff_id)


@pytest.fixture
def inspection(officer: CheckingClient) -> str:
    officer.get("/inspections/new")
    answer = officer.submit("/inspections/new", FOUND)
    assert answer.status_code == 303, officer.text()
    return str(answer.location)


@pytest.fixture
def link(officer: CheckingClient) -> str:
    """The path of a link that is good up to 25 November."""
    officer.get("/inspections/link")
    day = {"last_day-day": "25", "last_day-month": "11", "last_day-year": "2026"}
    assert officer.submit("/inspections/link", day).status_code == 200
    found = re.search(r"http://[^/]+(/inspect/\S+)", officer.text())
    assert found is not None
    return found[1]


def photo(kind: str = "JPEG") -> BytesIO:
    """A picture that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "CanaryPlace"
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, kind, **({"exif": exif} if kind == "JPEG" else {}))
    out.seek(0)
    return out


def add_photo(officer: CheckingClient, inspection: str, **fields: Any) -> int:
    officer.get(inspection)
    return officer.submit(f"{inspection}/photos", fields).status_code


def test_the_officer_writes_and_shows_and_the_group_reads(
    officer: CheckingClient, member: CheckingClient, inspection: str
) -> None:
    assert member.get(inspection).status_code == 404
    member.get("/inspections")
    assert "No inspection yet" in member.text()
    officer.get("/inspections")
    assert "Not shown to the group" in officer.text()
    officer.get(inspection)
    assert officer.submit(f"{inspection}/show").status_code == 303
    member.get("/inspections")
    assert member.page.select_one(f"main a[href='{inspection}']")
    member.get(inspection)
    for said in ("Local Offer", "It works in part", "3 learners", "These words are not shown"):
        assert said in member.text()
    assert not member.page.select("main form")
    assert member.get(f"{inspection}/change").status_code == 403
    officer.get(inspection)
    assert officer.submit(f"{inspection}/take-back").status_code == 303
    assert member.get(inspection).status_code == 404


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"place": ""}, "Enter the place or the page"),
        ({"day-month": "13"}, "This date is not in the calendar"),
        ({"day-year": "2027"}, "Enter a day that has passed"),
        ({"learners": "0"}, "Enter a number from 1 to 30"),
        ({"learners": "Sam and Ali"}, "Enter a whole number, like 12"),
        ({"saw": " "}, "Enter what you saw"),
        ({"saw": "x" * 5001}, "Use at most 5000 letters"),
        ({"works": "badly"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    officer: CheckingClient,
    client: CheckingClient,
    link: str,
    changes: dict[str, str],
    message: str,
) -> None:
    typed = FOUND | changes
    officer.get("/inspections/new")
    assert officer.submit("/inspections/new", typed).status_code == 422
    client.get(link)
    assert client.post(link, data=typed | {"about1": ""}).status_code == 422
    for browser in (officer, client):
        assert message in browser.text()
        box = browser.page.select_one("textarea[name=saw]")
        assert box is not None
        assert box.get_text().strip() == typed["saw"].strip()
        place = browser.page.select_one("input[name=place]")
        assert place is not None
        assert place.get("value", "") == typed["place"]
    assert client.get(link).status_code == 200
    assert "We have what you found" not in client.text(), "the link is not used up"


def test_pressing_twice_adds_one_inspection(officer: CheckingClient) -> None:
    officer.get("/inspections/new")
    hidden = officer.page.select_one("input[name=new_id]")
    assert hidden is not None
    for _ in range(2):
        officer.submit("/inspections/new", FOUND | {"new_id": str(hidden["value"])})
        officer.get("/inspections/new")
    officer.get("/inspections")
    assert len(officer.page.select("tbody tr")) == 1


def test_the_officer_takes_out_what_names_somebody(
    officer: CheckingClient, inspection: str
) -> None:
    officer.get(f"{inspection}/change")
    box = officer.page.select_one("textarea[name=saw]")
    assert box is not None
    assert "The words are hard." in box.get_text()
    assert officer.submit(f"{inspection}/change", FOUND | {"saw": ""}).status_code == 422
    officer.get(f"{inspection}/change")
    assert officer.submit(f"{inspection}/change", FOUND | {"saw": "Hard"}).status_code == 303
    officer.get(inspection)
    assert "The words are hard" not in officer.text()


def test_photos_are_cleaned_and_shown_with_their_words(
    officer: CheckingClient, member: CheckingClient, inspection: str, files: Path
) -> None:
    fields = {"photo1": (photo(), "door.JPG"), "about1": "A door that is shut"}
    assert add_photo(officer, inspection, **fields) == 303
    officer.get(inspection)
    shown = officer.page.select_one("main img")
    assert shown is not None
    assert shown["alt"] == "A door that is shut"
    answer = officer.get(str(shown["src"]))
    assert answer.mimetype == "image/jpeg"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"CanaryPlace" not in answer.data
    assert Image.open(BytesIO(answer.data)).size == (8, 8)
    [kept] = [file for file in files.rglob("*") if file.is_file()]
    assert answer.data[:20] not in kept.read_bytes()
    assert member.get(str(shown["src"])).status_code == 404
    officer.get(inspection)
    officer.submit(f"{inspection}/show")
    assert member.get(str(shown["src"])).status_code == 200
    officer.get(inspection)
    assert officer.submit(f"{shown['src']}/remove").status_code == 303
    officer.get(inspection)
    assert not officer.page.select("main img")


def test_a_photo_that_the_store_has_lost_is_not_found_and_its_words_stay(
    officer: CheckingClient, inspection: str, files: Path
) -> None:
    add_photo(officer, inspection, photo1=(photo(), "door.jpg"), about1="A door")
    for file in files.rglob("*"):
        if file.is_file():
            file.unlink()
    officer.get(inspection)
    shown = officer.page.select_one("main img")
    assert shown is not None
    assert officer.get(str(shown["src"])).status_code == 404
    officer.get(inspection)
    assert "A door" in officer.text()


def test_a_photo_that_waits_for_the_scanner_is_not_shown(
    app: Flask, officer: CheckingClient, inspection: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "CLAMD", "127.0.0.1:1")
    add_photo(officer, inspection, photo1=(photo(), "door.jpg"), about1="A door")
    officer.get(inspection)
    assert not officer.page.select("main img")
    assert "Being scanned for viruses" in officer.text()
    removal = officer.page.select_one("form[action$='/remove']")
    assert removal is not None
    path = str(removal["action"]).removesuffix("/remove")
    assert officer.get(path).status_code == 404


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose a photo first"),
        ({"photo1": ("JPEG", "door.jpg"), "about1": " "}, "Say in a few words"),
        ({"about2": "A door"}, "Choose this photo again"),
        ({"photo1": ("PNG", "door.jpg"), "about1": "A door"}, "This photo cannot be read"),
        ({"photo1": ("JPEG", "door.gif"), "about1": "A door"}, "JPEG or PNG file"),
        ({"photo1": ("JPEG", "door.pdf"), "about1": "A door"}, "JPEG or PNG file"),
    ],
)
def test_a_photo_that_cannot_be_taken_is_refused_with_what_to_do(
    officer: CheckingClient, inspection: str, files: Path, fields: dict[str, Any], message: str
) -> None:
    sent = {
        name: (photo(given[0]), given[1]) if isinstance(given, tuple) else given
        for name, given in fields.items()
    }
    assert add_photo(officer, inspection, **sent) == 422
    assert message in officer.text()
    assert not files.exists() or not [each for each in files.rglob("*") if each.is_file()]


def test_a_photo_that_is_too_large_is_refused(
    officer: CheckingClient, inspection: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.actions.inspection_photos.BYTES_AT_MOST", 100)
    fields = {"photo1": (photo(), "door.jpg"), "about1": "A door"}
    assert add_photo(officer, inspection, **fields) == 422
    assert "larger than 10 MB" in officer.text()


def test_six_photos_are_the_most(officer: CheckingClient, inspection: str) -> None:
    def three() -> dict[str, Any]:
        return {
            name: value
            for number in (1, 2, 3)
            for name, value in (
                (f"photo{number}", (photo(), "door.jpg")),
                (f"about{number}", f"Door {number}"),
            )
        }

    for expected in (303, 303, 422):
        assert add_photo(officer, inspection, **three()) == expected
    assert "6 photos are the most" in officer.text()


def test_learners_send_what_they_found_once_by_their_link(
    officer: CheckingClient, client: CheckingClient, link: str
) -> None:
    page = client.get(link)
    assert "Set-Cookie" not in page.headers
    text = client.text()
    assert text.index("reads it first") < text.index("What did you see?"), "said before typing"
    assert "0800 1111" in text
    assert "01632 960000" in text, "the duty line"
    assert client.page.select_one("main a[href='/i-do-not-feel-safe']")
    sent = FOUND | {"photo2": (photo("PNG"), "a.png"), "about2": "A page with no words"}
    assert client.post(link, data=sent).status_code == 303
    client.get(link)
    assert "We have what you found" in client.text()
    assert client.post(link, data=FOUND).status_code == 200
    officer.get("/inspections")
    [row] = officer.page.select("tbody tr a")
    officer.get(str(row["href"]))
    assert "The learners themselves" in officer.text()
    assert officer.page.select_one("main img[alt='A page with no words']")


def test_words_stay_where_a_photo_is_refused(client: CheckingClient, link: str) -> None:
    client.get(link)
    sent = FOUND | {"photo1": (BytesIO(b"no picture"), "a.png"), "about1": "A page"}
    assert client.post(link, data=sent).status_code == 422
    assert "This photo cannot be read" in client.text()
    assert "choose them again" in client.text()
    assert "The words are hard." in client.text()
    about = client.page.select_one("input[name=about1]")
    assert about is not None
    assert about["value"] == "A page"


def test_a_link_closes_after_its_day_and_nobody_guesses_one(
    client: CheckingClient, link: str, clock: Clock
) -> None:
    assert client.get("/inspect/nobody-made-this").status_code == 404
    clock.move(days=2)
    assert client.get(link).status_code == 200
    assert "Tell us what you found" in client.text()
    clock.move(days=1)
    client.get(link)
    assert "Its last day has passed" in client.text()
    client.post(link, data=FOUND)
    assert "Its last day has passed" in client.text()


def test_a_link_needs_a_day_to_come(officer: CheckingClient) -> None:
    officer.get("/inspections/link")
    day = {"last_day-day": "22", "last_day-month": "11", "last_day-year": "2026"}
    assert officer.submit("/inspections/link", day).status_code == 422
    assert "Enter today or a day to come" in officer.text()


def test_an_inspection_that_is_not_there_is_not_found(officer: CheckingClient) -> None:
    for tail in ("", "/change", f"/photos/{uuid4()}"):
        assert officer.get(f"/inspections/{uuid4()}{tail}").status_code == 404
