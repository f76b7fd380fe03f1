"""Ways to a request for somebody without an account: links, codes, and browsers let in."""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from portal.domain.advice import OPEN_FOR
from portal.domain.sign_in import CODE_DIGITS
from portal.store.sealing import keyed_digest
from portal.store.tables.advice import AdviceCode, AdviceLink


class LinkPurpose(StrEnum):
    """Whom a link was made for: the adviser who answers, or the manager who is told it is late."""

    ANSWER = "answer"
    LATE = "late"


def add_link(session: Session, request_id: UUID, purpose: LinkPurpose, now: datetime) -> str:
    """A new secret link; only its digest is stored."""
    token = secrets.token_urlsafe(32)
    session.add(
        AdviceLink(token_digest=_digest(token), request_id=request_id, purpose=purpose, made_at=now)
    )
    session.flush()
    return token


def find_request_of_link(session: Session, token: str, purpose: LinkPurpose) -> UUID | None:
    return session.scalars(
        select(AdviceLink.request_id).where(
            AdviceLink.token_digest == _digest(token), AdviceLink.purpose == purpose
        )
    ).one_or_none()


def close_ways_in(session: Session, request_id: UUID) -> None:
    """The request goes to somebody else: earlier links lead nowhere, and no browser stays in."""
    session.execute(delete(AdviceLink).where(AdviceLink.request_id == request_id))
    close_browsers(session, request_id)


def close_browsers(session: Session, request_id: UUID) -> None:
    """Whoever wants to read on has to give a new code."""
    session.execute(delete(AdviceCode).where(AdviceCode.request_id == request_id))


@dataclass(frozen=True, slots=True)
class SentCode:
    """The latest code for a browser."""

    id: UUID
    sent_at: datetime
    wrong_codes: int
    entered: bool
    digest: bytes = field(repr=False)


def add_code(session: Session, request_id: UUID, browser: str, now: datetime) -> str:
    """A new code for this browser, in place of earlier ones; it goes into the message."""
    session.execute(
        delete(AdviceCode).where(
            AdviceCode.request_id == request_id, AdviceCode.browser_digest == _digest(browser)
        )
    )
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    row_id = uuid4()
    session.add(
        AdviceCode(
            id=row_id,
            request_id=request_id,
            browser_digest=_digest(browser),
            code_digest=_code_digest(session, row_id, code),
            sent_at=now,
            wrong_codes=0,
        )
    )
    session.flush()
    return code


def find_code(session: Session, request_id: UUID, browser: str) -> SentCode | None:
    """The code sent for this browser, locked: codes are tried one at a time."""
    row = session.scalars(
        select(AdviceCode)
        .where(AdviceCode.request_id == request_id, AdviceCode.browser_digest == _digest(browser))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        return None
    return SentCode(
        row.id, row.sent_at, row.wrong_codes, row.entered_at is not None, row.code_digest
    )


def code_fits(session: Session, sent: SentCode, code: str) -> bool:
    return hmac.compare_digest(_code_digest(session, sent.id, code), sent.digest)


def note_wrong_code(session: Session, sent: SentCode) -> None:
    session.execute(
        update(AdviceCode)
        .where(AdviceCode.id == sent.id)
        .values(wrong_codes=AdviceCode.wrong_codes + 1)
    )


def let_in(session: Session, sent: SentCode, now: datetime) -> None:
    session.execute(update(AdviceCode).where(AdviceCode.id == sent.id).values(entered_at=now))


def is_let_in(session: Session, request_id: UUID, browser: str, now: datetime) -> bool:
    """Whether this browser gave the code not too long ago."""
    entered = exists().where(
        AdviceCode.request_id == request_id,
        AdviceCode.browser_digest == _digest(browser),
        AdviceCode.entered_at > now - OPEN_FOR,
    )
    return bool(session.scalar(select(entered)))


def delete_codes_before(session: Session, moment: datetime) -> None:
    """Forget codes sent before this moment; choose one past their life and that of a browser."""
    session.execute(delete(AdviceCode).where(AdviceCode.sent_at < moment))


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _code_digest(session: Session, row_id: UUID, code: str) -> bytes:
    """A plain digest of a million values could be tried out; this one needs the key."""
    return keyed_digest(session, f"advice code {row_id}", code)
