"""What a family's phone has to fetch: the budgets of the experience, on the wire, in a browser."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.pages import PageChecker
from tests.journeys.serving import Sites
from tests.journeys.visitor import Visitor

FIRST_VISIT_REQUESTS, FIRST_VISIT_BYTES = 3, 14_000
NEXT_PAGE_BYTES = 4_000


class Wire:
    """Counts what comes over the wire, headers included."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.requests, self.bytes, self.encodings = 0, 0, set[str | None]()
        self._listening = listening = visitor.context.new_cdp_session(visitor.page)
        listening.send("Network.enable")
        listening.on("Network.responseReceived", self._note_response)
        listening.on("Network.loadingFinished", self._note_end)

    def fetch(self, path: str) -> None:
        """Open a page and count only what that takes."""
        self.requests, self.bytes, self.encodings = 0, 0, set()
        self.visitor.page.goto(f"{self.visitor.site}{path}")
        self._listening.send("Network.enable")  # answered after all that was told before it

    def _note_response(self, event: dict[str, Any]) -> None:
        if event["response"]["url"].startswith("http"):
            self.encodings.add(event["response"]["headers"].get("Content-Encoding"))

    def _note_end(self, event: dict[str, Any]) -> None:
        # What comes from the browser's own store has no length.
        self.requests += event["encodedDataLength"] > 0
        self.bytes += event["encodedDataLength"]


@pytest.mark.parametrize("name", ["Marlo Fennelwick", "Asha Zanmeru", "Kit Larkcombe"])
def test_a_familys_pages_are_light(
    browser: Browser, sites: Sites, checker: PageChecker, name: str
) -> None:
    site = sites.address("every-page")
    signed_in, phone = (Visitor(browser, site, "no-javascript", checker) for _ in range(2))
    signed_in.be(name)
    signed_in.go("/children")
    links = signed_in.page.locator("main a[href^='/children/'], main a[href^='/reviews/']")
    found = [str(link.get_attribute("href")) for link in links.all()]
    paths = list(dict.fromkeys(path.split("#")[0] for path in found if path != "/children"))
    phone.context.add_cookies(signed_in.context.cookies())  # type: ignore[arg-type]  # as they came
    wire = Wire(phone)
    wire.fetch("/children")
    assert wire.encodings == {"br"}
    assert wire.requests <= FIRST_VISIT_REQUESTS
    assert wire.bytes <= FIRST_VISIT_BYTES, wire.bytes
    for path in paths:
        wire.fetch(path)
        assert wire.requests == 1
        assert 0 < wire.bytes <= NEXT_PAGE_BYTES, f"{path}: {wire.bytes}"
    signed_in.close()
    phone.close()


def test_the_survey_is_light(browser: Browser, sites: Sites, checker: PageChecker) -> None:
    phone = Visitor(browser, sites.address("every-page"), "no-javascript", checker)
    letter = phone.await_letter("asha.zanmeru@example.org", "We would like to hear from you")
    wire = Wire(phone)
    wire.fetch(letter.path)
    assert wire.requests <= FIRST_VISIT_REQUESTS
    assert wire.bytes <= FIRST_VISIT_BYTES, wire.bytes
    phone.close()
