"""The blueprint, and what each of its pages needs: the status of a case and the words for it."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, abort, current_app, request

from portal.domain.case_facts import Recorded, RecordSource
from portal.domain.plan_dates import ClockPolicy
from portal.domain.plan_stages import PlanStatus
from portal.domain.plans import plan_status
from portal.features.plan_status import wording
from portal.kit.case_wording import FORCE_WORDS, due_words
from portal.kit.now import today
from portal.store.cases import Case
from portal.store.record_age import FlaggedDate

blueprint = Blueprint("plan_status", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Told:
    """A case and its status today."""

    case: Case
    status: PlanStatus

    def is_flagged(self, recorded: Recorded) -> bool:
        """Whether somebody called this date wrong and nobody has checked it yet."""
        return FlaggedDate(recorded.source, recorded.on) in self.case.flagged


def tell(case: Case) -> Told:
    policy = ClockPolicy(
        feed_allows=timedelta(current_app.config["RECORDS_FRESH_DAYS"]),
        views_asked_days_before_meeting=current_app.config["VIEWS_ASKED_DAYS_BEFORE_MEETING"],
    )
    return Told(case, plan_status(case.facts, today(), policy))


def flagged_date_of_form() -> FlaggedDate:
    """The date whose button was pressed; 400 where the form was not ours."""
    source, _, day = request.form.get("date", "").partition(" ")
    try:
        return FlaggedDate(RecordSource(source), date.fromisoformat(day))
    except ValueError:
        abort(400)


@blueprint.context_processor
def words() -> dict[str, object]:
    return {"words": wording, "due_words": due_words, "force_words": FORCE_WORDS, "today": today()}
