"""What a caseworker has to do for one child, beside what the clocks show by themselves."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class TaskKind(StrEnum):
    """What is to be done. Who: the caseworker of the child, whoever that is on the day."""

    RING_FAMILY = "ring_family"


@dataclass(frozen=True, slots=True)
class NewTask:
    """``about_id`` names what the task is about (a review, a document, an adult), or the child.

    There is one task of a kind about one thing, however often it is asked for.
    """

    child_id: UUID
    kind: TaskKind
    about_id: UUID
    due_on: date
