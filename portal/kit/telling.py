"""A case as pages tell it: its status today, by the council's own settings."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask import current_app

from portal.domain.case_facts import Recorded
from portal.domain.clocks import ClockKey
from portal.domain.date_flags import FlagStanding, find_standing
from portal.domain.plan_dates import ClockPolicy
from portal.domain.plan_stages import PlanStatus, Stage
from portal.domain.plans import plan_status
from portal.domain.review_cycle import is_move
from portal.domain.rights import covers_preparing_for_adulthood, school_year_group
from portal.domain.transfers import Phase
from portal.kit import plan_wording
from portal.kit.case_wording import DATE_OUTCOMES, FORCE_WORDS, PHASE_WORDS, due_words
from portal.kit.now import today
from portal.kit.staff_wording import STAFF_STAGES, staff_due_words
from portal.store.cases import Case
from portal.store.record_age import FlaggedDate

REVIEW_AHEAD = frozenset({Stage.PLAN_IN_FORCE, Stage.REVIEW_COMING, Stage.REVIEW_MEETING_BOOKED})


@dataclass(frozen=True, slots=True)
class Told:
    """A case and its status."""

    case: Case
    status: PlanStatus

    def is_flagged(self, recorded: Recorded) -> bool:
        """Whether somebody called this date wrong and nobody has checked it yet."""
        return FlaggedDate(recorded.source, recorded.on) in self.case.flagged

    @property
    def review_is_coming(self) -> bool:
        """Whether the next thing is a review that has not met yet."""
        return self.status.stage in REVIEW_AHEAD

    @property
    def move(self) -> Phase | None:
        """The coming move between phases for which the plan is still to be changed."""
        owed = any(is_move(due.deadline) for due in self.status.due)
        return self.status.transfer if owed else None

    @property
    def covers_adulthood(self) -> bool:
        """Whether the review covers preparing for adulthood, as it does from Year 9."""
        facts = self.case.facts
        if facts.born is None and facts.year_group is None:
            return False
        group = school_year_group(facts.born or today(), today(), recorded=facts.year_group)
        return covers_preparing_for_adulthood(group)

    @property
    def views_by(self) -> date | None:
        """The last day on which views come before they go round; None once that has passed."""
        goes_round = self.status.find_due(ClockKey.ADVICE_CIRCULATED)
        last = goes_round and goes_round.day - timedelta(1)
        return last if last and today() <= last else None

    def own_flag(self, recorded: Recorded, person_id: UUID) -> FlagStanding | None:
        """What became of this person's word that the date is wrong; None where they said none."""
        return find_standing(self.case.flag_standings, person_id, recorded.source, recorded.on)


def clock_policy() -> ClockPolicy:
    """The council's own choices, from the settings."""
    return ClockPolicy(
        feed_allows=timedelta(current_app.config["RECORDS_FRESH_DAYS"]),
        views_asked_days_before_meeting=current_app.config["VIEWS_ASKED_DAYS_BEFORE_MEETING"],
    )


def tell(case: Case, day: date | None = None) -> Told:
    """The case as it stands today, or as it stood at the end of ``day`` by the facts given."""
    return Told(case, plan_status(case.facts, day or today(), clock_policy()))


def case_words() -> dict[str, object]:
    """What `components/dates.html` and the pages of a case read; a context processor."""
    return {
        "words": plan_wording,
        "stages": plan_wording.STAGES,
        "date_outcomes": DATE_OUTCOMES,
        "due_words": due_words,
        "force_words": FORCE_WORDS,
        "phase_words": PHASE_WORDS,
        "today": today(),
    }


def staff_case_words() -> dict[str, object]:
    """The same for pages of staff and of settings; a context processor."""
    return case_words() | {"stages": STAFF_STAGES, "due_words": staff_due_words}
