"""Something may be wrong for a child: said by the child or a family, seen by a reader, told to a
rota, taken and decided by a safeguarding lead."""

from flask import Flask

from portal.actions.safeguarding import FIND_OVERDUE, TELL_NEXT
from portal.features.safeguarding import (
    concerns,
    raising,
    rota,
    telling,
)
from portal.features.safeguarding.blueprint import blueprint
from portal.features.safeguarding.commands import safeguarding_commands
from portal.features.safeguarding.jobs import (
    WARN_OF_GAPS,
    find_overdue,
    is_overdue,
    tell_next,
    warn_of_gaps,
)
from portal.kit.jobs import add_handler, once_a_day

__all__ = ["concerns", "init_app", "raising", "rota", "telling"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(safeguarding_commands)
    add_handler(app, TELL_NEXT, tell_next)
    add_handler(app, FIND_OVERDUE, find_overdue, is_due=is_overdue)
    add_handler(app, WARN_OF_GAPS, warn_of_gaps, is_due=once_a_day(WARN_OF_GAPS))
