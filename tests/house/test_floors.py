"""The floors hold: imports go down only, and each floor knows only what it may know."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"
FLOORS = {"domain": 0, "store": 1, "outside": 1, "actions": 2, "kit": 3, "features": 4, "shell": 5}
VAGUE_NAMES = {"utils", "util", "helpers", "common", "misc", "manager", "service", "base"}
KNOWS_FLASK = "portal.store.db"
"""Where the database extension is made; what a store needs of the settings comes with a session."""
MODULES = sorted(PORTAL.rglob("*.py"))


def imports_of(source: str, package: str) -> Iterator[str]:
    """Every module that this source imports, wherever in the file; relative ones made whole."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package.rsplit(".", node.level - 1)[0] + "." if node.level else ""
            module = f"{start}{node.module or ''}".rstrip(".")
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def floor_of(module: str) -> int | None:
    parts = module.split(".")
    return FLOORS.get(parts[1]) if parts[0] == "portal" and len(parts) > 1 else None


def feature_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[2] if parts[:2] == ["portal", "features"] and len(parts) > 2 else None


def broken_rules(module: str, package: str, source: str) -> list[str]:
    """What this module imports that it may not."""
    floor = floor_of(module)
    assert floor is not None, f"{module} stands on no floor"
    broken = []
    for name in imports_of(source, package):
        top = name.split(".")[0]
        target = floor_of(name)
        if target is not None and target > floor:
            broken.append(f"{module} imports {name}, from a floor above")
        if target == floor and name.split(".")[1] != module.split(".")[1]:
            broken.append(f"{module} imports {name}, from the other house on its floor")
        if feature_of(name) and feature_of(module) and feature_of(name) != feature_of(module):
            broken.append(f"{module} imports {name}, another feature")
        if floor == 0 and top not in sys.stdlib_module_names and top != "portal":
            broken.append(f"{module} imports {name}: rules use the standard library only")
        if floor in (1, 2) and top.startswith("flask") and module != KNOWS_FLASK:
            broken.append(f"{module} imports {name}: below the kit only {KNOWS_FLASK} knows Flask")
        if top == "bleach" and module != "portal.kit.safe_html":
            broken.append(f"{module} imports bleach; only portal.kit.safe_html may")
    return broken


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PORTAL)))
def test_imports_go_down_only(path: Path) -> None:
    module = name_of(path)
    if module == "portal":
        assert path.read_text() == "", "portal/__init__.py is empty"
        return
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    if module.count(".") == 1 and path.name == "__init__.py":
        assert not list(imports_of(path.read_text(), package)), "a floor's own package is empty"
        return
    assert broken_rules(module, package, path.read_text()) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("portal.domain.clocks", "import flask"),
        ("portal.domain.clocks", "from portal.store import db"),
        ("portal.store.reviews", "def f():\n    from portal.actions import reviews"),
        ("portal.store.reviews", "from portal.outside import mail"),
        ("portal.actions.views", "from flask import g"),
        ("portal.store.visibility", "from flask import current_app"),
        ("portal.store.visibility", "def f():\n    import flask_babel"),
        ("portal.outside.mail", "from flask import current_app"),
        ("portal.kit.fields", "from portal.features.views import routes"),
        ("portal.features.views.routes", "from portal.features.surveys import forms"),
        ("portal.features.views.routes", "import bleach"),
        ("portal.features.views.routes", "from ..surveys import forms"),
    ],
)
def test_a_broken_floor_is_seen(module: str, source: str) -> None:
    assert broken_rules(module, module.rpartition(".")[0], source)


def test_only_the_edges_of_the_house_import_the_shell() -> None:
    outside = [ROOT / "wsgi.py", *(ROOT / "migrations").rglob("*.py")]
    allowed = {ROOT / "wsgi.py"}
    for path in outside:
        reaches = any(name.startswith("portal.shell") for name in imports_of(path.read_text(), ""))
        assert not reaches or path in allowed, path


def test_no_module_has_a_vague_name() -> None:
    vague = [str(path) for path in MODULES if path.stem in VAGUE_NAMES]
    assert vague == []


def test_only_the_edges_commit() -> None:
    """A request, a command, a job of the worker, and the one door of a GET."""
    worker = {"portal.shell.worker", "portal.shell.sending"}
    edges = {"portal.kit.edge", "portal.store.connection", *worker}
    for path in MODULES:
        module = name_of(path)
        if module in edges or module.endswith(".commands"):
            continue
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "commit"
        ]
        assert not calls, f"{module} commits"
