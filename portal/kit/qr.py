"""Addresses as they are printed: whole, and as a QR code."""

import segno
from flask import current_app
from markupsafe import Markup

from portal.kit.links import path_for


def whole_address(endpoint: str, **values: object) -> str:
    """The whole address of a page of this site."""
    return f"{current_app.config['BASE_URL'].rstrip('/')}{path_for(endpoint, **values)}"


def draw_qr(address: str) -> Markup:
    """A QR code as SVG to stand in a page."""
    svg = segno.make(address, error="m").svg_inline(scale=4, light="#fff")
    return Markup(svg)  # noqa: S704 - drawn by segno; the address is in its shape, not its text
