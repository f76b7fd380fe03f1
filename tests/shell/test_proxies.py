"""From where a request comes: limits on guessing count by it."""

import pytest
from flask import request

from portal.shell.application import create_app
from tests.conftest import SECRETS

FORWARDED = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}


@pytest.mark.parametrize(
    ("proxies", "place"), [(0, "192.0.2.1"), (1, "198.51.100.7"), (2, "203.0.113.9")]
)
def test_only_balancers_that_the_settings_count_are_believed(proxies: int, place: str) -> None:
    app = create_app({**SECRETS, "DATABASE_URL": "sqlite://", "PROXIES": proxies})
    seen = []
    app.before_request(lambda: seen.append(request.remote_addr))
    app.test_client().get(
        "/sign-in", headers=FORWARDED, environ_overrides={"REMOTE_ADDR": "192.0.2.1"}
    )
    assert seen == [place]
