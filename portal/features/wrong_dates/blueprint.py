"""The blueprint, and how a date of the record is named in an address and on a page."""

from datetime import date

from flask import Blueprint, abort

from portal.domain.case_facts import RecordSource
from portal.kit import plan_wording
from portal.kit.case_wording import DATE_OUTCOMES
from portal.store.record_age import FlaggedDate

blueprint = Blueprint("wrong_dates", __name__, template_folder="templates")

Page = tuple[str, int]
WRONG = 422


def read_date(text: str) -> FlaggedDate:
    """The date that a button names; 400 where the button was not ours."""
    source, _, day = text.partition(" ")
    try:
        return FlaggedDate(RecordSource(source), date.fromisoformat(day))
    except ValueError:
        abort(400)


@blueprint.context_processor
def words() -> dict[str, object]:
    return {"date_outcomes": DATE_OUTCOMES, "sources": plan_wording.SOURCES}
