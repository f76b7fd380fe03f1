"""In words: what staff do, how somebody stands to a child, and why access is open or closed."""

from flask_babel import gettext, lazy_gettext

from portal.domain.family_access import Standing
from portal.domain.people import Role
from portal.domain.records.access import SELF, UNKNOWN
from portal.domain.wishes import Matter, MaySee, Outcome

ROLES = {
    Role.CASEWORKER: lazy_gettext("Caseworker"),
    Role.PARTICIPATION_OFFICER: lazy_gettext("Participation officer"),
    Role.GROUP_MEMBER: lazy_gettext("Member of the participation group"),
    Role.COORDINATOR: lazy_gettext("Coordinator of a school or college"),
    Role.ADMINISTRATOR: lazy_gettext("Administrator"),
    Role.SAFEGUARDING_LEAD: lazy_gettext("Safeguarding lead"),
}

STANDINGS = {
    Standing.OPEN: lazy_gettext("Access is open."),
    Standing.NEW_DOCUMENTS_WAIT: lazy_gettext(
        "Access is open, but new documents wait: the young person is 18, has not said yes, and no "
        "capacity decision is on record."
    ),
    Standing.YOUNG_PERSON_OBJECTS: lazy_gettext(
        "Access is closed: the young person does not want this person to see anything."
    ),
    Standing.AGREEMENT_NEEDED: lazy_gettext(
        "Access is closed: this council asks for a yes of the young person first, and there is "
        "none yet."
    ),
    Standing.RESTRICTED: lazy_gettext(
        "Access is closed: the case system holds a restriction, such as a court order. It cannot "
        "be opened here. The case system must change first."
    ),
    Standing.RESTRICTION_UNREADABLE: lazy_gettext(
        "Access is closed: the last records said something about this person that we could not "
        "read, and it may be a restriction. It cannot be opened here. The case system must be put "
        "right first."
    ),
    Standing.OFF_RECORD: lazy_gettext(
        "Access is closed: the case system no longer links this person to the child. It cannot be "
        "opened here. The case system must change first."
    ),
    Standing.BEGINS_LATER: lazy_gettext("Access is closed: it begins on a later day."),
    Standing.ENDED: lazy_gettext("Access is closed: a caseworker closed it."),
    Standing.LOOKED_AFTER: lazy_gettext(
        "Access is closed: the child is looked after, so a caseworker decides for each person."
    ),
    Standing.ADOPTED: lazy_gettext(
        "Access is closed: the record speaks of adoption, so a caseworker decides for each person."
    ),
    Standing.NO_RESPONSIBILITY: lazy_gettext(
        "Access is closed: the record says this person does not have parental responsibility. A "
        "caseworker decides. Somebody who cares for the child can still be a parent in law."
    ),
    Standing.RESPONSIBILITY_UNKNOWN: lazy_gettext(
        "Access is closed: the record does not say whether this person has parental "
        "responsibility. A caseworker decides."
    ),
    Standing.NO_FILE_YET: lazy_gettext(
        "Access is closed: no records have said yet whether there is a restriction. It cannot be "
        "opened here. It opens with the first records that say there is none."
    ),
}

WISHES = {
    MaySee.EVERYTHING: lazy_gettext("May see everything and gets our letters"),
    MaySee.NO_LETTERS: lazy_gettext("May see everything, but gets no letters"),
    MaySee.NOTHING: lazy_gettext("May see nothing"),
}

MATTERS = {
    Matter.WHO_SEES: lazy_gettext("Who may see the record"),
    Matter.PLAN: lazy_gettext("What the plan says"),
    Matter.PLACE: lazy_gettext("Which school, college or other place the plan names"),
    Matter.APPEAL: lazy_gettext("Mediation or an appeal"),
    Matter.OTHER: lazy_gettext("Something else"),
}

OUTCOMES = {
    Outcome.CAN_DECIDE: lazy_gettext("Can decide this"),
    Outcome.CANNOT_DECIDE: lazy_gettext("Cannot decide this, even with help"),
}


def relationship_words(relationship: str) -> str:
    """How somebody stands to the child, as the record has it; empty where it does not say."""
    if relationship == SELF:
        return str(gettext("The child or young person"))
    return "" if relationship == UNKNOWN else relationship.replace("_", " ").capitalize()
