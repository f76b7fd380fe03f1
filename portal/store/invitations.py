"""Invitations: one person's way into one wave, until it is used."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, Select, and_, bindparam, exists, insert, or_, select, update
from sqlalchemy.orm import Session

from portal.domain.messages import Recipient, RecipientKind
from portal.domain.people import Role, Viewer
from portal.domain.waves import Combination, WaveState
from portal.store.changes import changes_one, table_of
from portal.store.cohorts import Asked
from portal.store.drafts import open_draft, seal_draft
from portal.store.sealing import keyed_digest
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink, Staff
from portal.store.tables.surveys import SurveyInvitation, SurveyVersion, SurveyWave
from portal.store.visibility import link_is_open, visible_children

# Read out over the telephone: no letter that sounds or looks like another one or a digit.
_CODE_LETTERS = "ACEFHJKMNRTWXY3479"
_CODE_LENGTH = 8
_TOKEN_BYTES = 24  # as long as no padding is needed
_IDS = 2**128
_shuffle = secrets.SystemRandom().shuffle
_invitations = table_of(SurveyInvitation)
_waves = table_of(SurveyWave)
_versions = table_of(SurveyVersion)


@dataclass(frozen=True, slots=True)
class Invitation:
    """One person's way in, with what a page needs of its wave: a family member's about a child, or
    a setting's coordinator's about a pupil's plan or, without a child, about a term."""

    id: UUID
    wave_id: UUID
    child_id: UUID | None
    family_member_id: UUID | None
    staff_id: UUID | None
    setting_id: UUID | None
    groups: Combination
    used: bool
    draft_secret_sealed: bytes | None
    draft_sealed: bytes | None
    state: WaveState
    closes_on: date
    version_id: UUID

    @property
    def to(self) -> Recipient:
        return _addressed_to(self.family_member_id, self.staff_id)


def _addressed_to(family_member_id: UUID | None, staff_id: UUID | None) -> Recipient:
    if family_member_id is not None:
        return Recipient(RecipientKind.FAMILY_MEMBER, family_member_id)
    assert staff_id is not None  # noqa: S101 - the table holds every row to one of the two
    return Recipient(RecipientKind.STAFF, staff_id)


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
                "staff_id": person.staff_id,
                "setting_id": person.setting_id,
                "short_code": code,
                "group_values": list(person.groups),
                "reach_values": None if person.reach is None else list(person.reach),
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
    to: Recipient
    child_id: UUID | None
    short_code: str


