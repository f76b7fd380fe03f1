"""Every page works without JavaScript. The little that there is stands in declared modules, each
loaded by declared pages, and keeps nothing in the browser: phones are shared."""

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

MODULE = '<script type="module" src="{{ asset("%s") }}"></script>'
DECLARED = {
    "features/surveys/templates/surveys/answer.html": "autosave.js",
    "features/surveys/templates/surveys/setting_answer.html": "autosave.js",
}
"""Which page loads which module."""
MODULES = sorted((PORTAL / "shell" / "static").glob("*.js"))
KEEPING = re.compile(
    r"""localStorage | sessionStorage | indexedDB | caches\b | cookie | serviceWorker
    | innerHTML | outerHTML | insertAdjacentHTML | document\.write | \beval\b | \bFunction\b
    | \bimport\b""",
    re.VERBOSE,
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PORTAL)))
def test_no_template_has_a_script_but_its_declared_module(path: Path) -> None:
    declared = DECLARED.get(str(path.relative_to(PORTAL)))
    text = path.read_text()
    assert not SCRIPT.search(text.replace(MODULE % declared, "", 1) if declared else text)


def test_declared_modules_are_those_there_are() -> None:
    assert {path.name for path in MODULES} == set(DECLARED.values())
    for page, module in DECLARED.items():
        assert MODULE % module in (PORTAL / page).read_text()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_keeps_nothing_in_the_browser_and_makes_no_html(path: Path) -> None:
    assert not KEEPING.search(path.read_text())


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
