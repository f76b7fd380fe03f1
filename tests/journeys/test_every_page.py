"""Every page that links lead to, as each person of the demo: it works, and axe has no complaint."""

import re
from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from tests.journeys.pages import PageChecker
from tests.journeys.serving import Sites
from tests.journeys.visitor import Visitor

PEOPLE = (
    None,
    "Marlo Fennelwick",
    "Tarik Quillmere",
    "Asha Zanmeru",
    "Kit Larkcombe",
    "Juno Fennelwick",
    "Bryn Sedgemere",
    "Nadia Oakenshaw",
    "Perry Talivane",
    "Oona Tarnholt",
    "Silas Embergarth",
)
LEAVES = "/leave"
LETTERS = "/demo/messages"
"""Links in letters are for their readers alone."""
_IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)[\w-]{32,}|\?.*")


@pytest.mark.parametrize("name", PEOPLE)
def test_every_link_leads_to_a_page_that_anybody_can_use(
    browser: Browser, sites: Sites, checker: PageChecker, name: str | None
) -> None:
    """Every address is asked for; of pages that differ in what they are about, the browser opens
    the first."""
    visitor = Visitor(browser, sites.address("every-page"), "touch", checker)
    if name is not None:
        visitor.be(name)
    found = deque(["/"])
    known = {"/", LEAVES}
    opened: set[str] = set()
    while found:
        path = found.popleft()
        answer = visitor.context.request.get(f"{visitor.site}{path}")
        assert answer.status < 400, f"{path}: {answer.status}"
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        html = answer.text()
        shape = _IDENTITY.sub("*", path)
        if shape in opened:
            checker.keep(path, html)
        else:
            opened.add(shape)
            assert visitor.go(path) < 400
        for link in () if path == LETTERS else _links(html, answer.url):
            if link not in known:
                known.add(link)
                found.append(link)
    visitor.close()
    assert len(opened) > 10


def _links(html: str, address: str) -> list[str]:
    """The addresses on the same site, without the part after the hash."""
    site = urlsplit(address).netloc
    links = [
        urlsplit(urljoin(address, str(link["href"])))
        for link in BeautifulSoup(html, "html.parser").select("a[href]")
    ]
    return [
        link.path + (f"?{link.query}" if link.query else "")
        for link in links
        if link.netloc == site
    ]
