"""The words for stages and clocks as staff read them: of the family, never to it."""

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.clocks import ClockKey, Deadline
from portal.domain.plan_stages import Stage
from portal.domain.review_cycle import is_move
from portal.kit.case_wording import DUE_WORDS, TRANSFER_WORDS
from portal.kit.plan_wording import STAGES

STAFF_STAGES: dict[Stage, LazyString] = STAGES | {
    Stage.DRAFT_WITH_FAMILY: lazy_gettext("The draft plan is with the family"),
    Stage.AMENDMENT_COMMENTS_OPEN: lazy_gettext("The changes to the plan are with the family"),
}

STAFF_DUE_WORDS: dict[ClockKey, LazyString] = DUE_WORDS | {
    ClockKey.DECIDE_TO_ASSESS: lazy_gettext("Tell the family if there will be an assessment"),
    ClockKey.REFUSE_TO_ISSUE: lazy_gettext("Tell the family if there will be no plan"),
    ClockKey.DRAFT_COMMENTS: lazy_gettext("The family can comment on the draft plan"),
    ClockKey.FINAL_PLAN: lazy_gettext("Send the final plan"),
    ClockKey.REVIEW_DUE: lazy_gettext("Finish the review and tell the family the decision"),
    ClockKey.EARLY_YEARS_LOOK: lazy_gettext("A shorter look at the plan of a child under 5"),
    ClockKey.VIEWS_ASKED: lazy_gettext("Ask for views"),
    ClockKey.INVITATIONS: lazy_gettext("Invite people to the meeting"),
    ClockKey.ADVICE_CIRCULATED: lazy_gettext("Send reports and views round before the meeting"),
    ClockKey.MEETING_REPORT: lazy_gettext("Send the report of the meeting"),
    ClockKey.DECISION: lazy_gettext("Tell the family the decision and any changes proposed"),
    ClockKey.AMENDMENT_COMMENTS: lazy_gettext("The family can comment on the changes"),
    ClockKey.AMENDED_FINAL: lazy_gettext(
        "Send the changed plan, or tell the family that it stays the same"
    ),
    ClockKey.ASSESSMENT_AGREED: lazy_gettext("Tell the family that there will be an assessment"),
    ClockKey.DRAFT_PLAN: lazy_gettext("Send the draft plan"),
    ClockKey.REASSESSMENT_REPLY: lazy_gettext("Tell the family if there will be a new assessment"),
    ClockKey.REASSESSMENT_ALLOWED: lazy_gettext("The family can ask for a new assessment"),
    ClockKey.TRANSFER_NOTICE: lazy_gettext(
        "Tell the family what happens with the plan they moved here with"
    ),
}


def staff_due_words(deadline: Deadline) -> LazyString:
    """What is due, in a line."""
    return TRANSFER_WORDS if is_move(deadline) else STAFF_DUE_WORDS[deadline.key]
