"""Every page works without JavaScript, because there is none to be had."""

import re
from pathlib import Path

import pytest

PORTAL = Path(__file__).resolve().parents[2] / "portal"
TEMPLATES = sorted(
    path for path in PORTAL.rglob("*") if "templates" in path.parts and path.is_file()
)
SCRIPT = re.compile(
    r"""<\s*script\b              # an element of it
    | \son[a-z]+\s*=            # a handler in a tag
    | ["']on[a-z]+["']\s*:      # a handler among the attributes that a macro is given
    | javascript:               # an address of it
    """,
    re.IGNORECASE | re.VERBOSE,
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PORTAL)))
def test_no_template_has_a_script(path: Path) -> None:
    assert not SCRIPT.search(path.read_text())


@pytest.mark.parametrize(
    "source",
    [
        '<script src="/static/a.js"></script>',
        "<SCRIPT>1</SCRIPT>",
        '<select name="show" onchange="this.form.submit()">',
        "<button type='submit'\n        onclick = 'go()'>",
        "{{ govukButton({'text': _('Go'), 'attributes': {'onclick': 'go()'}}) }}",
        '<a href="javascript:history.back()">',
    ],
)
def test_a_script_is_seen(source: str) -> None:
    assert SCRIPT.search(source)


def test_there_are_templates_to_look_at() -> None:
    assert PORTAL / "shell" / "templates" / "base.html" in TEMPLATES
    assert len(TEMPLATES) > 100
