"""A survey's answers before they are counted: the draft, and the set that waits for the close.

Both are packed to the most that the wave's questions can take, so that the length of what is sealed
says nothing about what is in it. The draft is sealed under a secret of its own; what waits, under
the wave's key. The wave's key is the data key of the wave's id, and closing the wave destroys it.
"""

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session

from portal.store.sealing import KEY_BYTES, NONCE_BYTES, seal, unseal
from portal.store.tables.surveys import SurveyInvitation

_TABLE = SurveyInvitation.__tablename__
_SECRET = "draft_secret_sealed"  # noqa: S105 - the name of a column


def pack(content: Mapping[str, object], length: int) -> str:
    """JSON of so many bytes whatever it holds. Raises ValueError where it holds more."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    spare = length - len(text.encode())
    if spare < 0:
        raise ValueError(f"a survey's answers may take {length} bytes")
    return text + " " * spare


def seal_draft(
    session: Session,
    *,
    wave_id: UUID,
    invitation_id: UUID,
    answers: Mapping[str, str],
    length: int,
) -> tuple[bytes, bytes]:
    """A new secret, sealed, and the draft sealed under it."""
    secret, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(NONCE_BYTES)
    draft = nonce + AESGCM(secret).encrypt(
        nonce, pack(answers, length).encode(), invitation_id.bytes
    )
    sealed_secret = seal(
        session,
        subject_id=wave_id,
        table=_TABLE,
        column=_SECRET,
        row_id=invitation_id,
        text=b64encode(secret).decode(),
    )
    return sealed_secret, draft


def open_draft(
    session: Session, *, wave_id: UUID, invitation_id: UUID, sealed_secret: bytes, draft: bytes
) -> dict[str, str]:
    """The answers of a draft, by question."""
    secret = b64decode(
        unseal(
            session,
            subject_id=wave_id,
            table=_TABLE,
            column=_SECRET,
            row_id=invitation_id,
            sealed=sealed_secret,
        )
    )
    text = AESGCM(secret).decrypt(draft[:NONCE_BYTES], draft[NONCE_BYTES:], invitation_id.bytes)
    answers: dict[str, str] = json.loads(text)
    return answers
