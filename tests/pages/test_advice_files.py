"""Files that come with advice: taken or refused, scanned, handed out, lost."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.actions import advice_files
from portal.domain.people import Role
from portal.features.advice import downloads, jobs
from portal.store.tables.advice import AdviceFileRow
from portal.store.tables.jobs import Job
from portal.store.tables.sessions import ReadTrail
from tests.pages.asked_advice import People, ask, files, open_task, people, request_id, rows, work
from tests.pages.conftest import CheckingClient, SignIn

__all__ = ["files", "people"]


def test_a_file_is_handed_out_as_a_download_that_can_do_nothing(
    app: Flask, files: Path, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/files")
    assert "10 MB" in client.text(), "limits are told in advance"
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "../../a;b<i>.txt")})
    kept = [file for file in files.rglob("*") if file.is_file()]
    assert len(kept) == 1
    assert b"Seen twice" not in kept[0].read_bytes(), "sealed before it leaves the process"
    place, [file_id] = request_id(app), rows(app, select(AdviceFileRow.id))
    download = f"/cases/{people.child}/advice/{place}/files/{file_id}"
    assert staff.get(download).status_code == 404, "not sent yet"
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    answer = staff.get(download)
    assert answer.data == b"Seen twice."
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"


class KeptLog:
    """What was logged, as words and values."""

    def __init__(self) -> None:
        self.errors: list[tuple[str, dict[str, str]]] = []

    def error(self, event: str, **values: str) -> None:
        self.errors.append((event, values))


def count_of_reads(app: Flask) -> int:
    [count] = rows(app, select(func.count()).select_from(ReadTrail))
    return int(count)


def lose(files: Path) -> None:
    for kept in [each for each in files.rglob("*") if each.is_file()]:
        kept.unlink()


def test_a_file_that_the_store_has_lost_is_a_page_that_says_what_to_do(
    app: Flask,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    client: CheckingClient,
    sign_in: SignIn,
    people: People,
) -> None:
    kept = KeptLog()
    monkeypatch.setattr(downloads, "log", kept)
    staff, mother = ask(sign_in, people), sign_in(Role.FAMILY_MEMBER, people.mother)
    path = open_task(app, client)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    place, [file_id] = request_id(app), rows(app, select(AdviceFileRow.id))
    staff.get(f"/cases/{people.child}/advice/{place}")
    staff.submit(f"/cases/{people.child}/advice/{place}/share", {"checked": "y"})
    lose(files)
    own = f"/children/{people.child}/advice/{place}"
    noted = count_of_reads(app)

    assert staff.get(f"/cases/{people.child}/advice/{place}/files/{file_id}").status_code == 404
    assert "may be in a backup" in staff.text()
    assert mother.get(f"{own}/files/{file_id}").status_code == 404
    assert "We cannot find this file" in mother.text()
    assert "Ring the SEND team" in mother.text()
    assert mother.page.select_one(f'a[href="{own}"]') is not None
    assert kept.errors == [("stored file missing", {"file": str(file_id)})] * 2
    assert count_of_reads(app) == noted, "nobody has read what is not there"


def test_files_that_cannot_be_taken_are_refused_with_what_to_do(
    app: Flask,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    client: CheckingClient,
    sign_in: SignIn,
    people: People,
) -> None:
    monkeypatch.setattr(advice_files, "BYTES_AT_MOST", 1000)
    ask(sign_in, people)
    path = open_task(app, client)
    for name, content, said in (
        ("drawing.svg", b"<svg onload='x'/>", "not taken"),
        ("report.pdf", b"<html><script>1</script></html>", "not what its name says"),
        ("report.txt", b"a" * 1001, "larger than 10 MB"),
        ("report", b"text", "not taken"),
    ):
        client.get(f"{path}/files")
        answer = client.submit(f"{path}/files", {"files": (BytesIO(content), name)})
        assert answer.status_code == 422
        assert said in client.text()
    assert not files.exists() or not [each for each in files.rglob("*") if each.is_file()]


def test_a_file_taken_back_is_gone_from_the_store(
    app: Flask, files: Path, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    [file_id] = rows(app, select(AdviceFileRow.id))
    client.get(f"{path}/files")
    client.submit(f"{path}/files/{file_id}/remove")
    work(app)
    assert rows(app, select(AdviceFileRow.id)) == []
    assert not [each for each in files.rglob("*") if each.is_file()]


def test_where_a_scanner_is_configured_nobody_opens_a_file_before_its_word(
    app: Flask,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    client: CheckingClient,
    sign_in: SignIn,
    people: People,
) -> None:
    monkeypatch.setitem(app.config, "CLAMD", "127.0.0.1:1")
    monkeypatch.setattr(jobs, "holds_virus", lambda _address, content: b"virus" in content)
    staff = ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/files")
    for name, content in (("clean.txt", b"Seen twice."), ("bad.txt", b"a virus")):
        client.submit(f"{path}/files", {"files": (BytesIO(content), name)})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    place = f"/cases/{people.child}/advice/{request_id(app)}"
    found = rows(app, select(AdviceFileRow.id).order_by(AdviceFileRow.size.desc()))
    clean, bad = (f"{place}/files/{file_id}" for file_id in found)
    staff.get(place)
    assert "Being scanned" in staff.text()
    assert staff.get(clean).status_code == 404
    work(app)
    assert staff.get(clean).status_code == 200
    assert staff.get(bad).status_code == 404
    staff.get(place)
    assert "no virus found" in staff.text()
    assert "A virus was found" in staff.text()
    assert len([each for each in files.rglob("*") if each.is_file()]) == 1


def test_a_lost_file_is_not_scanned_for_ever_and_its_page_says_that_it_is_lost(
    app: Flask,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    client: CheckingClient,
    sign_in: SignIn,
    people: People,
) -> None:
    kept = KeptLog()
    monkeypatch.setattr(jobs, "log", kept)
    monkeypatch.setitem(app.config, "CLAMD", "127.0.0.1:1")
    monkeypatch.setattr(jobs, "holds_virus", lambda _address, _content: False)
    staff = ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    lose(files)
    work(app)

    [file_id] = rows(app, select(AdviceFileRow.id))
    place = f"/cases/{people.child}/advice/{request_id(app)}"
    staff.get(place)
    assert "We cannot find this file any more" in staff.text()
    assert "Being scanned" not in staff.text()
    assert staff.get(f"{place}/files/{file_id}").status_code == 404
    waiting = select(Job.id).where(Job.kind == "scan_advice_file", Job.ended_at.is_(None))
    assert rows(app, waiting) == []
    assert kept.errors == [("stored file missing", {"file": str(file_id)})]
