"""Invitations: one person's way into one wave, until it is used."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from portal.domain.waves import CohortKind, CohortRule, Combination, GroupKind, WaveState
from portal.store.cohorts import Asked
from portal.store.drafts import open_draft, seal_draft
from portal.store.tables.surveys import SurveyInvitation, SurveyVersion, SurveyWave

# Read out over the telephone: no letter that sounds or looks like another one or a digit.
_CODE_LETTERS = "ACEFHJKMNRTWXY3479"
_CODE_LENGTH = 8
_shuffle = secrets.SystemRandom().shuffle


@dataclass(frozen=True, slots=True)
class Invitation:
    """One person's way in, with what a page needs of its wave."""

    id: UUID
    wave_id: UUID
    child_id: UUID
    family_member_id: UUID
    groups: Combination
    used: bool
    draft_secret_sealed: bytes | None
    draft_sealed: bytes | None
    state: WaveState
    closes_on: date
    version_id: UUID
    cohort: CohortRule
    group_kinds: tuple[GroupKind, ...]


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def add_invitations(session: Session, wave_id: UUID, asked: Sequence[Asked]) -> None:
    """Invite these people, in shuffled order; their links are made when the message is queued."""
    people = list(asked)
    _shuffle(people)
    codes = _draw_codes(len(people))
    session.execute(
        insert(SurveyInvitation),
        [
            {
                "id": uuid4(),
                "wave_id": wave_id,
                "child_id": person.child_id,
                "family_member_id": person.family_member_id,
                "short_code": code,
                "group_values": list(person.groups),
                "used": False,
            }
            for person, code in zip(people, codes, strict=True)
        ],
    )


def _draw_codes(count: int) -> list[str]:
    codes: set[str] = set()
    while len(codes) < count:
        codes.add("".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH)))
    return list(codes)


@dataclass(frozen=True, slots=True)
class Unsent:
    """An invitation whose message has not been queued."""

    id: UUID
    child_id: UUID
    family_member_id: UUID
    short_code: str


def list_unsent(session: Session, wave_id: UUID, limit: int) -> Sequence[Unsent]:
    """Invitations of an open wave that have no link yet."""
    rows = session.execute(
        select(
            SurveyInvitation.id,
            SurveyInvitation.child_id,
            SurveyInvitation.family_member_id,
            SurveyInvitation.short_code,
        )
        .join(SurveyWave, SurveyWave.id == SurveyInvitation.wave_id)
        .where(
            SurveyInvitation.wave_id == wave_id,
            SurveyInvitation.token_digest.is_(None),
            SurveyWave.state == WaveState.OPEN,
        )
        .limit(limit)
    )
    return [
        Unsent(row.id, row.child_id, row.family_member_id, row.short_code or "") for row in rows
    ]


def make_links(session: Session, invitation_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """A secret link token for each invitation; only its digest is stored."""
    tokens = {invitation_id: secrets.token_urlsafe(24) for invitation_id in invitation_ids}
    session.execute(
        update(SurveyInvitation),
        [{"id": key, "token_digest": _digest(token)} for key, token in tokens.items()],
    )
    return tokens


def find_by_token(session: Session, token: str) -> Invitation | None:
    return _find(session, SurveyInvitation.token_digest == _digest(token))


def find_by_code(session: Session, wave_id: UUID, code: str) -> Invitation | None:
    """By the code that a family member reads out; spaces, hyphens and case do not matter."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return _find(session, SurveyInvitation.wave_id == wave_id, SurveyInvitation.short_code == plain)


def find_invitation(session: Session, wave_id: UUID, invitation_id: UUID) -> Invitation | None:
    return _find(session, SurveyInvitation.wave_id == wave_id, SurveyInvitation.id == invitation_id)


def _find(session: Session, *conditions: ColumnElement[bool]) -> Invitation | None:
    row = session.execute(
        select(
            SurveyInvitation.id,
            SurveyInvitation.wave_id,
            SurveyInvitation.child_id,
            SurveyInvitation.family_member_id,
            SurveyInvitation.group_values,
            SurveyInvitation.used,
            SurveyInvitation.draft_secret_sealed,
            SurveyInvitation.draft_sealed,
            SurveyWave.state,
            SurveyWave.closes_on,
            SurveyWave.cohort_kind,
            SurveyWave.cohort_first,
            SurveyWave.cohort_last,
            SurveyWave.group_kinds,
            SurveyVersion.id.label("version_id"),
        )
        .join(SurveyWave, SurveyWave.id == SurveyInvitation.wave_id)
        .join(SurveyVersion, SurveyVersion.wave_id == SurveyWave.id)
        .where(*conditions)
    ).first()
    if row is None:
        return None
    return Invitation(
        id=row.id,
        wave_id=row.wave_id,
        child_id=row.child_id,
        family_member_id=row.family_member_id,
        groups=tuple(row.group_values or ()),
        used=row.used,
        draft_secret_sealed=row.draft_secret_sealed,
        draft_sealed=row.draft_sealed,
        state=WaveState(row.state),
        closes_on=row.closes_on,
        cohort=CohortRule(CohortKind(row.cohort_kind), row.cohort_first, row.cohort_last),
        group_kinds=tuple(GroupKind(kind) for kind in row.group_kinds),
        version_id=row.version_id,
    )


def read_draft(session: Session, invitation: Invitation) -> dict[str, str]:
    """What has been saved so far, by question; empty where nothing is."""
    if invitation.draft_secret_sealed is None or invitation.draft_sealed is None:
        return {}
    return open_draft(
        session,
        wave_id=invitation.wave_id,
        invitation_id=invitation.id,
        sealed_secret=invitation.draft_secret_sealed,
        draft=invitation.draft_sealed,
    )


def save_draft(session: Session, invitation: Invitation, answers: Mapping[str, str]) -> bool:
    """Keep answers for later, in place of what was kept; False where they have been sent."""
    secret, draft = seal_draft(
        session, wave_id=invitation.wave_id, invitation_id=invitation.id, answers=answers
    )
    return _change_unused(session, invitation.id, draft_secret_sealed=secret, draft_sealed=draft)


def use_invitation(session: Session, invitation_id: UUID) -> bool:
    """Mark it used and destroy draft and secret; False where it was used before."""
    return _change_unused(
        session, invitation_id, used=True, draft_secret_sealed=None, draft_sealed=None
    )


def _change_unused(session: Session, invitation_id: UUID, **values: object) -> bool:
    changed = session.scalar(
        update(SurveyInvitation)
        .where(SurveyInvitation.id == invitation_id, SurveyInvitation.used.is_(False))
        .values(**values)
        .returning(SurveyInvitation.id)
        .execution_options(synchronize_session=False)
    )
    return changed is not None


def rewrite_invitations(session: Session, wave_id: UUID) -> None:
    """Write a closed wave's invitations anew in shuffled order, with nothing left of their use.

    Who was asked stays (to say how many were asked twice), and the link's digest (to tell whoever
    follows it that the survey is over). New rows in new places: what the database keeps beside a
    row (xmin, ctid, place on a page) no longer tells who answered, or after whom.
    """
    kept = SurveyInvitation
    rows = [
        dict(row._mapping)
        for row in session.execute(
            select(
                kept.id, kept.wave_id, kept.child_id, kept.family_member_id, kept.token_digest
            ).where(kept.wave_id == wave_id)
        )
    ]
    session.execute(delete(kept).where(kept.wave_id == wave_id))
    _shuffle(rows)
    if rows:
        session.execute(insert(kept), [{**row, "used": False} for row in rows])
