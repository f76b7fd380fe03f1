"""What was decided about texts: steps added and read, and what may leave the moderation desk."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Row, Select, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.moderation import (
    Decision,
    Outcome,
    Quotation,
    Source,
    Step,
    StepKind,
    TextRef,
    ThemeCounts,
    counted,
    leaves,
)
from portal.store.safeguarding_flags import flags_of
from portal.store.sealing import prepare_keys, seal, unseal
from portal.store.tables.moderation import ModerationCode, ModerationStep
from portal.store.tables.surveys import SurveyText
from portal.store.themes import list_themes

_STEPS = ModerationStep.__tablename__


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step to add; ``number`` is how many steps the text had when the person saw it."""

    ref: TextRef
    number: int
    kind: StepKind
    by: UUID
    day: date
    decision: Decision | None = None
    reason: str = ""


def list_quotations(session: Session, wave_id: UUID) -> list[Quotation]:
    """The words of a survey that may leave, redacted, in random order: that of their ids."""
    of_wave = SurveyText.wave_id == wave_id
    decided = SurveyText.id.in_(select(ModerationStep.text_id))
    texts = session.execute(
        select(SurveyText.id, SurveyText.question).where(of_wave, SurveyText.may_quote, decided)
    ).all()
    steps = steps_of(session, Source.SURVEY, select(SurveyText.id).where(of_wave))
    return quotations_of(session, {row.id: row.question for row in texts}, steps)


def count_themes(session: Session, wave_id: UUID) -> ThemeCounts:
    """Texts of a survey by theme. Unprotected: whoever shows them asks the disclosure engine."""
    of_wave = select(SurveyText.id).where(SurveyText.wave_id == wave_id)
    steps = steps_of(session, Source.SURVEY, of_wave)
    under = [themes for each in steps.values() if (themes := counted(each)) is not None]
    counts = Counter(theme for themes in under for theme in themes)
    names = _names(session)
    return ThemeCounts(len(under), {names[theme]: count for theme, count in counts.items()})


def quotations_of(
    session: Session, asked: Mapping[UUID, str], steps: Mapping[UUID, Sequence[Step]]
) -> list[Quotation]:
    """What may leave of texts that may be quoted. ``asked`` is their question by their id."""
    names = _names(session)
    flags = flags_of(session, asked)
    leaving = []
    for text_id, question in asked.items():
        if text_id in flags and flags[text_id].is_open:
            continue  # it waits until a safeguarding lead has decided
        decision = leaves(steps.get(text_id, ()), may_quote=True)
        stands = next((s for s in steps.get(text_id, ()) if s.decision is decision), None)
        if decision is not None and stands is not None:
            themes = tuple(sorted(names[theme] for theme in decision.themes))
            leaving.append(Quotation(stands.id, question, decision.words, themes))
    return sorted(leaving, key=lambda quotation: quotation.id)


def list_steps(session: Session, ref: TextRef) -> list[Step]:
    """All that was done with a text, in order."""
    query = select(ModerationStep.text_id).where(ModerationStep.text_id == ref.id)
    return steps_of(session, ref.source, query).get(ref.id, [])


def list_steps_of(
    session: Session, source: Source, texts: Iterable[UUID]
) -> Mapping[UUID, Sequence[Step]]:
    """The same of several texts of one source, by text."""
    query = select(ModerationStep.text_id).where(ModerationStep.text_id.in_(list(texts)))
    return steps_of(session, source, query)


def add_step(session: Session, step: NewStep) -> bool:
    """Add it; False, and nothing added, where somebody else has done something meanwhile."""
    decision, step_id = step.decision, uuid4()
    row = ModerationStep(
        id=step_id,
        source=step.ref.source,
        text_id=step.ref.id,
        number=step.number,
        kind=step.kind,
        outcome=decision.outcome if decision else None,
        needs_second=decision.needs_second if decision else False,
        words_sealed=_seal_words(session, step.ref.id, step_id, decision),
        reason=decision.reason if decision else step.reason,
        made_on=step.day,
        made_by_id=step.by,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        if not _is_there(session, step):
            raise  # something else about it was wrong
        return False
    if decision and decision.themes:
        _add_codes(session, step_id, decision.themes)
    return True


def _is_there(session: Session, step: NewStep) -> bool:
    there = select(ModerationStep.id).where(
        ModerationStep.source == step.ref.source,
        ModerationStep.text_id == step.ref.id,
        ModerationStep.number == step.number,
    )
    return session.scalar(there) is not None


def _add_codes(session: Session, step_id: UUID, themes: Iterable[UUID]) -> None:
    versions = {theme.id: theme.version for theme in list_themes(session, retired=True)}
    session.execute(
        insert(ModerationCode),
        [
            {"step_id": step_id, "theme_id": theme, "theme_version": versions[theme]}
            for theme in sorted(themes)
        ],
    )


def steps_of(session: Session, source: Source, texts: Select[UUID]) -> dict[UUID, list[Step]]:
    """The steps of these texts, by text, in order."""
    rows = session.execute(
        select(*ModerationStep.__table__.columns)
        .where(ModerationStep.source == source, ModerationStep.text_id.in_(texts))
        .order_by(ModerationStep.text_id, ModerationStep.number)
    ).all()
    coded: dict[UUID, set[UUID]] = defaultdict(set)
    ids = select(ModerationStep.id).where(
        ModerationStep.source == source, ModerationStep.text_id.in_(texts)
    )
    codes = select(ModerationCode.step_id, ModerationCode.theme_id)
    for code in session.execute(codes.where(ModerationCode.step_id.in_(ids))):
        coded[code.step_id].add(code.theme_id)
    held = prepare_keys(session, [row.text_id for row in rows if row.words_sealed is not None])
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for row in rows:
        steps[row.text_id].append(_read(session, row, frozenset(coded[row.id])))
    del held  # kept until here, so that opening asked the database for no key
    return steps


def _read(session: Session, row: Row[tuple[object, ...]], themes: frozenset[UUID]) -> Step:
    kind, decision = StepKind(row.kind), None
    if kind is StepKind.DECIDED:
        decision = Decision(
            Outcome(row.outcome),
            words=_open_words(session, row.text_id, row.id, row.words_sealed),
            reason=row.reason,
            themes=themes,
            needs_second=row.needs_second,
        )
    return Step(row.id, kind, row.made_by_id, row.made_on, decision, row.reason)


def _seal_words(
    session: Session, text_id: UUID, step_id: UUID, decision: Decision | None
) -> bytes | None:
    if decision is None or decision.outcome is not Outcome.QUOTE:
        return None
    return seal(
        session,
        subject_id=text_id,
        table=_STEPS,
        column="words_sealed",
        row_id=step_id,
        text=decision.words,
    )


def _open_words(session: Session, text_id: UUID, step_id: UUID, sealed: bytes | None) -> str:
    if sealed is None:
        return ""
    return unseal(
        session,
        subject_id=text_id,
        table=_STEPS,
        column="words_sealed",
        row_id=step_id,
        sealed=sealed,
    )


def _names(session: Session) -> dict[UUID, str]:
    return {theme.id: theme.words.name for theme in list_themes(session, retired=True)}
