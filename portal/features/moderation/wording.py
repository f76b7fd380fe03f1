"""Words for what the desk knows."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.domain.moderation import Outcome, Source, StepKind

SOURCES: Mapping[Source, LazyString] = {
    Source.SURVEY: _l("Survey"),
    Source.EVENT: _l("Event"),
    Source.INSPECTION: _l("Young Inspectors"),
}
ASKED: Mapping[Source, LazyString] = {
    Source.EVENT: _l("What should we do next?"),
    Source.INSPECTION: _l("What did you see?"),
}
"""Where the question is always the same."""
OUTCOMES: Mapping[Outcome, LazyString] = {
    Outcome.QUOTE: _l("May be quoted"),
    Outcome.THEME_ONLY: _l("Counted under its themes, not quoted"),
    Outcome.WITHHELD: _l("Kept back: neither quoted nor counted"),
}
STEPS: Mapping[StepKind, LazyString] = {
    StepKind.DECIDED: _l("Decided"),
    StepKind.CONFIRMED: _l("Confirmed as second person"),
    StepKind.SENT_BACK: _l("Sent back"),
    StepKind.WITHDRAWN: _l("Withdrawn"),
    StepKind.CHANGED: _l("The words were changed, so this has to be decided again"),
}
