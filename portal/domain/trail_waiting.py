"""What waits for the safeguarding lead, by day: the lead decides about days, not about lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from portal.domain.dates import london_day
from portal.domain.trail import Read, Showing, showing

LineT = TypeVar("LineT")


@dataclass(frozen=True, slots=True, order=True)
class DayAsShown:
    """What the lead had before them: a day, where its lines stood, and how many they were.

    Lines are only added. So where the number is the same, the lines are the same; where it is not,
    somebody has looked meanwhile, and what the lead has not seen is not decided.
    """

    day: date
    standing: Showing
    lines: int

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.standing}.{self.lines}"

    @classmethod
    def parse(cls, text: str) -> "DayAsShown":
        """Read what `str` wrote. Raises ValueError."""
        day, standing, lines = text.split(".")
        return cls(date.fromisoformat(day), Showing(standing), int(lines))


def by_day(
    lines: Iterable[tuple[Read, LineT]], *, is_restricted: bool
) -> Mapping[DayAsShown, list[tuple[Read, LineT]]]:
    """The lines about which a lead may decide, by day and by where they stand, oldest day first.

    What is shown by itself is no business of the lead's: it is left out, as is what is never
    shown. What the lead has released can be held again.
    """
    groups: dict[tuple[date, Showing], list[tuple[Read, LineT]]] = {}
    for read, line in lines:
        standing = showing(read, is_restricted=is_restricted)
        if standing is Showing.NEVER or (standing is Showing.SHOWN and read.decision is None):
            continue
        groups.setdefault((london_day(read.at), standing), []).append((read, line))
    return {
        DayAsShown(day, standing, len(group)): group
        for (day, standing), group in sorted(groups.items(), key=lambda item: item[0])
    }
