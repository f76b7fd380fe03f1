"""Roles of staff in words."""

from flask_babel import lazy_gettext

from portal.domain.people import Role

ROLES = {
    Role.CASEWORKER: lazy_gettext("Caseworker"),
    Role.PARTICIPATION_OFFICER: lazy_gettext("Participation officer"),
    Role.GROUP_MEMBER: lazy_gettext("Member of the participation group"),
    Role.COORDINATOR: lazy_gettext("Coordinator of a school or college"),
    Role.ADMINISTRATOR: lazy_gettext("Administrator"),
}
