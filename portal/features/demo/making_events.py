"""Events of the invented council, what people said of them, an inspection, and the forum's members.
Every number is invented, and says so where a page shows its source."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.actions import event_feedback, events, forum, inspections
from portal.domain.event_feedback import Feedback, Statement
from portal.domain.events import Attendance, EngagementKind, EventDetails, Host, SettingType
from portal.domain.figures import Thresholds
from portal.domain.forum import ForumCount
from portal.domain.inspections import InspectionDetails, Works
from portal.domain.measures import Agreement
from portal.domain.people import Viewer
from portal.features.demo.making_moderation import moderate_events
from portal.store.inspections import show_inspection

INVENTED = "Invented for this demo"
SHEETS = 48
WORDS = (
    "An evening event, please. I work in the day.",
    "Tell us who to ring when the school does not answer.",
    "More time for questions.",
    "A quiet room for the children.",
    "Come to our college too.",
)
_CHOICES = (Agreement.STRONGLY_AGREE, Agreement.AGREE, Agreement.NEITHER, Agreement.DISAGREE)
_WEIGHTS = (5, 8, 3, 4)

# Days from today, what was held, and who came.
HELD: tuple[tuple[int, EngagementKind, str, str, Attendance], ...] = (
    (
        -200,
        EngagementKind.ENGAGEMENT,
        "Meet the SEND team",
        "Town hall",
        {SettingType.MAINSTREAM: 41, SettingType.SPECIAL: 17, SettingType.EARLY_YEARS: 9},
    ),
    (
        -120,
        EngagementKind.ENGAGEMENT,
        "Preparing for adult life",
        "Riverside College",
        {SettingType.COLLEGE: 22, SettingType.MAINSTREAM: 14, SettingType.NOT_KNOWN: 6},
    ),
    (
        -60,
        EngagementKind.PUPIL_WORKSHOP,
        "What helps me learn",
        "Oakfield School",
        {SettingType.MAINSTREAM: 18},
    ),
    (
        -20,
        EngagementKind.ENGAGEMENT,
        "You said, we did",
        "Library",
        {SettingType.MAINSTREAM: 28, SettingType.SPECIAL: 12, SettingType.OTHER: 5},
    ),
    (30, EngagementKind.YOUTH_CABINET, "Youth Cabinet meets the director", "Town hall", {}),
)


def hold_events(session: Session, officer: Viewer, today: date, now: datetime) -> int:
    """How many events were made; two have feedback, one of them shown to the group."""
    made = [
        _add_event(session, officer, today + timedelta(days), kind, title, place, came, now)
        for days, kind, title, place, came in HELD
    ]
    _give_feedback(session, officer, made[0], SHEETS, today - timedelta(190), now)
    event_feedback.show_results(session, made[0], Thresholds(), today=today, now=now)
    _give_feedback(session, officer, made[3], 7, today + timedelta(14), now)
    _inspect(session, officer, today, now)
    for counted_on, mainstream, special in (
        (date(2019, 1, 15), 24, 61),
        (today - timedelta(30), 47, 66),
    ):
        count = ForumCount(counted_on, mainstream, special, None, INVENTED)
        forum.add_count(session, officer, count, now, new_id=uuid4())
    moderate_events(session, officer, made[0], today)
    return len(made)


def _add_event(
    session: Session,
    officer: Viewer,
    day: date,
    kind: EngagementKind,
    title: str,
    place: str,
    came: Attendance,
    now: datetime,
) -> UUID:
    hosts = frozenset(Host) if kind is EngagementKind.ENGAGEMENT else frozenset[Host]()
    details = EventDetails(kind, title, day, place, hosts, "" if hosts else "Youth service")
    event_id = events.add_event(session, officer, details, now, new_id=uuid4())
    if came:
        events.keep_attendance(session, officer, event_id, came, now)
    return event_id


def _give_feedback(
    session: Session, officer: Viewer, event_id: UUID, sheets: int, last_day: date, now: datetime
) -> None:
    """As if each had been typed in from paper."""
    event_feedback.open_form(session, officer, event_id, last_day, now)
    chance = Random(sheets)  # noqa: S311 - invented answers, the same each time
    for number in range(1, sheets + 1):
        ticks = chance.choices(_CHOICES, _WEIGHTS, k=len(Statement))
        words = chance.choice(WORDS) if number % 6 == 0 else ""
        feedback = Feedback(dict(zip(Statement, ticks, strict=True)), words, bool(words))
        event_feedback.take_sheet(session, event_id, number, feedback)


def _inspect(session: Session, officer: Viewer, today: date, now: datetime) -> None:
    details = InspectionDetails(
        place="Local Offer, the page about leaving school",
        day=today - timedelta(45),
        learners=3,
        saw="The words are long. The search found nothing for “work”.\n"
        "We liked the film with words under it.",
        works=Works.IN_PART,
        may_quote=True,
    )
    inspection_id = inspections.add_inspection(session, officer, details, now, new_id=uuid4())
    show_inspection(session, inspection_id, today)
