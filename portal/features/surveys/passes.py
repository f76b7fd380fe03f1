"""What stands in an address in place of a link's token for somebody who typed their code in.

The token itself is stored nowhere. The pass is signed and holds the invitation's id; after a day
the code has to be typed in again.
"""

from datetime import timedelta
from uuid import UUID

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

_LASTS = timedelta(days=1)
_BETWEEN_ITS_PARTS = "."  # which no token has


def make_pass(invitation_id: UUID) -> str:
    return str(_signer().dumps(invitation_id.hex))


def read_token(token: str) -> str | UUID:
    """The invitation of a pass that still holds; anything else as it is."""
    if _BETWEEN_ITS_PARTS not in token:
        return token
    try:
        return UUID(_signer().loads(token, max_age=int(_LASTS.total_seconds())))
    except BadData:
        return token


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="survey code")
