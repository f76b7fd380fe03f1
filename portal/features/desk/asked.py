"""What the address of a list asks for. A filter that cannot be read asks for everything."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask import request

from portal.domain.worklist import Show, WaitingOn

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the worklist. They travel with every link to a case and back."""

    show: Show
    waiting: WaitingOn | None
    caseworker: UUID | None

    @property
    def as_args(self) -> dict[str, Any]:
        """What an address has to carry to ask for the same again."""
        given = {
            "show": self.show if self.show is not Show.ALL else None,
            "waiting": self.waiting,
            "caseworker": self.caseworker,
        }
        return {name: str(value) for name, value in given.items() if value is not None}


def worklist_asked() -> Asked:
    """The worklist that this page's address names, or that it was opened from."""
    return Asked(
        read_choice(Show, "show") or Show.ALL, read_choice(WaitingOn, "waiting"), caseworker_asked()
    )


def read_choice(choices: type[Choice], name: str) -> Choice | None:
    """The choice that the address makes by this name, None where it makes none that there is."""
    try:
        return choices(request.args.get(name, ""))
    except ValueError:
        return None


def caseworker_asked() -> UUID | None:
    try:
        return UUID(request.args.get("caseworker", ""))
    except ValueError:
        return None
