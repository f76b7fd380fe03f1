"""What ratings say in words: a colour is never alone."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.domain.commitments import Rating

RATINGS: Mapping[Rating, LazyString] = {
    Rating.RED: _l("Red: not started, or badly late"),
    Rating.AMBER: _l("Amber: started, and a little late"),
    Rating.GREEN: _l("Green: on track"),
    Rating.BLUE: _l("Blue: done, and it works"),
}

NAMES: Mapping[Rating, LazyString] = {
    Rating.RED: _l("Red"),
    Rating.AMBER: _l("Amber"),
    Rating.GREEN: _l("Green"),
    Rating.BLUE: _l("Blue"),
}
"""For a cell of a table, where the key stands on the same page."""

KEY: Mapping[Rating, LazyString] = {
    Rating.RED: _l("Not started, or badly late. It must be brought back on track."),
    Rating.AMBER: _l("Started, and a little late. It must be watched."),
    Rating.GREEN: _l("On track for the day that was agreed. Something has to show it."),
    Rating.BLUE: _l("Done, and part of how we work. Something has to show it."),
}

TAG_COLOURS: Mapping[Rating, str] = {
    Rating.RED: "govuk-tag--red",
    Rating.AMBER: "govuk-tag--yellow",
    Rating.GREEN: "govuk-tag--green",
    Rating.BLUE: "govuk-tag--blue",
}
