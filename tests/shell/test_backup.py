"""A copy of the database that is whole although the portal is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from tests.people import add_child


def test_a_copy_holds_what_was_committed_and_no_more(
    app: Flask, session: Session, database: str, tmp_path: Path
) -> None:
    add_child(session, surname="Kept")
    session.commit()
    add_child(session, surname="Unfinished")
    file = tmp_path / "copy.sqlite"
    result = app.test_cli_runner().invoke(args=["backup", str(file)])
    if database == "postgresql":
        assert result.exit_code == 1
        assert "pg_dump" in result.output
        return
    assert result.exit_code == 0, result.output
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("SELECT surname FROM children").fetchall() == [("Kept",)]
    again = app.test_cli_runner().invoke(args=["backup", str(file)])
    assert again.exit_code == 1
    assert "Choose another name" in again.output
