"""Every page that links lead to, as each person of the demo: it works, and axe has no complaint."""

import re
from collections import Counter, deque
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
    "Mabel Thornquist",
)
ASKED_OF_A_KIND = 2
LEAVES = "/leave"
LETTERS = "/demo/messages"
"""Links in letters are for their readers alone."""
_IDENTITY = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)[\w-]{32,}|\?.*"
    r"|(?<=/questions/)(?!new\b)[\w.]+|(?<=/only-if/)[\w.]+|(?<=/sections/)\d+"
    r"|(?<=/translations/)(?!ar\b|en)[\w-]+|(?<=/weekdays/)\d"
    r"|(?<=/comments/)\d{4}|(?<=/comments/\d{4}/)[\w-]+|(?<=/periods/)[\w-]+"
)
"""What a page is about and not what it is: ids, an instrument's questions and sections, and its
languages but one that runs from right to left and one in simple words; years, quarters, and parts
of the Local Offer."""


@pytest.mark.parametrize("name", PEOPLE)
def test_every_link_leads_to_a_page_that_anybody_can_use(
    browser: Browser, sites: Sites, checker: PageChecker, name: str | None
) -> None:
    """Of pages that differ only in whom they are about, the browser opens the first, and some more
    are asked for without it: what children differ in is for the tests of pages."""
    visitor = Visitor(browser, sites.address("every-page"), "touch", checker)
    if name is not None:
        visitor.be(name)
    found = deque(["/"])
    known = {"/", LEAVES}
    asked: Counter[str] = Counter()
    while found:
        path = found.popleft()
        shape = _IDENTITY.sub("*", path)
        asked[shape] += 1
        if asked[shape] > ASKED_OF_A_KIND:
            continue
        answer = visitor.context.request.get(f"{visitor.site}{path}")
        assert answer.status < 400, f"{path}: {answer.status}"
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        html = answer.text()
        if asked[shape] > 1:
            checker.keep(path, html)
        else:
            assert visitor.go(path) < 400
        for link in () if path == LETTERS else _links(html, answer.url):
            if link not in known:
                known.add(link)
                found.append(link)
    visitor.close()
    assert len(asked) > 10


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
