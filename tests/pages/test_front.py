"""The public pages, and whether the site is well."""

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from portal.store import health
from tests.pages.conftest import CheckingClient


@pytest.mark.parametrize("path", ["/", "/privacy", "/accessibility", "/contact"])
def test_anybody_can_read_the_public_pages(client: CheckingClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_health_says_that_the_database_answers(client: CheckingClient) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json == {"status": "well", "database": "well"}


def test_health_is_503_where_the_database_is_out_of_reach(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_reach(_session: object) -> None:
        raise OperationalError("SELECT 1", None, OSError("no route"))

    monkeypatch.setattr(health, "ask", out_of_reach)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json == {"status": "out of reach", "database": "out of reach"}


def test_an_address_that_does_not_exist_says_so(client: CheckingClient) -> None:
    assert client.get("/nowhere").status_code == 404
    assert "cannot find this page" in client.text()


def test_every_error_page_is_a_whole_page(app: Flask, client: CheckingClient) -> None:
    assert client.post("/").status_code == 405
