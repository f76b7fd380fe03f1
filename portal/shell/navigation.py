"""The way round the site, by role."""

from dataclasses import dataclass

from flask_babel import lazy_gettext

from portal.domain.people import Role, Viewer


@dataclass(frozen=True, slots=True)
class Entry:
    endpoint: str
    label: str


CHILDREN = Entry("plan_status.list_children", lazy_gettext("Plan and reviews"))
OWN_MESSAGES = Entry("own_messages.list_messages", lazy_gettext("Messages to you"))
UNREACHABLE = Entry("unreachable.list_unreachable", lazy_gettext("Cannot be reached"))
LETTERS = Entry("paper.list_files", lazy_gettext("Letters on paper"))
CASES = Entry("desk.list_cases", lazy_gettext("My cases"))
TASKS = Entry("desk.list_tasks", lazy_gettext("Tasks"))
IN_TIME = Entry("timeliness.show_shares", lazy_gettext("In time"))
EVERYTHING = Entry("accurate_list.list_everything", lazy_gettext("Everything in one list"))
SETTING = Entry("reviews.list_setting_children", lazy_gettext("Our pupils"))
WAVES = Entry("surveys.list_waves", lazy_gettext("Surveys"))
INSTRUMENTS = Entry("instruments.list_instruments", lazy_gettext("Questions"))
AGREED_QUESTIONS = Entry("instruments.list_for_group", lazy_gettext("Questions"))
MODERATION = Entry("moderation.list_texts", lazy_gettext("Words to read"))
THEMES = Entry("moderation.list_themes", lazy_gettext("Themes"))
RELEASES = Entry("releases.list_releases", lazy_gettext("Reports"))
COMMITMENTS = Entry("commitments.list_commitments", lazy_gettext("Commitments"))
LOCAL_OFFER = Entry("local_offer_desk.list_comments", lazy_gettext("Local Offer"))
ASKED_FOR = Entry("commissioning.list_releases", lazy_gettext("What was asked for"))
ACTION_PLAN = Entry("action_plan.list_actions", lazy_gettext("Action plan"))
INDICATORS = Entry("indicators.list_indicators", lazy_gettext("Indicators"))
EVENTS = Entry("events.list_events", lazy_gettext("Events"))
INSPECTIONS = Entry("inspections.list_inspections", lazy_gettext("Young Inspectors"))
FORUM = Entry("forum.list_counts", lazy_gettext("Forum members"))
RECORDS = Entry("records.list_imports", lazy_gettext("Records"))
OPENED = Entry("break_glass.list_openings", lazy_gettext("Opened from outside"))
HOLDS = Entry("trail.list_holds", lazy_gettext("Legal holds"))
CONCERNS = Entry("safeguarding.list_concerns", lazy_gettext("Concerns"))
WAITING = Entry("trail.list_waiting", lazy_gettext("Waiting entries"))
STAFF = Entry("accounts.list_staff", lazy_gettext("Staff accounts"))

ENTRIES: dict[Role, tuple[Entry, ...]] = {
    Role.FAMILY_MEMBER: (CHILDREN, OWN_MESSAGES),
    Role.YOUNG_PERSON: (CHILDREN, OWN_MESSAGES),
    Role.CHILD: (CHILDREN, OWN_MESSAGES),
    Role.CASEWORKER: (
        CASES,
        TASKS,
        IN_TIME,
        EVERYTHING,
        UNREACHABLE,
        OPENED,
        ASKED_FOR,
        ACTION_PLAN,
        INDICATORS,
    ),
    Role.PARTICIPATION_OFFICER: (
        WAVES,
        INSTRUMENTS,
        MODERATION,
        RELEASES,
        EVENTS,
        INSPECTIONS,
        FORUM,
        COMMITMENTS,
        ACTION_PLAN,
        INDICATORS,
        LOCAL_OFFER,
        ASKED_FOR,
        RECORDS,
    ),
    Role.GROUP_MEMBER: (
        AGREED_QUESTIONS,
        RELEASES,
        THEMES,
        EVENTS,
        INSPECTIONS,
        FORUM,
        ASKED_FOR,
        ACTION_PLAN,
        INDICATORS,
    ),
    Role.COORDINATOR: (SETTING,),
    Role.SAFEGUARDING_LEAD: (CONCERNS, WAITING, OPENED, HOLDS),
    Role.ADMINISTRATOR: (STAFF, RECORDS, UNREACHABLE, LETTERS, HOLDS),
}


def entries_for(viewer: Viewer | None) -> tuple[Entry, ...]:
    return ENTRIES[viewer.role] if viewer else ()
