"""Taking rows of the council's files into the record: compared, added, changed, marked absent.

A ``Lander`` takes one kind of file, some hundred rows at a time, in a few statements each. In a
dry run it compares and writes nothing, so that it holds no lock.
"""

from collections.abc import Sequence
from typing import Protocol

from portal.domain.records.access import ContactsGuard
from portal.domain.records.contested import FirstLook
from portal.domain.records.rows import Row
from portal.store.records.caseload import CaseloadLander
from portal.store.records.children import ChildLander
from portal.store.records.contacts import ContactLander
from portal.store.records.events import EventLander
from portal.store.records.plain import PlainLander
from portal.store.records.run import Landed, Run
from portal.store.records.settings import SettingLander
from portal.store.records.targets import PLAIN

__all__ = ["Lander", "Run", "lander_for"]


class Lander(Protocol):
    """Takes the rows of one file."""

    def land(self, rows: Sequence[Row]) -> list[Landed]:
        """Take these rows, in order; a refusal where a row cannot be taken after all."""

    def mark_absent(self) -> int:
        """Mark what the file no longer holds, once it has been read to its end; how many."""


def lander_for(run: Run, file: str, look: FirstLook, guard: ContactsGuard) -> Lander:
    match file:
        case "person.csv":
            return ChildLander(run, look)
        case "contacts.csv":
            return ContactLander(run, guard)
        case "events.csv":
            return EventLander(run)
        case "caseload.csv":
            return CaseloadLander(run)
        case "settings.csv":
            return SettingLander(run)
        case _:
            return PlainLander(run, PLAIN[file])
