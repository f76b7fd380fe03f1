"""The words for a plan's status. One short sentence says where it is, another what that means."""

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.case_facts import RecordSource
from portal.domain.exceptions import LawfulReason
from portal.domain.plan_stages import Stage, StepKind

STAGES: dict[Stage, LazyString] = {
    Stage.NOTHING_RECORDED: lazy_gettext("There is no plan and no request for one"),
    Stage.REQUEST_RECEIVED: lazy_gettext("We are deciding if we will do an assessment"),
    Stage.REQUEST_WITHDRAWN: lazy_gettext("The request was taken back"),
    Stage.ASSESSMENT_REFUSED: lazy_gettext("We decided not to do an assessment"),
    Stage.ADVICE_GATHERED: lazy_gettext("We are doing the assessment"),
    Stage.ASSESSMENT_WITHDRAWN: lazy_gettext("The assessment was stopped"),
    Stage.PLAN_REFUSED: lazy_gettext("We decided that there will be no plan"),
    Stage.PLAN_BEING_WRITTEN: lazy_gettext("We are writing the plan"),
    Stage.DRAFT_WITH_FAMILY: lazy_gettext("The draft plan is with you"),
    Stage.FINAL_PLAN_AWAITED: lazy_gettext("We are finishing the plan"),
    Stage.PLAN_IN_FORCE: lazy_gettext("The plan is in place"),
    Stage.REVIEW_COMING: lazy_gettext("It is time for the yearly review"),
    Stage.REVIEW_MEETING_BOOKED: lazy_gettext("The review meeting has a date"),
    Stage.REVIEW_REPORT_AWAITED: lazy_gettext("The review meeting has been held"),
    Stage.REVIEW_DECISION_AWAITED: lazy_gettext("We are deciding what happens with the plan"),
    Stage.AMENDMENT_NOTICE_AWAITED: lazy_gettext("The plan will change"),
    Stage.AMENDMENT_COMMENTS_OPEN: lazy_gettext("The changes to the plan are with you"),
    Stage.AMENDED_PLAN_AWAITED: lazy_gettext("We are finishing the changed plan"),
    Stage.CEASE_DECIDED: lazy_gettext("We decided that the plan should end"),
    Stage.PLAN_CEASED: lazy_gettext("The plan has ended"),
}

MEANINGS: dict[Stage, LazyString] = {
    Stage.NOTHING_RECORDED: lazy_gettext("You can ask us for an assessment at any time."),
    Stage.REQUEST_RECEIVED: lazy_gettext("We have the request and look at what you told us."),
    Stage.REQUEST_WITHDRAWN: lazy_gettext("Nothing more happens now. You can ask again."),
    Stage.ASSESSMENT_REFUSED: lazy_gettext("Our letter says why. You can ask for this to change."),
    Stage.ADVICE_GATHERED: lazy_gettext(
        "We ask the school, health and others what they know and what would help."
    ),
    Stage.ASSESSMENT_WITHDRAWN: lazy_gettext("Nothing more happens now. You can ask again."),
    Stage.PLAN_REFUSED: lazy_gettext("Our letter says why. You can ask for this to change."),
    Stage.PLAN_BEING_WRITTEN: lazy_gettext("You will see a draft first, and can comment on it."),
    Stage.DRAFT_WITH_FAMILY: lazy_gettext(
        "Tell us what is right, what is wrong and what is missing."
    ),
    Stage.FINAL_PLAN_AWAITED: lazy_gettext("We read the comments and then send the final plan."),
    Stage.PLAN_IN_FORCE: lazy_gettext("The help in the plan should be happening now."),
    Stage.REVIEW_COMING: lazy_gettext("Now is a good time to tell us how the plan is working."),
    Stage.REVIEW_MEETING_BOOKED: lazy_gettext(
        "Tell us before the meeting how the plan is working."
    ),
    Stage.REVIEW_REPORT_AWAITED: lazy_gettext("Next comes the report, and then our decision."),
    Stage.REVIEW_DECISION_AWAITED: lazy_gettext("It can stay the same, change, or end."),
    Stage.AMENDMENT_NOTICE_AWAITED: lazy_gettext("We will send you the changes we want to make."),
    Stage.AMENDMENT_COMMENTS_OPEN: lazy_gettext(
        "Tell us what is right, what is wrong and what is missing."
    ),
    Stage.AMENDED_PLAN_AWAITED: lazy_gettext(
        "We read the comments and then send the changed plan."
    ),
    Stage.CEASE_DECIDED: lazy_gettext(
        "The plan goes on while you can still appeal. Our letter says why we want it to end."
    ),
    Stage.PLAN_CEASED: lazy_gettext("There is no review any more."),
}

STEPS: dict[StepKind, LazyString] = {
    StepKind.REQUEST_RECEIVED: lazy_gettext("We got the request for an assessment"),
    StepKind.ASSESSMENT_AGREED: lazy_gettext("We agreed to do an assessment"),
    StepKind.ASSESSMENT_REFUSED: lazy_gettext("We decided not to do an assessment"),
    StepKind.ADVICE_ASKED: lazy_gettext("We asked for advice"),
    StepKind.ADVICE_RECEIVED: lazy_gettext("We got advice"),
    StepKind.PLAN_AGREED: lazy_gettext("We agreed to make a plan"),
    StepKind.PLAN_REFUSED: lazy_gettext("We decided that there will be no plan"),
    StepKind.DRAFT_SERVED: lazy_gettext("We sent the draft plan"),
    StepKind.PLAN_MADE: lazy_gettext("The plan was made"),
    StepKind.MEETING: lazy_gettext("The review meeting was held"),
    StepKind.MEETING_REPORT: lazy_gettext("The report of the meeting was sent"),
    StepKind.REVIEW_COMPLETED: lazy_gettext("The review was finished"),
    StepKind.DECISION_KEEP: lazy_gettext("We decided to keep the plan as it is"),
    StepKind.DECISION_AMEND: lazy_gettext("We decided to change the plan"),
    StepKind.DECISION_CEASE: lazy_gettext("We decided that the plan should end"),
    StepKind.AMENDMENT_NOTICE: lazy_gettext("We sent the changes we want to make"),
    StepKind.FINAL_ISSUED: lazy_gettext("We sent the final plan"),
    StepKind.AGREED_DELAY: lazy_gettext("A delay was agreed. The legal dates stay the same"),
    StepKind.PLAN_CEASED: lazy_gettext("The plan ended"),
}

SOURCES: dict[RecordSource, LazyString] = {
    RecordSource.REQUESTS: lazy_gettext("our list of requests"),
    RecordSource.ASSESSMENTS: lazy_gettext("our list of assessments"),
    RecordSource.PLANS: lazy_gettext("our list of plans"),
    RecordSource.REVIEWS: lazy_gettext("our list of reviews"),
    RecordSource.EVENTS: lazy_gettext("the case file"),
    RecordSource.PORTAL: lazy_gettext("what our team wrote down here"),
}

REASONS: dict[LawfulReason, LazyString] = {
    LawfulReason.SCHOOL_CLOSED: lazy_gettext("School or college closed for 4 weeks or more"),
    LawfulReason.EARLY_YEARS_CLOSED: lazy_gettext("Nursery closed for 4 weeks or more"),
    LawfulReason.PERSONAL_CIRCUMSTANCES: lazy_gettext("Exceptional personal circumstances"),
    LawfulReason.AWAY_FROM_AREA: lazy_gettext("Away from the area for 4 weeks or more"),
    LawfulReason.MISSED_APPOINTMENT: lazy_gettext("Missed appointment"),
}
