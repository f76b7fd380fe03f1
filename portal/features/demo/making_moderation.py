"""What the invented families wrote in their own words, the themes it is put under, and what the
officer has decided about it. Every name in it is invented, and marked before anything is quoted."""

from collections.abc import Collection
from datetime import date, datetime
from random import Random
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.actions import moderation
from portal.actions.moderation import Choice
from portal.actions.survey_texts import take_texts
from portal.actions.themes import add_theme
from portal.domain.moderation import Outcome, Source, State, TextRef
from portal.domain.people import Viewer
from portal.domain.questions import MAY_QUOTE, consent_key
from portal.domain.redaction import Marks, split_words, suggest, tidy
from portal.domain.themes import ThemeWords, suggest_themes
from portal.domain.waves import UNDER_WAY
from portal.outside.bank_holidays import in_england
from portal.store import desk_texts, staff, themes, waves

QUESTION = "plan_one_change"
_WRITES, _LETS_US_QUOTE = 0.22, 0.7
_WORDS = (
    "Nobody rang us back. Mrs Harrow said somebody would, and then it was silent for six weeks.",
    "The letters are too long. I had to ask my sister what they mean.",
    "Meet us before you write the plan, not after.",
    "The taxi to Oakfield Primary School is late every morning and my son misses his first lesson.",
    "Our caseworker was kind and told us what comes next. Please keep her.",
    "Speech therapy is in the plan but it has not started. Ring me on 01632 960 417 if you can.",
    "One person to ring. We told the same story five times.",
    "Explain the dates. We did not know how long it would take.",
    "The plan is about another child in two places. It says Rowan, and that is not his name.",
    "Somebody from health should have come to the meeting.",
    "Send the draft on paper too. We have no computer at home.",
    "It was all fine, thank you.",
)
_THEMES = (
    ThemeWords(
        "Being kept informed",
        "Calls, answers, and knowing what comes next. Not the words of letters.",
        ("rang", "ring", "dates", "told us"),
    ),
    ThemeWords(
        "Plain words",
        "Letters and plans that are easy to read, also on paper.",
        ("letters", "explain", "on paper"),
    ),
    ThemeWords(
        "Being involved",
        "Meeting and being asked before something is written.",
        ("meet us", "meeting", "asked"),
    ),
    ThemeWords("Getting there", "Taxis, buses and who pays for them.", ("taxi", "bus")),
    ThemeWords(
        "Health and therapy",
        "Therapists, nurses and doctors: whether help comes, and when.",
        ("therapy", "health"),
    ),
)


def say_something(rng: Random) -> dict[str, str]:
    """What a family writes, if it does, and whether it may be quoted."""
    if rng.random() >= _WRITES:
        return {}
    said = {QUESTION: rng.choice(_WORDS)}
    if rng.random() < _LETS_US_QUOTE:
        said[consent_key(QUESTION)] = MAY_QUOTE
    return said


def moderate_surveys(
    session: Session, officer: Viewer, published: Collection[UUID], today: date, now: datetime
) -> int:
    """Decide about what was written in surveys that are published; how many texts it was. What was
    written in the others, one that still runs among them, waits at the desk."""
    for words in _THEMES:
        add_theme(session, officer, words, today, new_id=uuid4())
    for wave in waves.list_waves(session, *UNDER_WAY):
        take_texts(session, wave.id, now)
    return _decide_all(session, officer, today, published)


def moderate_events(session: Session, officer: Viewer, shown: UUID, today: date) -> int:
    """The same for the event whose results the group sees, and for inspections."""
    return _decide_all(session, officer, today, {shown}, Source.INSPECTION)


def start_clocks(session: Session, now: datetime) -> None:
    moderation.keep_clocks(session, now, in_england)


def _decide_all(
    session: Session,
    officer: Viewer,
    today: date,
    groups: Collection[UUID],
    source: Source | None = None,
) -> int:
    settings = [name for _, name in staff.list_settings(session)]
    waiting = desk_texts.list_texts(session, State.WAITING, offset=0, limit=1000)
    decided = 0
    for ref in (each.ref for each in waiting):
        text = desk_texts.find_text(session, ref)
        if text is not None and (text.group_id in groups or ref.source is source):
            _decide(session, officer, ref, text.words, settings, today, quote=text.may_quote)
            decided += 1
    return decided


def _decide(
    session: Session,
    officer: Viewer,
    ref: TextRef,
    words: str,
    settings: Collection[str],
    today: date,
    *,
    quote: bool,
) -> None:
    """As somebody would who takes every suggestion."""
    text = tidy(words)
    marked = (word.number for word in split_words(text, suggest(text, settings)) if word.suggested)
    choice = Choice(
        seen=0,
        outcome=Outcome.QUOTE if quote else Outcome.THEME_ONLY,
        marks=Marks(frozenset(marked)),
        themes=frozenset(suggest_themes(text, themes.list_themes(session))),
    )
    moderation.decide(session, officer, ref, choice, needs_second=False, today=today)
