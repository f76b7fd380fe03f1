"""Why somebody of a family cannot be reached, and who must mend it."""

from enum import StrEnum


class Why(StrEnum):
    """The gravest first."""

    WRONG_PERSON = "wrong_person"  # a reader says so, and nobody has looked
    WRONG_ADDRESS = "wrong_address"  # somebody has looked: it is so
    PERMANENT_FAILURE = "permanent_failure"  # there is no such address
    SHARED_ADDRESS = "shared_address"  # two people with one: neither signs in
    NO_ADDRESS = "no_address"  # only letters are left
    TEMPORARY_FAILURE = "temporary_failure"  # full, switched off
    TECHNICAL_FAILURE = "technical_failure"  # given up between us and whoever carries it


class Mender(StrEnum):
    CASEWORKER = "caseworker"
    RECORDS_TEAM = "records_team"
    ADMINISTRATOR = "administrator"


MENDERS = {
    Why.WRONG_PERSON: Mender.CASEWORKER,
    Why.WRONG_ADDRESS: Mender.RECORDS_TEAM,
    Why.PERMANENT_FAILURE: Mender.CASEWORKER,
    Why.SHARED_ADDRESS: Mender.CASEWORKER,
    Why.NO_ADDRESS: Mender.CASEWORKER,
    Why.TEMPORARY_FAILURE: Mender.CASEWORKER,
    Why.TECHNICAL_FAILURE: Mender.ADMINISTRATOR,
}


class ReportDecision(StrEnum):
    """What somebody found who checked a report that a message went to the wrong person."""

    RIGHT_PERSON = "right_person"  # the address is theirs: messages go again
    CORRECTED = "corrected"  # the record has the right address now: messages go again
    WRONG_ADDRESS = "wrong_address"  # nothing goes until the record has another address


SETTLES = frozenset({ReportDecision.RIGHT_PERSON, ReportDecision.CORRECTED})
"""The decisions after which messages go again; the other one leaves the report open."""
