"""The council's watch over concerns, from its rota and its settings."""

from datetime import datetime, timedelta
from functools import lru_cache

from flask import current_app
from sqlalchemy.orm import Session

from portal.actions.safeguarding import Watch
from portal.domain.dates import london_day
from portal.domain.safeguarding_hours import LOOKED_AHEAD, Rota
from portal.domain.safeguarding_words import finds_words
from portal.kit.links import path_for
from portal.outside.bank_holidays import in_england
from portal.store.safeguarding_rota import load_rota

CONCERN_PAGE = "safeguarding.show_concern"

_bank_holidays = lru_cache(maxsize=4)(in_england)


def rota_at(session: Session, now: datetime) -> Rota:
    """The rota, from this day on."""
    today = london_day(now)
    years = tuple(sorted({today.year, (today + LOOKED_AHEAD).year}))
    return load_rota(session, _bank_holidays(years), today)


def watch_at(session: Session, now: datetime) -> Watch:
    return Watch(
        rota=rota_at(session, now),
        within=timedelta(minutes=current_app.config["SAFEGUARDING_TAKEN_MINUTES"]),
        path_of=lambda concern_id: path_for(CONCERN_PAGE, concern_id=concern_id),
        words=tuple(current_app.config["SAFEGUARDING_WORDS"]),
    )


def reads_first(text: str) -> bool:
    """Whether a text is to be read before others; for templates and lists of staff."""
    return finds_words(text, current_app.config["SAFEGUARDING_WORDS"])
