"""The data-quality report: doubts about rows that were taken, for a person to look at."""

from collections.abc import Iterator
from datetime import date

from portal.domain.records.cells import is_sound_upn
from portal.domain.records.columns import Dated
from portal.domain.records.reasons import Doubt, Finding
from portal.domain.records.rows import Row
from portal.domain.records.shapes import CONTACTS, PERSON, SHAPE_OF

# Facts that have happened; a later day is a slip of the keyboard or a plan, not yet a fact.
_PAST = frozenset(
    {
        "receiveddate",
        "requestoutcomedate",
        "assessmentoutcomedate",
        "startdate",
        "reviewdraft",
        "lastreview",
        "phasetransferfinaldate",
    }
)
_REVIEW_DATES = ("reviewmeeting", "lastreview")


class QualityCheck:
    """Looks at every row that was taken, once and in the order of `SHAPES`."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._upns: dict[str, int] = {}
        self._plan_starts: dict[str, date] = {}
        self._plans_unplaced: dict[str, int] = {}
        self._plan_of_active: dict[str, str] = {}
        self._emails: dict[str, tuple[str, int]] = {}
        self._mobiles: dict[str, tuple[str, int]] = {}

    def look_at(self, row: Row) -> Iterator[Finding]:
        yield from self._dates(row)
        match row.file:
            case "person.csv":
                yield from self._upn(row)
            case "named_plan.csv":
                self._note_plan(row)
            case "active_plans.csv":
                yield from self._review(row)
            case "plan_detail.csv":
                self._plans_unplaced.pop(row.text("named_plan_id") or "", None)
            case "placement_detail.csv":
                plan = self._plan_of_active.get(row.text("active_plans_id") or "", "")
                self._plans_unplaced.pop(plan, None)
            case "contacts.csv":
                yield from self._contact(row)

    def at_end(self, present: frozenset[str]) -> Iterator[Finding]:
        """What only the whole folder shows; asked where a file of placements came with it."""
        if present & {"plan_detail.csv", "placement_detail.csv"}:
            for line in self._plans_unplaced.values():
                yield Finding("named_plan.csv", line, "named_plan_id", Doubt.PLAN_WITHOUT_PLACEMENT)

    def _dates(self, row: Row) -> Iterator[Finding]:
        for dated in SHAPE_OF[row.file].dated:
            if row.date(dated.date) is None and _calls_for(dated, row):
                yield Finding(row.file, row.line, dated.date, Doubt.DATE_MISSING)
        for column in _PAST.intersection(row.values):
            day = row.date(column)
            if day and day > self._today:
                yield Finding(row.file, row.line, column, Doubt.DATE_IN_FUTURE, day.isoformat())

    def _upn(self, row: Row) -> Iterator[Finding]:
        upn = row.text("upn")
        if upn is None:
            return
        if not is_sound_upn(upn):
            yield Finding(PERSON, row.line, "upn", Doubt.UPN_DOUBTFUL)
        first = self._upns.setdefault(upn, row.line)
        if first != row.line:
            where = f"{PERSON}:{first}"
            yield Finding(PERSON, row.line, "upn", Doubt.UPN_ON_TWO_CHILDREN, where)

    def _note_plan(self, row: Row) -> None:
        plan = row.text("named_plan_id") or ""
        if start := row.date("startdate"):
            self._plan_starts[plan] = start
        if row.date("ceasedate") is None:
            self._plans_unplaced[plan] = row.line

    def _review(self, row: Row) -> Iterator[Finding]:
        plan = row.text("named_plan_id") or ""
        self._plan_of_active[row.text("active_plans_id") or ""] = plan
        start = self._plan_starts.get(plan)
        for column in _REVIEW_DATES:
            day = row.date(column)
            if start and day and day < start:
                yield Finding(row.file, row.line, column, Doubt.REVIEW_BEFORE_PLAN, day.isoformat())

    def _contact(self, row: Row) -> Iterator[Finding]:
        if row.text("restriction") and row.date("restriction_review") is None:
            yield Finding(
                CONTACTS, row.line, "restriction_review", Doubt.RESTRICTION_WITHOUT_REVIEW_DATE
            )
        contact = row.text("contact_id") or ""
        for column, known, doubt in (
            ("email", self._emails, Doubt.ADULTS_WITH_ONE_EMAIL),
            ("mobile", self._mobiles, Doubt.ADULTS_WITH_ONE_MOBILE),
        ):
            if address := row.text(column):
                other, line = known.setdefault(address, (contact, row.line))
                if other != contact:
                    yield Finding(CONTACTS, row.line, column, doubt, f"{CONTACTS}:{line}")


def _calls_for(dated: Dated, row: Row) -> bool:
    if not dated.because:
        return True
    word = row.text(dated.because)
    return word in dated.values if dated.values else word is not None
