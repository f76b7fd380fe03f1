"""The bank holidays of England, from the `holidays` library, which follows the proclamations."""

from collections.abc import Collection
from datetime import date


def in_england(years: Collection[int]) -> frozenset[date]:
    """The bank holidays of these years, days in lieu included."""
    # Only the worker needs it, and only on some days: pages do not wait for it.
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=years))
