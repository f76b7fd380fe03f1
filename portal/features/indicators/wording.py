"""What the keys of indicators say in words."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from flask_babel import LazyString, format_date, format_decimal, gettext
from flask_babel import lazy_gettext as _l

from portal.domain.indicators import EntryKind, GoalRule, Movement, Origin, Point, State, Unit
from portal.domain.people import Role

MOVEMENTS: Mapping[Movement, LazyString] = {
    Movement.BETTER: _l("Better than before"),
    Movement.WORSE: _l("Worse than before"),
    Movement.SAME: _l("The same as before"),
    Movement.NO_CLEAR_CHANGE: _l("No clear change"),
    Movement.NOT_COMPARABLE: _l("Counted in another way before"),
    Movement.NOT_KNOWN: _l("Nothing to compare with"),
}

ORIGINS: Mapping[Origin, LazyString] = {
    Origin.CLOCK: _l("Worked out from the records each month"),
    Origin.WAVE: _l("From released reports of surveys"),
    Origin.FORUM: _l("From the counts of forum members"),
    Origin.TYPED: _l("Typed in"),
}

STATES: Mapping[State, LazyString] = {
    State.PROPOSED: _l("Proposed"),
    State.TAKEN_ON: _l("Taken on"),
    State.NOT_TAKEN_ON: _l("Not taken on"),
}

KINDS: Mapping[EntryKind, LazyString] = {
    EntryKind.FIGURE: _l("The figure itself"),
    EntryKind.BASELINE: _l("Baseline: where we began"),
    EntryKind.TARGET: _l("Target: where we want to be"),
    EntryKind.NATIONAL: _l("National figure"),
}

GOALS: Mapping[GoalRule, LazyString] = {
    GoalRule.TARGET: _l("Reach the target"),
    GoalRule.NATIONAL: _l("At least the national figure"),
    GoalRule.BASELINE: _l("Better than the baseline"),
}

_ROLES: Mapping[Role, LazyString] = {
    Role.PARTICIPATION_OFFICER: _l("the participation team"),
    Role.GROUP_MEMBER: _l("the participation group"),
}


def role_words(role: Role | None) -> str:
    """Who said or decided it: a post, never a name."""
    if role is None:
        return str(gettext("the Written Statement of Action"))
    return str(_ROLES.get(role, gettext("a member of staff")))


def value_words(value: Decimal, unit: Unit) -> str:
    number = format_decimal(value)
    return str(gettext("%(number)s %%", number=number)) if unit is Unit.PERCENT else str(number)


def span_words(first: date, last: date) -> str:
    """A day, a month, months, or from day to day where they begin or end within a month."""
    if first == last:
        return str(format_date(last, "d MMMM y"))
    whole_months = first.day == 1 and (last + timedelta(1)).day == 1
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return str(format_date(last, "MMMM y"))
    style = "MMMM y" if whole_months else "d MMMM y"
    return str(
        gettext(
            "%(first)s to %(last)s",
            first=format_date(first, style),
            last=format_date(last, style),
        )
    )


def point_words(point: Point | None, unit: Unit) -> str:
    """A figure with its time; hidden looks as not known does."""
    if point is None:
        return str(gettext("Not known"))
    return f"{value_words(point.value, unit)} ({span_words(point.first, point.last)})"


def source_words(point: Point, origin: Origin) -> str:
    if origin is Origin.WAVE and point.source.isdecimal():
        return str(gettext("Report %(number)s", number=point.source))
    return point.source or str(ORIGINS[origin])
