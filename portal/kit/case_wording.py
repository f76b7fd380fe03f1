"""The words for clocks and phases, as families read them."""

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.clocks import ClockKey, Deadline, Force
from portal.domain.date_flags import DateOutcome
from portal.domain.review_cycle import is_move
from portal.domain.transfers import Phase

DUE_WORDS: dict[ClockKey, LazyString] = {
    ClockKey.DECIDE_TO_ASSESS: lazy_gettext("We tell you if we will do an assessment"),
    ClockKey.ADVICE_REPLY: lazy_gettext("People we asked for advice send it to us"),
    ClockKey.REFUSE_TO_ISSUE: lazy_gettext("If there will be no plan, we tell you"),
    ClockKey.DRAFT_COMMENTS: lazy_gettext("You can comment on the draft plan until this day"),
    ClockKey.FINAL_PLAN: lazy_gettext("We send you the final plan"),
    ClockKey.REVIEW_DUE: lazy_gettext("The review is finished and we tell you our decision"),
    ClockKey.EARLY_YEARS_LOOK: lazy_gettext("A shorter look at the plan, as your child is under 5"),
    ClockKey.VIEWS_ASKED: lazy_gettext("We ask for your views"),
    ClockKey.INVITATIONS: lazy_gettext("Invitations to the meeting go out"),
    ClockKey.ADVICE_CIRCULATED: lazy_gettext("Reports and views go round before the meeting"),
    ClockKey.MEETING_REPORT: lazy_gettext("You get the report of the meeting"),
    ClockKey.DECISION: lazy_gettext("We tell you our decision and any changes we want to make"),
    ClockKey.AMENDMENT_COMMENTS: lazy_gettext("You can comment on the changes until this day"),
    ClockKey.AMENDED_FINAL: lazy_gettext(
        "We send you the changed plan, or tell you that it stays the same"
    ),
    ClockKey.LATEST_SENSIBLE_MEETING: lazy_gettext("A good last day for the review meeting"),
    ClockKey.LATEST_SAFE_MEETING: lazy_gettext(
        "A good last day for the review meeting, so that the plan is ready for the move"
    ),
    ClockKey.ASSESSMENT_AGREED: lazy_gettext("We tell you that we will do the assessment"),
    ClockKey.DRAFT_PLAN: lazy_gettext("We send you the draft plan"),
    ClockKey.REASSESSMENT_REPLY: lazy_gettext("We tell you if we will assess again"),
    ClockKey.REASSESSMENT_ALLOWED: lazy_gettext("You can ask us to assess again from this day"),
    ClockKey.TRANSFER_NOTICE: lazy_gettext("We tell you what happens with the plan you moved with"),
}

DATE_OUTCOMES: dict[DateOutcome, LazyString] = {
    DateOutcome.RIGHT: lazy_gettext("The date is right after all"),
    DateOutcome.MENDED: lazy_gettext("You are right. We have mended it in our records"),
    DateOutcome.CANNOT_TELL: lazy_gettext("We cannot tell yet"),
}

TRANSFER_WORDS = lazy_gettext("The plan is changed, and names the next school or college")

FORCE_WORDS: dict[Force, LazyString] = {
    Force.LAW: lazy_gettext("By law"),
    Force.TARGET: lazy_gettext("Our own aim"),
    Force.GUIDANCE: lazy_gettext("A guide, not a law"),
}

PHASE_WORDS: dict[Phase, LazyString] = {
    Phase.EARLY_YEARS_SCHOOL: lazy_gettext("Nursery or pre-school to school"),
    Phase.INFANT_JUNIOR: lazy_gettext("Infant school to junior school"),
    Phase.PRIMARY_MIDDLE: lazy_gettext("First or primary school to middle school"),
    Phase.PRIMARY_SECONDARY: lazy_gettext("Primary or junior school to secondary school"),
    Phase.MIDDLE_SECONDARY: lazy_gettext("Middle school to secondary or upper school"),
    Phase.SECONDARY_POST16: lazy_gettext("Secondary school to college or another place after 16"),
    Phase.POST16_POST16: lazy_gettext("One college to another"),
}


def due_words(deadline: Deadline) -> LazyString:
    """What is due, in a line."""
    return TRANSFER_WORDS if is_move(deadline) else DUE_WORDS[deadline.key]
