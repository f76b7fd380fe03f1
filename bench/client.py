"""One browser of a measurement: cookies, a connection, and what came over the wire."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import brotli

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes
    size: int
    """Bytes on the wire: status line, headers and body as sent."""

    @property
    def text(self) -> str:
        body = self.body
        if self.headers.get("Content-Encoding") == "br":
            body = brotli.decompress(body)
        return body.decode()

    @property
    def csrf(self) -> str:
        """The form's token, or an empty string where the page has none."""
        found = _TOKEN.search(self.text)
        return found[1] if found else ""


@dataclass(slots=True)
class Client:
    """One browser: keeps its cookies and, within a journey, its connection."""

    port: int
    encoding: str = "identity"
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Reply:
        return self._send("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> Reply:
        return self._send("POST", path, urlencode(fields))

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _send(self, method: str, path: str, body: str | None) -> Reply:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Accept-Encoding": self.encoding, "Accept": "text/html"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders()) + 19
        return Reply(answer.status, dict(answer.getheaders()), content, head + len(content))
