"""The hour after a reminder to 20,000 families: many open the survey and some answer it.

On each database. Seven requests in ten are for the first page, two send answers, one is for the
thank-you. One set of answers in ten is sent twice, as an impatient thumb does. The bare form
takes the same mixture in the same run.
"""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import quantiles
from uuid import UUID

from sqlalchemy import func, select

from bench import reference_form
from bench.client import Client
from bench.installation import (
    QUESTIONS,
    Installation,
    bring_council_in,
    installed,
    make_links,
    open_seven_questions,
    postgresql,
)
from bench.measure import CLIENTS, Load, Server, expect, report, serving
from portal.store.tables.surveys import SurveyInvitation, SurveyWaiting, SurveyWave

REQUESTS = 2000
PAGE, ANSWERS, THANKS = "first page", "answers", "thank-you"
_MIXTURE = (PAGE,) * 7 + (ANSWERS,) * 2 + (THANKS,)
_TWICE_IN = 10
FAMILIES, OPEN_AT_FIRST, FIRST_SECONDS = 20_000, 0.5, 15 * 60
NEEDED = FAMILIES * OPEN_AT_FIRST / 0.7 / FIRST_SECONDS
"""Requests a second where half of the families open the survey in the first quarter of an hour."""
_ANSWERED = dict.fromkeys(QUESTIONS, "agree")


@dataclass(frozen=True, slots=True)
class Rush:
    """What a rush took. ``seconds``: of each request, by what it was for."""

    load: Load
    seconds: Mapping[str, list[float]]

    def p95_ms(self, kind: str | None = None) -> float:
        """The 95th percentile of one kind of request or of all, in milliseconds."""
        every = [spent for name in self.seconds for spent in self.seconds[name]]
        return quantiles(self.seconds[kind] if kind else every, n=20)[-1] * 1000


def measure_survey_rush() -> None:
    with postgresql() as url:
        for database, address in (("SQLite", None), ("PostgreSQL", url)):
            with installed(address) as installation:
                _measure(database, installation)


def _measure(database: str, installation: Installation) -> None:
    with installation.session() as session:
        bring_council_in(session, installation.folder / "records")
        wave = open_seven_questions(session, date.today())  # noqa: DTZ011 - a bench runs today
        links = make_links(session, wave.id)
    sends = REQUESTS * _MIXTURE.count(ANSWERS) // len(_MIXTURE)
    expect(len(links) >= sends, f"{sends} people must be asked, {len(links)} are")
    form_file = installation.folder / "form.sqlite"
    reference_form.create_reference(str(form_file))
    factory = f"bench.reference_form:create_reference({str(form_file)!r})"
    with (
        serving("wsgi:app", installation.environment) as portal,
        serving(factory) as form,
    ):
        ours = _rush(portal, lambda number: f"/s/{links[number % len(links)]}", _ANSWERED)
        theirs = _rush(form, lambda _: "/", dict.fromkeys(reference_form.QUESTIONS, "agree"))
    _expect_rows(installation, wave.id, sends)
    for kind in (PAGE, ANSWERS, THANKS):
        report(
            f"survey rush on {database}, p95 of the {kind}",
            ours.p95_ms(kind),
            f"ms, {CLIENTS} clients at once",
            reference=theirs.p95_ms(kind),
            target="ratio at most 5",
        )
    report(
        f"survey rush on {database}, rate",
        ours.load.rate,
        "requests a second, no row lost or doubled",
        reference=theirs.load.rate,
        target=f"at least {NEEDED:.0f}: half of {FAMILIES} families in a quarter of an hour",
    )


def _rush(server: Server, path_of: Callable[[int], str], answers: Mapping[str, str]) -> Rush:
    mixture = list(_MIXTURE) * (REQUESTS // len(_MIXTURE))
    random.Random(1).shuffle(mixture)
    places = _number(mixture)
    seconds: dict[str, list[float]] = {PAGE: [], ANSWERS: [], THANKS: []}

    def ask(client: Client, number: int) -> None:
        kind, place = places[number]
        path, began = path_of(place), time.perf_counter()
        if kind == ANSWERS:
            status = client.post(path, answers).status
        else:
            there = f"{path.rstrip('/')}/sent" if path != "/" else "/thanks"
            status = client.get(there if kind == THANKS else path).status
        seconds[kind].append(time.perf_counter() - began)
        expect(status in (200, 303), f"{kind} answered {status}")
        if kind == ANSWERS and place % _TWICE_IN == 0:
            expect(client.post(path, answers).status in (200, 303), "the second press failed")

    return Rush(server.run(ask, 0, len(mixture)), seconds)


def _number(mixture: list[str]) -> list[tuple[str, int]]:
    """Each request with the number of the person who makes it; every sender is somebody else."""
    senders = iter(range(len(mixture)))
    return [
        (kind, next(senders) if kind == ANSWERS else place) for place, kind in enumerate(mixture)
    ]


def _expect_rows(installation: Installation, wave_id: UUID, sent: int) -> None:
    """One row, one used invitation and one count for each who sent answers, however often."""
    with installation.session() as session:
        waiting = session.scalar(
            select(func.count()).select_from(SurveyWaiting).where(SurveyWaiting.wave_id == wave_id)
        )
        used = session.scalar(
            select(func.count())
            .select_from(SurveyInvitation)
            .where(SurveyInvitation.wave_id == wave_id, SurveyInvitation.used)
        )
        counted = session.scalar(select(SurveyWave.portal).where(SurveyWave.id == wave_id))
    expect(waiting == used == counted == sent, f"{waiting}, {used}, {counted} of {sent}")
