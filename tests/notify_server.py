"""A stand-in for GOV.UK Notify on a loopback port: checks each signed token, holds what it accepts,
answers by reference and by status, and fails as it is told to."""

import json
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import jwt

SERVICE_ID = "11111111-2222-4333-8444-555555555555"
SECRET = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
API_KEY = f"test-{SERVICE_ID}-{SECRET}"
TEMPLATES = {"email": "t-email", "sms": "t-sms", "letter": "t-letter"}
ADDRESS_FIELDS = {"email": "email_address", "sms": "phone_number"}
TOKEN_SECONDS = 30  # Notify's own: a token is good for half a minute
A_PAGE = 3  # of Notify's 250, so that a test turns pages


@dataclass
class StandIn:
    """``faults`` are taken one by one for the next notifications: an HTTP status to answer with,
    ``"hang"`` to accept and never answer, ``"drop"`` to accept and hang up, ``"refuse"`` to find
    the address wrong."""

    url: str = ""
    held: list[dict[str, Any]] = field(default_factory=list)
    faults: deque[int | str] = field(default_factory=deque)
    refused_tokens: list[str] = field(default_factory=list)
    asked_by_reference: list[str] = field(default_factory=list)
    closing: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    def references(self) -> list[str]:
        with self.lock:
            return [each["reference"] for each in self.held]

    def fail(self, reference: str, status: str) -> None:
        for each in self.held:
            if each["reference"] == reference:
                each["status"] = status


class _Handler(BaseHTTPRequestHandler):
    stand_in: StandIn

    def log_message(self, *_: object) -> None:
        """Tests read results, not the server's own lines."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._token_is_good():
            return
        channel = self.path.rpartition("/")[2]
        fault = self.stand_in.faults.popleft() if self.stand_in.faults else None
        if isinstance(fault, int):
            self._refuse(fault, "Exception", "Internal server error")
            return
        wrong = "refuse" if fault == "refuse" else self._what_is_wrong(channel, body)
        if wrong == "refuse":
            self._refuse(400, "ValidationError", "email_address Not a valid email address")
            return
        if wrong:
            self._refuse(400, "BadRequestError", wrong)
            return
        notification = {"id": str(uuid4()), "status": "sending", "type": channel, **body}
        with self.stand_in.lock:
            self.stand_in.held.append(notification)
        if fault in ("hang", "drop"):
            if fault == "hang":
                self.stand_in.closing.wait()
            self.close_connection = True
            return
        self._answer(201, {"id": notification["id"], "reference": body["reference"]})

    def do_GET(self) -> None:
        if not self._token_is_good():
            return
        asked = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        with self.stand_in.lock:
            found = list(reversed(self.stand_in.held))
        if "reference" in asked:
            self.stand_in.asked_by_reference.append(asked["reference"])
            found = [each for each in found if each["reference"] == asked["reference"]]
        if "status" in asked:
            found = [each for each in found if each["status"] == asked["status"]]
        if "older_than" in asked:
            ids = [each["id"] for each in found]
            found = found[ids.index(asked["older_than"]) + 1 :]
        page = found[:A_PAGE]
        links = {"current": self.stand_in.url + self.path}
        if page:
            links["next"] = f"{self.stand_in.url}/v2/notifications?older_than={page[-1]['id']}"
        self._answer(200, {"notifications": page, "links": links})

    def _token_is_good(self) -> bool:
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        try:
            claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
            if scheme != "Bearer" or claims["iss"] != SERVICE_ID:
                raise jwt.InvalidIssuerError
            if abs(time.time() - claims["iat"]) > TOKEN_SECONDS:
                raise jwt.InvalidIssuedAtError
        except (jwt.InvalidTokenError, KeyError) as error:
            self.stand_in.refused_tokens.append(type(error).__name__)
            self._refuse(403, "AuthError", "Invalid token")
            return False
        return True

    def _what_is_wrong(self, channel: str, body: dict[str, Any]) -> str | None:
        if body.get("template_id") != TEMPLATES.get(channel):
            return "Template not found"
        if not {"subject", "text"} <= set(body.get("personalisation", {})):
            return "Missing personalisation"
        if channel in ADDRESS_FIELDS and not body.get(ADDRESS_FIELDS[channel]):
            return f"{ADDRESS_FIELDS[channel]} is a required property"
        return None

    def _refuse(self, status: int, error: str, message: str) -> None:
        self._answer(
            status, {"status_code": status, "errors": [{"error": error, "message": message}]}
        )

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A worker that was killed hangs up: that is what the tests do to it."""


@contextmanager
def open_stand_in() -> Iterator[StandIn]:
    """A Notify to send through, until the block ends."""
    stand_in = StandIn()
    handler = type("Handler", (_Handler,), {"stand_in": stand_in})
    with _Server(("127.0.0.1", 0), handler) as server:
        stand_in.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield stand_in
        finally:
            stand_in.closing.set()
            server.shutdown()
            thread.join()


def notify_settings(stand_in: StandIn) -> dict[str, object]:
    """The settings of a portal that delivers through it."""
    return {
        "DELIVERY": "notify",
        "NOTIFY_API_KEY": API_KEY,
        "NOTIFY_URL": stand_in.url,
        "NOTIFY_EMAIL_TEMPLATE": TEMPLATES["email"],
        "NOTIFY_SMS_TEMPLATE": TEMPLATES["sms"],
        "NOTIFY_LETTER_TEMPLATE": TEMPLATES["letter"],
    }
