"""The council's rule for the access of parents goes from the settings into every session."""

import pytest

from portal.domain.rights import ParentsAccess
from portal.shell.application import create_app
from portal.store.connection import session_beside
from portal.store.db import db
from portal.store.visibility import parents_access
from tests.conftest import SECRETS

SETTINGS = {**SECRETS, "DATABASE_URL": "sqlite://", "LOG_LEVEL": "CRITICAL"}


@pytest.mark.parametrize("rule", ParentsAccess)
def test_every_session_carries_the_rule_of_its_own_application(rule: ParentsAccess) -> None:
    app = create_app({**SETTINGS, "PARENTS_ACCESS": str(rule)})
    create_app({**SETTINGS, "PARENTS_ACCESS": "agreement_from_18"})
    with app.app_context():
        assert parents_access(db.session()) is rule
        with session_beside(db.session(), "read") as beside:
            assert parents_access(beside) is rule


def test_a_rule_that_there_is_not_stops_the_start_and_is_named() -> None:
    with pytest.raises(ValueError, match="'whenever'"):
        create_app({**SETTINGS, "PARENTS_ACCESS": "whenever"})
