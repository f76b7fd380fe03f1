"""Ages in words."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.domain.ages import AgeBand
from portal.domain.waves import UNKNOWN

AGE_WORDS: Mapping[str, LazyString] = {
    AgeBand.EARLY: _l("0 to 4"),
    AgeBand.PRIMARY: _l("5 to 10"),
    AgeBand.SECONDARY: _l("11 to 15"),
    AgeBand.POST_16: _l("16 to 18"),
    AgeBand.POST_19: _l("19 to 25"),
    UNKNOWN: _l("Not known"),
}