def list_unsent(session: Session, wave_id: UUID, limit: int) -> Sequence[Unsent]:
    """Invitations of an open wave that have no link yet."""
    rows = session.execute(
        select(
            SurveyInvitation.id,
            SurveyInvitation.child_id,
            SurveyInvitation.family_member_id,
            SurveyInvitation.staff_id,
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
        Unsent(
            row.id,
            _addressed_to(row.family_member_id, row.staff_id),
            row.child_id,
            row.short_code or "",
        )
        for row in rows
    ]


def list_unanswered(session: Session, wave_id: UUID, *, part: int, of: int) -> Sequence[Unsent]:
    """One part of those of a wave who were written to and have not answered, in shuffled order.

    The parts split the range of the ids, which are random: together they are everybody, once.
    """
    first, after = (UUID(int=min(_IDS * at // of, _IDS - 1)) for at in (part, part + 1))
    rows = session.execute(
        select(
            SurveyInvitation.id,
            SurveyInvitation.child_id,
            SurveyInvitation.family_member_id,
            SurveyInvitation.staff_id,
        ).where(
            SurveyInvitation.wave_id == wave_id,
            SurveyInvitation.used.is_(False),
            SurveyInvitation.token_digest.is_not(None),
            SurveyInvitation.id >= first,
            SurveyInvitation.id < after,
        )
    )
    people = [
        Unsent(row.id, _addressed_to(row.family_member_id, row.staff_id), row.child_id, "")
        for row in rows
    ]
    _shuffle(people)
    return people


def link_token(session: Session, invitation_id: UUID) -> str:
    """The secret of an invitation's link, stored nowhere: whoever holds the portal's keys can make
    it again for a reminder, and a copy of the database alone cannot."""
    digest = keyed_digest(session, "survey link", str(invitation_id))
    return urlsafe_b64encode(digest[:_TOKEN_BYTES]).decode()


def make_links(session: Session, invitation_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """A secret link token for each invitation; only its digest is stored."""
    tokens = {key: link_token(session, key) for key in invitation_ids}
    session.execute(
        update(SurveyInvitation),
        [{"id": key, "token_digest": _digest(token)} for key, token in tokens.items()],
    )
    return tokens


# Made once: building and hashing a statement of so many columns costs more than running it, and
# the families' page runs on these two.
_OPENED = (
    select(
        _invitations.c.id,
        _invitations.c.wave_id,
        _invitations.c.child_id,
        _invitations.c.family_member_id,
        _invitations.c.staff_id,
        _invitations.c.setting_id,
        _invitations.c.group_values,
        _invitations.c.used,
        _invitations.c.draft_secret_sealed,
        _invitations.c.draft_sealed,
        _waves.c.state,
        _waves.c.closes_on,
        _versions.c.id.label("version_id"),
    )
    .join_from(_invitations, _waves, _waves.c.id == _invitations.c.wave_id)
    .join(_versions, (_versions.c.wave_id == _waves.c.id) & ~_versions.c.replaced)
)

_CHANGE_UNUSED = (
    update(_invitations)
    .where(_invitations.c.id == bindparam("invitation_id"), _invitations.c.used.is_(False))
    .values(
        used=bindparam("now_used"),
        draft_secret_sealed=bindparam("secret"),
        draft_sealed=bindparam("draft"),
    )
)

_LOCK_DRAFT = (
    select(_invitations.c.draft_secret_sealed, _invitations.c.draft_sealed)
    .where(_invitations.c.id == bindparam("invitation_id"))
    .with_for_update()
)


_BY_TOKEN = _invitations.c.token_digest == bindparam("digest")
_BY_ID = _invitations.c.id == bindparam("invitation_id")
_BY_CODE = and_(
    _invitations.c.short_code == bindparam("code"),
    _invitations.c.token_digest.is_not(None),
    _waves.c.state == WaveState.OPEN,
)


@lru_cache(maxsize=16)
def _opened_by(key: Any, today: date | None) -> Select[*tuple[Any, ...]]:
    """By one of the keys above; with a day, only where its holder may still be asked that day."""
    found = _OPENED.where(key)
    if today is None:
        return found
    link_open = (
        exists()
        .where(
            FamilyLink.child_id == _invitations.c.child_id,
            FamilyLink.family_member_id == _invitations.c.family_member_id,
            Child.id == FamilyLink.child_id,
            link_is_open(today),
        )
        .correlate(_invitations)
    )
    coordinator_there = (
        exists()
        .where(
            Staff.id == _invitations.c.staff_id,
            Staff.role == Role.COORDINATOR,
            Staff.setting_id == _invitations.c.setting_id,
            Staff.closed_at.is_(None),
        )
        .correlate(_invitations)
    )
    return found.where(or_(_waves.c.state != WaveState.OPEN, link_open, coordinator_there))


def find_by_token(session: Session, token: str, today: date | None) -> Invitation | None:
    """The invitation behind a personal link. With a day, none for an adult whose access to the
    child has been closed since the wave opened, nor for a coordinator who has left the setting;
    without one whoever holds the link, who may always say that they want no more."""
    return _read(session.execute(_opened_by(_BY_TOKEN, today), {"digest": _digest(token)}).first())


def find_by_id(session: Session, invitation_id: UUID, today: date) -> Invitation | None:
    """The same by its id, where its holder may be asked on this day."""
    found = session.execute(_opened_by(_BY_ID, today), {"invitation_id": invitation_id})
    return _read(found.first())


def find_by_typed_code(session: Session, code: str, today: date) -> Invitation | None:
    """The invitation to any open wave with this code, as somebody typed it in; none where two
    waves have given out the same one, since it is not known which is meant."""
    rows = session.execute(_opened_by(_BY_CODE, today), {"code": _plain_code(code)}).all()
    return _read(rows[0]) if len(rows) == 1 else None


def _plain_code(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def find_by_code(session: Session, wave_id: UUID, code: str) -> Invitation | None:
    """By the code that a family member reads out; spaces, hyphens and case do not matter."""
    of_wave = _invitations.c.short_code == _plain_code(code)
    found = _OPENED.where(_invitations.c.wave_id == wave_id, of_wave)
    return _read(session.execute(found).first())


def find_invitation(session: Session, wave_id: UUID, invitation_id: UUID) -> Invitation | None:
    found = _OPENED.where(_invitations.c.wave_id == wave_id, _invitations.c.id == invitation_id)
    return _read(session.execute(found).first())


def find_own(
    session: Session, viewer: Viewer, *, child_id: UUID, wave_id: UUID, today: date
) -> Invitation | None:
    """The one addressed to this viewer, as long as they may see the child."""
    found = _OPENED.where(
        _invitations.c.family_member_id == viewer.person_id,
        _invitations.c.child_id == child_id,
        _invitations.c.child_id.in_(visible_children(viewer, today)),
        _invitations.c.wave_id == wave_id,
    )
    return _read(session.execute(found).first())


def _read(row: Row[*tuple[Any, ...]] | None) -> Invitation | None:
    if row is None:
        return None
    return Invitation(
        id=row.id,
        wave_id=row.wave_id,
        child_id=row.child_id,
        family_member_id=row.family_member_id,
        staff_id=row.staff_id,
        setting_id=row.setting_id,
        groups=tuple(row.group_values or ()),
        used=row.used,
        draft_secret_sealed=row.draft_secret_sealed,
        draft_sealed=row.draft_sealed,
        state=WaveState(row.state),
        closes_on=row.closes_on,
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


def read_draft_alone(session: Session, invitation: Invitation) -> dict[str, str]:
    """The same as it is at this moment, and nobody changes it before the transaction ends."""
    row = session.execute(_LOCK_DRAFT, {"invitation_id": invitation.id}).first()
    if row is None:
        return {}
    now = replace(
        invitation,
        draft_secret_sealed=row.draft_secret_sealed,
        draft_sealed=row.draft_sealed,
    )
    return read_draft(session, now)


def save_draft(
    session: Session, invitation: Invitation, answers: Mapping[str, str], length: int
) -> bool:
    """Keep answers for later, in place of what was kept; False where they have been sent.
    ``length`` is what is stored, in bytes, whatever the answers."""
    secret, draft = seal_draft(
        session,
        wave_id=invitation.wave_id,
        invitation_id=invitation.id,
        answers=answers,
        length=length,
    )
    return _change_unused(session, invitation.id, used=False, secret=secret, draft=draft)


def use_invitation(session: Session, invitation_id: UUID) -> bool:
    """Mark it used and destroy draft and secret; False where it was used before."""
    return _change_unused(session, invitation_id, used=True, secret=None, draft=None)


def _change_unused(
    session: Session,
    invitation_id: UUID,
    *,
    used: bool,
    secret: bytes | None,
    draft: bytes | None,
) -> bool:
    return changes_one(
        session,
        _CHANGE_UNUSED,
        {"invitation_id": invitation_id, "now_used": used, "secret": secret, "draft": draft},
    )
