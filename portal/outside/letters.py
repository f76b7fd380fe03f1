"""What an adapter is handed to deliver, and how it says that it could not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from portal.domain.addresses import Address, Channel


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, ready to go. ``id`` stays the same when a delivery is tried again.

    ``is_again``: it has been tried before, and may have gone although nobody could say so.
    """

    id: UUID
    to: Address
    subject: str
    text: str
    language: str
    written_at: datetime
    is_again: bool = False


class NotDeliveredError(Exception):
    """The letter did not go. ``for_good``: trying again would not help."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Carrier(Protocol):
    """Somebody who delivers letters over the channels it names."""

    @property
    def channels(self) -> frozenset[Channel]: ...

    def deliver(self, letter: Letter) -> None:
        """Returns when the letter has been handed over; raises NotDeliveredError otherwise."""
