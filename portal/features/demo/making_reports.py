"""What the invented council published of its surveys, and what it did about it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.actions.commitments import add_commitment
from portal.actions.releases import MakeSheets, release_wave
from portal.actions.subjects import add_subject
from portal.domain.commitments import MeasureSaid, Promise, Rating, Said, ThemeSaid
from portal.domain.figures import Thresholds
from portal.domain.people import Viewer
from portal.domain.releases import Release


def publish(
    session: Session,
    officer: Viewer,
    closed: Sequence[UUID],
    make_sheets: MakeSheets,
    now: datetime,
) -> list[Release]:
    """Release these waves, a quarter between each and the next, and between the last and today."""
    released = []
    for back, wave_id in enumerate(closed):
        at = now - timedelta(days=90 * (len(closed) - back))
        release = release_wave(session, officer, wave_id, Thresholds(), make_sheets, at)
        if isinstance(release, Release):
            released.append(release)
    return released


def promise(
    session: Session, released: Sequence[Release], step_id: UUID, today: date, now: datetime
) -> None:
    """Commitments of every rating: two from figures where they are shown, two from themes. One is
    tied to the step of the action plan."""
    plan, letters, leaving = (
        _add_subject(session, name) for name in ("Getting a plan", "Letters", "Leaving school")
    )
    figures: list[Said] = [
        MeasureSaid(release.id, measure)
        for release, measure in zip(
            released, ("plan.communication", "plan.provision"), strict=False
        )
    ]
    promises = (
        Promise(
            "Every family gets a named person and a weekly update while a plan is being made.",
            "Head of SEND casework",
            today + timedelta(days=60),
            "<p>Families told us that nobody rang back. Now one person does.</p>",
            Rating.GREEN,
            "Update calls were logged for 9 of 10 assessments last month.",
            plan,
            step_id,
        ),
        Promise(
            "Schools and therapists check each draft together before it goes to the family.",
            "Designated clinical officer",
            today + timedelta(days=120),
            "<p>We have begun with speech and language therapy.</p>",
            Rating.AMBER,
            subject_id=plan,
        ),
    )
    for said, undertaken in zip(figures, promises, strict=False):
        add_commitment(session, said, undertaken, now)
    themes = (
        (
            "Letters are hard to read.",
            Promise(
                "All standard letters are rewritten with families and tested for reading age.",
                "Participation officer",
                today - timedelta(days=40),
                "<p>Twelve letters are new. Thank you to the families who marked them up.</p>",
                Rating.BLUE,
                "The twelve letters, each with its reading age.",
                letters,
            ),
        ),
        (
            "Young people want to be asked before they leave school.",
            Promise(
                "A careers talk with each young person by the end of Year 10.",
                "Post-16 lead",
                today - timedelta(days=10),
                "",
                Rating.RED,
                subject_id=leaving,
            ),
        ),
    )
    for theme, undertaken in themes:
        add_commitment(session, ThemeSaid(theme), undertaken, now)


def _add_subject(session: Session, name: str) -> UUID:
    made = add_subject(session, name, new_id=uuid4())
    if not isinstance(made, UUID):
        raise TypeError(f"{name} is there already")
    return made
