"""Somebody using the site on a phone, with one kind of hands."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Locator, Page, Response, ViewportSize

from tests.journeys.pages import PHONE_WIDTH, PageChecker

PHONE = ViewportSize(width=PHONE_WIDTH, height=740)
TABS_AT_MOST = 400
WORKER_WITHIN_SECONDS = 30


def today() -> date:
    """The day it is for the site."""
    return datetime.now(ZoneInfo("Europe/London")).date()


@dataclass(frozen=True)
class Letter:
    """A message of the demo's mailbox."""

    text: str

    @property
    def path(self) -> str:
        """The first link in it, as a path on this site."""
        found = re.search(r"http://\S+", self.text)
        assert found is not None, self.text
        return urlsplit(found[0]).path

    @property
    def code(self) -> str:
        found = re.search(r"(?:type|out) this(?: code)?: (.+)", self.text, re.IGNORECASE)
        assert found is not None, self.text
        return found[1].strip()


class Visitor:
    """A browser of their own, on one site. Every page that comes is looked at."""

    def __init__(self, browser: Browser, site: str, hands: str, checker: PageChecker) -> None:
        self.site, self.hands, self._checker = site, hands, checker
        self.context = browser.new_context(
            viewport=PHONE,
            has_touch=True,
            java_script_enabled=hands != "no-javascript",
            accept_downloads=True,
            locale="en-GB",
        )
        self.page: Page = self.context.new_page()

    def go(self, path: str) -> int:
        """Open an address of the site; the status."""
        answer = self.page.goto(f"{self.site}{path}")
        assert answer is not None
        self._look(answer)
        return answer.status

    def link(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Follow the first link of the menu or the page with these words."""
        where = within or self.page.locator("main, nav")
        self._use(where.get_by_role("link", name=name).first)

    def button(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        exact = isinstance(name, str)
        self._use((within or self.page).get_by_role("button", name=name, exact=exact).first)

    def be(self, name: str) -> None:
        """Sign in as one of the people of the demo page."""
        self.go("/demo")
        self.button(f"Sign in as {name}")

    def choose(self, question: str | re.Pattern[str], answer: str | re.Pattern[str]) -> None:
        """Choose a radio button within the group with this legend."""
        group = self.page.get_by_role("group", name=question)
        exact = isinstance(answer, str)
        box = group.get_by_role("radio", name=answer, exact=exact).first
        if self.hands != "keyboard":
            box.check()
            return
        self._tab_into(group)
        self.page.keyboard.press("Space")
        for _ in range(group.get_by_role("radio").count()):
            if box.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        assert box.is_checked()

    def tick(self, label: str | re.Pattern[str]) -> None:
        box = self.page.get_by_role("checkbox", name=label).first
        if self.hands != "keyboard":
            box.check()
            return
        self._tab_to(box)
        self.page.keyboard.press("Space")
        assert box.is_checked()

    def select(self, label: str, words: str) -> None:
        """Choose the first option of this list that holds these words."""
        field = self.page.get_by_label(label, exact=True)
        option = field.locator("option", has_text=words).first
        wanted = option.get_attribute("value")
        if self.hands != "keyboard":
            field.select_option(wanted)
            return
        self._tab_to(field)
        for _ in range(field.locator("option").count()):
            if field.input_value() == wanted:
                return
            self.page.keyboard.press("ArrowDown")
        assert field.input_value() == wanted

    def fill(self, label: str, text: str, group: str | None = None) -> None:
        """Type into the field with this label, in place of what is there."""
        within = self.page.get_by_role("group", name=group) if group else self.page
        field = within.get_by_label(label, exact=True).first
        if self.hands != "keyboard":
            field.fill(text)
            return
        self._tab_to(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def fill_date(self, question: str, day: str) -> None:
        """Type an ISO date into the three boxes of this question."""
        year, month, of_month = day.split("-")
        for label, part in (("Day", of_month), ("Month", month), ("Year", year)):
            self.fill(label, part, group=question)

    def download(self, name: str) -> Path:
        """Follow this link to a file, and keep the file."""
        target = self.page.locator("main").get_by_role("link", name=name)
        with self.page.expect_download() as coming:
            self._press(target)
        return coming.value.path()

    def letters(self, address: str, subject: str) -> list[Letter]:
        """The messages of the demo's mailbox to this address about this, the newest first."""
        answer = self.context.request.get(f"{self.site}/demo/messages")
        articles = BeautifulSoup(answer.text(), "html.parser").select("article")
        texts = dict.fromkeys(article.get_text("\n") for article in articles)
        return [Letter(text) for text in texts if subject in text and f"To {address}," in text]

    def await_letter(self, address: str, subject: str, before: int = 0) -> Letter:
        """The newest such message, once the worker has brought more than ``before`` of them."""
        until = monotonic() + WORKER_WITHIN_SECONDS
        while monotonic() < until:
            found = self.letters(address, subject)
            if len(found) > before:
                return found[0]
        raise AssertionError(f"no message came to {address}")

    def await_text(self, words: str) -> None:
        """Open this page again until the worker is so far that it says this."""
        until = monotonic() + WORKER_WITHIN_SECONDS
        while words not in self.text() and monotonic() < until:
            self._look(self.page.reload())
        assert words in self.text()

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def close(self) -> None:
        self.context.close()

    def _use(self, target: Locator) -> None:
        """Press a link or a button, and look at the page that comes."""
        with self.page.expect_navigation() as coming:
            self._press(target)
        self._look(coming.value)

    def _press(self, target: Locator) -> None:
        if self.hands == "keyboard":
            self._tab_to(target)
            self.page.keyboard.press("Enter")
        elif self.hands == "touch":
            target.tap()
        else:
            target.click()

    def _tab_to(self, target: Locator) -> None:
        wanted = target.element_handle()
        for _ in range(TABS_AT_MOST):
            if self.page.evaluate("element => element === document.activeElement", wanted):
                self._sees_focus(target)
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    def _tab_into(self, group: Locator) -> None:
        wanted = group.element_handle()
        for _ in range(TABS_AT_MOST):
            if self.page.evaluate("element => element.contains(document.activeElement)", wanted):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {group}")

    def _sees_focus(self, target: Locator) -> None:
        outline, shadow = target.evaluate(
            "e => { const s = getComputedStyle(e); return [s.outlineStyle, s.boxShadow] }"
        )
        assert outline != "none" or shadow != "none", f"the focus on {target} cannot be seen"

    def _look(self, answer: Response | None) -> None:
        assert answer is not None
        assert answer.status < 500
        if self.hands == "touch":
            self._checker.look(self.page, answer.text())
        else:
            self._checker.keep(self.page.url, answer.text())
