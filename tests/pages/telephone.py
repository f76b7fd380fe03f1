"""The telephone desk as its page tests use it: ring somebody, and say how the call ended."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from tests.open_waves import SEPTEMBER_2020_WAVE, Invited
from tests.pages.conftest import CheckingClient

ALL_AGREE = {choice.key: "agree" for choice in SEPTEMBER_2020_WAVE}


def fresh(session: Session) -> Session:
    """The same session, seeing what requests have committed."""
    session.rollback()
    session.expire_all()
    return session


def desk_of(wave_id: UUID) -> str:
    return f"/surveys/{wave_id}/calls"


def ring(caller: CheckingClient, wave_id: UUID, person: Invited) -> str:
    """Press Ring beside this person; the path of the call, which is open now."""
    caller.get(desk_of(wave_id))
    call = f"{desk_of(wave_id)}/{person.invitation_id}"
    assert caller.submit(f"{call}/take").location.endswith(call)
    caller.get(call)
    return call


def end_call(caller: CheckingClient, call: str, fields: Mapping[str, str]) -> int:
    """Note how the call ended, with the form that the call leads to."""
    caller.get(f"{call}/attempt")
    new_id = caller.page.select_one("input[name=new_id]")
    assert new_id is not None
    return caller.submit(f"{call}/attempt", {"new_id": str(new_id["value"]), **fields}).status_code
