"""A signed-in plan page, its trail row written, against a bare WSGI hello."""

import re
import sqlite3
from contextlib import closing

from bench.client import Client
from bench.installation import Installation, cookie_of, sign_in
from bench.measure import expect, journeys_needed, report, serving, side_by_side

PAGES = 200
_PLAN = re.compile(r'href="(/children/[0-9a-f-]{36})"')


def measure_plan_page(installation: Installation) -> None:
    cookies = signed_in_cookies(installation)
    with (
        serving("wsgi:app", installation.environment) as portal,
        serving("bench.reference_hello:app") as hello,
    ):
        path = find_plan_page(portal.port, cookies)

        def open_plan(client: Client, _number: int) -> None:
            client.cookies.update(cookies)
            expect(client.get(path).status == 200, "no plan page")

        def say_hello(client: Client, _number: int) -> None:
            expect(client.get("/").status == 200, "no hello")

        before = _count_reads(installation)
        found = side_by_side(portal, open_plan, hello, say_hello, number=PAGES)
        written = _count_reads(installation) - before
    expect(written == journeys_needed(PAGES), f"{written} reads in the trail")
    report(
        "plan page, server CPU",
        found.ours.cpu_ms,
        "ms a page",
        reference=found.theirs.cpu_ms,
        ratio=found.cpu_ratio,
        target="ratio at most 25",
    )


def signed_in_cookies(installation: Installation) -> dict[str, str]:
    """The cookie of the demo's first parent, signed in."""
    with installation.session() as session:
        return {"session": cookie_of(installation.app, sign_in(session, "parent"))}


def find_plan_page(port: int, cookies: dict[str, str]) -> str:
    """The page of the parent's child, wherever the list of children leads."""
    client = Client(port, cookies=dict(cookies))
    answer = client.get("/children")
    location = answer.headers.get("Location")
    found = _PLAN.search(f'href="{location}"' if location else answer.text)
    client.close()
    if found is None:
        raise RuntimeError("the parent has no plan page")
    return found[1]


def _count_reads(installation: Installation) -> int:
    with closing(sqlite3.connect(installation.folder / "portal.sqlite")) as portal:
        return int(portal.execute("SELECT count(*) FROM read_trail").fetchone()[0])
