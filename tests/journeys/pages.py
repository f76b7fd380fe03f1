"""What every page must be, whoever opens it: no violation, no sideways scroll, valid HTML."""

import json
import re
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.journeys.serving import ROOT

PHONE_WIDTH = 360
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
AXE_TAGS = [
    *("wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag21aaa", "wcag22a", "wcag22aa"),
    "best-practice",
]
CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
_PASSING = re.compile(r'(name="csrf_token" value=)"[^"]*"')
_MAIN = re.compile(r"<main.*</main>", re.DOTALL)
_AROUND_EACH_PAGE = re.compile(
    r'<title>.*?</title>| aria-current="page"|<nav aria-label="Back">.*?</nav>', re.DOTALL
)


class PageChecker:
    """Looks at pages in the browser, and keeps their HTML for the checker at the end of the run.

    A page is not looked at again where its main part was, and what stands around it as well.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._looked_at: set[str] = set()

    def look(self, page: Page, html: str) -> None:
        """The page in this browser, which came as this HTML and must have JavaScript on for axe."""
        parts = _parts(self.keep(page.url, html))
        if parts <= self._looked_at:
            return
        self._looked_at |= parts
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE_WIDTH, f"{page.url} is {wide} px wide"
        problems = find_violations(page)
        assert problems == [], f"{page.url}: {problems}"

    def keep(self, address: str, html: str) -> str:
        """Keep this HTML for the checker; the same without what passes."""
        plain = _PASSING.sub(r'\1""', html)
        key = sha256(plain.encode()).hexdigest()[:16]
        path = re.sub(r"[^a-z-]+", "_", address.split("/", 3)[-1].lower())[:60]
        (self._folder / f"{path}.{key}.html").write_text(plain, encoding="utf-8")
        return plain

    def find_invalid(self) -> list[str]:
        """What the checker of HTML objects to in the pages kept, one line for each."""
        files = sorted(str(file) for file in self._folder.glob("*.html"))
        if not files:
            return []
        options = ["--errors-only", "--exit-zero-always", "--format", "json"]
        told = subprocess.run(
            ["java", "-Xss4m", "-XX:TieredStopAtLevel=1", "-jar", str(CHECKER), *options, *files],
            capture_output=True,
            check=True,
        )
        return [
            f"{Path(found['url']).name}, line {found.get('lastLine')}: {found['message']}"
            for found in json.loads(told.stderr)["messages"]
        ]


def _parts(html: str) -> set[str]:
    """The main part, and what is around it on all of a person's pages."""
    main = _MAIN.search(html)
    around = _AROUND_EACH_PAGE.sub("", _MAIN.sub("", html))
    return {around, main[0]} if main else {html}


def find_violations(page: Page) -> list[str]:
    """What axe objects to, every rule but the experimental ones."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", AXE_TAGS
    )
    return [
        f"{item['id']}: {item['help']}: {[node['html'] for node in item['nodes']][:3]}"
        for item in found["violations"]
    ]
