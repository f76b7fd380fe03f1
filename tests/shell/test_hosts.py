"""By which names the site lets itself be called."""

import pytest

from portal.shell.application import create_app
from tests.conftest import SECRETS

SETTINGS = {**SECRETS, "DATABASE_URL": "sqlite://", "LOG_LEVEL": "CRITICAL"}


def status(host: str, path: str = "/health", **settings: object) -> int:
    app = create_app({**SETTINGS, "BASE_URL": "https://portal.example", **settings})
    return app.test_client().get(path, headers={"Host": host}).status_code


@pytest.mark.parametrize(
    "host",
    ["portal.example", "portal.example:443", "127.0.0.1", "127.0.0.1:8123", "localhost:8000"],
)
def test_it_answers_to_its_own_name_and_on_this_machine_at_any_port(host: str) -> None:
    assert status(host) == 200


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "sub.portal.example", "portal.example.elsewhere", "127.0.0.1.x"]
)
@pytest.mark.parametrize("path", ["/", "/health", "/sign-in", "/nowhere"])
def test_a_foreign_name_is_refused(host: str, path: str) -> None:
    assert status(host, path) == 400


def test_the_refusal_is_plain_and_does_not_repeat_the_name() -> None:
    app = create_app({**SETTINGS, "BASE_URL": "https://portal.example"})
    answer = app.test_client().post("/sign-in", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert answer.mimetype == "text/plain"
    assert "elsewhere" not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Set-Cookie" not in answer.headers


def test_the_settings_may_name_others() -> None:
    assert status("other.example", TRUSTED_HOSTS=["other.example"]) == 200
    assert status("portal.example", TRUSTED_HOSTS=["other.example"]) == 400
