"""Settings for tests: each with a coordinator and a pupil whose plan was issued in August 2020."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions import surveys
from portal.domain.instruments import Choice, Instrument, ask_measures
from portal.domain.measures import Respondent
from portal.domain.people import Role
from portal.domain.waves import CohortKind, CohortRule, GroupKind, Wave
from portal.store import invitations
from portal.store.tables.cases import Placement
from portal.store.tables.children import Setting
from portal.store.tables.surveys import SurveyInvitation
from tests.open_waves import LAST_DAY, NOW, TODAY, add_instrument
from tests.people import add_child, add_plan, add_setting, add_staff

MEASURES = tuple(Choice(f"setting.{key}", 1) for key in ("needs", "outcomes", "access"))
ALL_AGREE = {choice.key: "agree" for choice in MEASURES}
PLANS = CohortRule(CohortKind.PLANS_AT_SETTINGS, date(2020, 8, 1), date(2020, 8, 31))
TERM = CohortRule(CohortKind.SETTINGS_IN_TERM, date(2026, 9, 1), date(2026, 12, 31))


@dataclass(frozen=True, slots=True)
class School:
    """A setting, who coordinates there, and one pupil with a new plan."""

    setting_id: UUID
    staff_id: UUID
    child_id: UUID


def add_school(session: Session, *, issued: date = date(2020, 8, 15), **facts: object) -> School:
    setting_id = add_setting(session, **{"setting_type": "Mainstream school"} | facts)
    staff_id = add_staff(session, Role.COORDINATOR, setting_id=setting_id)
    return School(setting_id, staff_id, add_pupil(session, setting_id, issued))


def add_pupil(session: Session, setting_id: UUID, issued: date = date(2020, 8, 15)) -> UUID:
    child_id = add_child(session)
    plan_id = add_plan(session, child_id, start_on=issued)
    urn = session.get_one(Setting, setting_id).urn
    session.add(
        Placement(id=uuid4(), kind="attended", source_id=str(uuid4()), plan_id=plan_id, urn=urn)
    )
    session.flush()
    return child_id


def add_setting_questions(session: Session) -> UUID:
    made = ask_measures("Settings", Respondent.SETTING, MEASURES)
    assert isinstance(made, Instrument)
    return add_instrument(session, made)


def add_setting_draft(
    session: Session,
    rule: CohortRule,
    *,
    groups: Sequence[GroupKind] = (),
    instrument_id: UUID | None = None,
) -> UUID:
    made = surveys.create_wave(
        session,
        surveys.NewWave(
            "Settings",
            instrument_id or add_setting_questions(session),
            rule,
            groups,
            LAST_DAY,
            None,
        ),
        today=TODAY,
        now=NOW,
    )
    assert isinstance(made, UUID)
    return made


def open_setting_wave(
    session: Session, rule: CohortRule = PLANS, *, groups: Sequence[GroupKind] = ()
) -> UUID:
    wave_id = add_setting_draft(session, rule, groups=groups)
    assert isinstance(surveys.open_wave(session, wave_id, today=TODAY, now=NOW), Wave)
    return wave_id


def give_setting_links(session: Session, wave_id: UUID) -> dict[UUID, tuple[UUID, str]]:
    """By coordinator, one invitation and the token of its link."""
    rows = session.execute(
        select(SurveyInvitation.id, SurveyInvitation.staff_id).where(
            SurveyInvitation.wave_id == wave_id
        )
    ).all()
    tokens = invitations.make_links(session, [row.id for row in rows])
    return {row.staff_id: (row.id, tokens[row.id]) for row in rows if row.staff_id}
