"""What a contacts file may open for a family member, and what closes it again.

Source: the portal's own privacy rules. A file alone opens nothing where parental responsibility
is unknown, or where the child is looked after or adopted: a caseworker decides. A restriction that
is refused or cannot be read closes that adult's access.
"""

from dataclasses import dataclass, field

from portal.domain.records.cells import read_restriction
from portal.domain.records.reading import Line
from portal.domain.records.reasons import Reason, Refusal

SELF = "self"
UNKNOWN = "unknown"

_TELLS_OF_ADOPTION = ("adopt", "birth")
_GUARDED_COLUMNS = frozenset(
    {"relationship", "responsibility", "restriction", "restriction_review"}
)
_GUARDED_REASONS = frozenset({Reason.ID_TWICE, Reason.ROW_BROKEN})


@dataclass(frozen=True, slots=True)
class ContactsGuard:
    """``closed``: contact ids of adults whose access a refused row closes, with its line.
    ``adopted``: person ids of children of whom a relationship tells that they were adopted."""

    closed: dict[str, int] = field(default_factory=dict)
    adopted: set[str] = field(default_factory=set)


def relationship_word(text: str | None) -> str:
    """A relationship as it is kept: lower case, underscores between words, never blank."""
    return "_".join((text or UNKNOWN).lower().replace("-", " ").replace("_", " ").split())


def tells_of_adoption(relationship: str) -> bool:
    """Whether the word for one adult says that the child was adopted."""
    return any(part.startswith(_TELLS_OF_ADOPTION) for part in relationship.split("_"))


def file_opens(
    *, relationship: str, responsibility: str, looked_after: bool, adopted: bool
) -> bool:
    """Whether a row of a contacts file is enough to let this person in, restrictions apart.

    A child or young person's own row needs no parental responsibility. Somebody who is known to
    have none may still be a parent in law by caring for the child (Education Act 1996, s.576):
    that is for a caseworker to say.
    """
    if looked_after or adopted:
        return False
    return relationship == SELF or responsibility == "yes"


def closes_access(line: Line, refusals: tuple[Refusal, ...]) -> bool:
    """Whether a refused row of a contacts file closes the access of the adult it names.

    It does where it speaks of a restriction that now cannot land, and where what is wrong with it
    is what decides who may see the child.
    """
    if read_restriction(line.cells.get("restriction", "")) is not None:
        return True
    return any(
        refusal.column in _GUARDED_COLUMNS or refusal.reason in _GUARDED_REASONS
        for refusal in refusals
    )
