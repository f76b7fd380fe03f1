"""The words for the services that are asked for advice."""

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.advice import Service

SERVICE_WORDS: dict[Service, LazyString] = {
    Service.EDUCATION: lazy_gettext("Nursery, school or college"),
    Service.EDUCATIONAL_PSYCHOLOGY: lazy_gettext("Educational psychology"),
    Service.HEALTH: lazy_gettext("Health"),
    Service.SOCIAL_CARE: lazy_gettext("Social care"),
    Service.OTHER: lazy_gettext("Somebody else"),
}
