"""A real browser on the real thing: `flask serve` with its worker, on a small demo council.

Each journey is walked three times: with a finger on a phone and JavaScript on, the same with
JavaScript off, and by keyboard alone. With JavaScript on, each page visited is checked by axe, and
its HTML is kept for the checker of `test_html.py`.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 360, "height": 740}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HANDS = ("touch", "no-javascript", "keyboard")
CHILDREN = 120
STARTS_WITHIN_SECONDS = 120
TABS_AT_MOST = 150


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo council that is being served, for this test process alone."""
    folder = tmp_path_factory.mktemp("site")
    port = _free_port()
    environment = {**os.environ, "PORTAL_INSTANCE": str(folder), "PORTAL_LOG_LEVEL": "ERROR"}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]

    def run(*arguments: str) -> None:
        subprocess.run([*flask, *arguments], cwd=ROOT, env=environment, check=True)

    run("demo", "settings", "--port", str(port))
    run("demo", "create", "--children", str(CHILDREN))
    server = subprocess.Popen(
        [*flask, "serve", "--port", str(port)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/health", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Ask until the site answers; the connection refused is itself the wait of a start."""
    from time import monotonic

    until = monotonic() + STARTS_WITHIN_SECONDS
    while monotonic() < until:
        assert server.poll() is None, "the server stopped"
        try:
            with urlopen(address, timeout=5) as answer:
                assert answer.status == 200
                return
        except URLError:
            continue
    raise AssertionError("the site did not start")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(
        executable_path="/usr/bin/chromium", args=CHROMIUM_ARGUMENTS
    )
    yield started
    started.close()


@pytest.fixture(scope="session")
def seen_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


class Visitor:
    """Somebody using the site on a phone, with one kind of hands."""

    def __init__(self, browser: Browser, site: str, hands: str) -> None:
        self.site, self.hands = site, hands
        self.context = browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]  # a TypedDict of the same shape
            has_touch=True,
            java_script_enabled=hands != "no-javascript",
            accept_downloads=True,
            locale="en-GB",
        )
        self.page: Page = self.context.new_page()

    def go(self, path: str) -> None:
        address = path if path.startswith("http") else f"{self.site}{path}"
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        self.look()

    def link(self, name: str) -> None:
        """Follow the first link in the main part with these words."""
        self.use(self.page.locator("main, nav").get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        self.use(self.page.get_by_role("button", name=name, exact=True).first)

    def choose(self, question: str, answer: str) -> None:
        """Choose a radio button within the group with this legend."""
        box = self.page.get_by_role("group", name=question).get_by_role(
            "radio", name=answer, exact=True
        )
        self.tick(box)

    def tick(self, box: Locator) -> None:
        if self.hands != "keyboard":
            box.check()
            return
        box.focus()
        self.page.keyboard.press("Space")
        assert box.is_checked()

    def fill(self, label: str, text: str) -> None:
        field = self.page.get_by_label(label, exact=True).first
        if self.hands != "keyboard":
            field.fill(text)
            return
        self._tab_to(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def use(self, target: Locator) -> None:
        """Press a link or a button, and look at the page that comes."""
        target.scroll_into_view_if_needed()
        if self.hands != "keyboard":
            target.click()
        else:
            self._tab_to(target)
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()
        self.look()

    def _tab_to(self, target: Locator) -> None:
        wanted = target.element_handle()
        for _ in range(TABS_AT_MOST):
            if self.page.evaluate("element => element === document.activeElement", wanted):
                self._sees_focus(target)
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    def _sees_focus(self, target: Locator) -> None:
        styles = target.evaluate(
            "e => { const s = getComputedStyle(e);"
            " return [s.outlineStyle, s.boxShadow, s.backgroundColor] }"
        )
        assert styles[0] != "none" or styles[1] != "none", "the focus can be seen"

    def look(self) -> None:
        """Every page, whatever the journey: no sideways scroll, and nothing axe objects to."""
        if self.hands == "no-javascript":
            return
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{self.page.url} is {wide} px wide"
        self.page.evaluate(AXE)
        found: dict[str, Any] = self.page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", AXE_TAGS
        )
        problems = [
            f"{item['id']}: {item['help']}: {[node['html'] for node in item['nodes']][:3]}"
            for item in found["violations"]
        ]
        assert problems == [], f"{self.page.url}: {problems}"

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def close(self) -> None:
        self.context.close()


@pytest.fixture(params=HANDS)
def hands(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def visitor(browser: Browser, site: str, hands: str) -> Iterator[Visitor]:
    made = Visitor(browser, site, hands)
    yield made
    made.close()
