"""What the invented families asked for, as their caseworkers ticked it, and one release of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.actions.commissioning import MakeSheets, release_period
from portal.domain.commissioning import Provision, Source, quarter_period
from portal.domain.figures import Thresholds
from portal.domain.people import Viewer
from portal.features.demo.names import dice
from portal.store import demo
from portal.store.commissioning import keep_said

REVIEWS = 400
_KINDS: Sequence[Provision] = tuple(Provision)
_WEIGHTS = (20, 14, 18, 9, 16, 8, 6, 4, 6, 5, 4, 4, 3)


def tick_what_was_asked(
    session: Session,
    caseworker: Viewer,
    officer: Viewer,
    today: date,
    now: datetime,
    make_sheets: MakeSheets,
) -> int:
    """For how many reviews something was ticked; the quarter before the last one is released."""
    last = quarter_period(quarter_period(today).first - timedelta(1))
    before = quarter_period(last.first - timedelta(1))
    reviews = demo.list_open_reviews(session, REVIEWS)
    for number, review in enumerate(reviews):
        rng = dice(number, "asked for")
        period = last if number % 4 == 0 else before
        asked = frozenset(rng.choices(_KINDS, _WEIGHTS, k=rng.randint(1, 3)))
        day = period.first + timedelta(rng.randint(0, 80))
        keep_said(session, review, {Source.VIEWS: asked}, caseworker.person_id, day)
    release_period(session, officer, before, Thresholds(), make_sheets, now)
    return len(reviews)
