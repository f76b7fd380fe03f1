"""What a family's first and second page weigh on the wire, with brotli and without a cache."""

import re

from bench.client import Client
from bench.installation import Installation
from bench.measure import report, serving
from bench.plan_page import find_plan_page, signed_in_cookies

_FETCHED = re.compile(
    r'<(?:link[^>]+rel="stylesheet"[^>]+href|script[^>]+src|img[^>]+src)="([^"]+)"'
)


def measure_page_weight(installation: Installation) -> None:
    """Cookies and headers count as the server sends them."""
    cookies = signed_in_cookies(installation)
    with serving("wsgi:app", installation.environment) as portal:
        path = find_plan_page(portal.port, cookies)
        client = Client(portal.port, encoding="br", cookies=dict(cookies))
        page = client.get(path)
        fetched = [client.get(address) for address in _FETCHED.findall(page.text)]
        client.close()
    report("first family page, requests", 1 + len(fetched), "requests", target="at most 3")
    report(
        "first family page, HTML and CSS",
        page.size + sum(answer.size for answer in fetched),
        "bytes on the wire",
        target="at most 14000",
    )
    report("second family page, HTML", page.size, "bytes on the wire", target="at most 4000")
