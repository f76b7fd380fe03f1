"""Who must be among how many before a wave may open."""

from uuid import uuid4

from portal.actions.survey_cohorts import may_ask
from portal.domain.waves import TooFewInvited
from portal.store.cohorts import Asked


def test_somebody_asked_about_two_children_is_one_person() -> None:
    asked = [Asked(uuid4(), uuid4(), ("ASD",)) for _ in range(9)]
    again = [Asked(uuid4(), person.family_member_id, ("ASD",)) for person in asked]

    assert may_ask([*asked, *again]) == TooFewInvited({("ASD",): 9})
    assert may_ask([*asked, Asked(uuid4(), uuid4(), ("ASD",))]) is None
