"""A page of hundreds of cases against the page of one child: what a case costs on the list."""

import re

from bench.client import Client
from bench.installation import Installation, cookie_of, sign_in
from bench.measure import expect, report, serving, side_by_side
from bench.plan_page import find_plan_page, signed_in_cookies

PAGES = 5
CASES_AT_LEAST = 400
_CASE = re.compile(r'href="/cases/[0-9a-f-]{36}"')


def measure_worklist(installation: Installation) -> None:
    """The demo's manager sees all the cases of a team on one page."""
    parent = signed_in_cookies(installation)
    with installation.session() as session:
        manager = {"session": cookie_of(installation.app, sign_in(session, "manager"))}
    with serving("wsgi:app", installation.environment) as portal:
        path = find_plan_page(portal.port, parent)
        cases = _count_cases(portal.port, manager)
        expect(cases >= CASES_AT_LEAST, f"{cases} cases on the worklist")

        def open_worklist(client: Client, _number: int) -> None:
            client.cookies.update(manager)
            expect(client.get("/cases").status == 200, "no worklist")

        def open_plan(client: Client, _number: int) -> None:
            client.cookies.update(parent)
            expect(client.get(path).status == 200, "no plan page")

        found = side_by_side(portal, open_worklist, portal, open_plan, number=PAGES)
    report(
        f"worklist of {cases} cases, server CPU a case",
        found.ours.cpu_ms / cases,
        "ms a case",
        reference=found.theirs.cpu_ms,
        ratio=found.cpu_ratio / cases,
        target="ratio to a child's page at most 0.1",
    )


def _count_cases(port: int, cookies: dict[str, str]) -> int:
    client = Client(port, cookies=dict(cookies))
    text = client.get("/cases").text
    client.close()
    return len(_CASE.findall(text))
