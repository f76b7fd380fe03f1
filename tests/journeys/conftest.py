"""A real browser on the real thing, at 360 by 740.

Each journey is walked twice: with a finger, and by keyboard alone.
Each page visited with a finger is checked by axe and must not scroll sideways; by keyboard they are
the same pages. The HTML of all is checked when the run ends.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.journeys.pages import PageChecker
from tests.journeys.serving import Sites
from tests.journeys.visitor import Visitor

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
HANDS = ("touch", "keyboard")


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Sites]:
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if hasattr(pytestconfig, "workerinput") else own
    served = Sites(tmp_path_factory.mktemp("sites"), shared)
    yield served
    served.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(
        executable_path="/usr/bin/chromium-headless-shell", args=CHROMIUM_ARGUMENTS
    )
    yield started
    started.close()


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageChecker]:
    """Looks at pages; at the end of the run the HTML of all of them must be valid."""
    made = PageChecker(tmp_path_factory.mktemp("pages"))
    yield made
    assert made.find_invalid() == []


@pytest.fixture(params=HANDS)
def hands(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def site(sites: Sites, hands: str) -> str:
    """The council of the journeys walked with these hands."""
    return sites.address(hands)


Arrive = Callable[[], Visitor]


@pytest.fixture
def arrive(browser: Browser, site: str, hands: str, checker: PageChecker) -> Iterator[Arrive]:
    """Makes visitors, each with a browser of their own."""
    made: list[Visitor] = []

    def come() -> Visitor:
        made.append(Visitor(browser, site, hands, checker))
        return made[-1]

    yield come
    for visitor in made:
        visitor.close()


@pytest.fixture
def visitor(arrive: Arrive) -> Visitor:
    return arrive()
