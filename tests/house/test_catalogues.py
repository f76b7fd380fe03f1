"""The catalogue of what people read is up to date with the sources."""

import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


def test_the_catalogue_is_up_to_date(tmp_path: Path) -> None:
    fresh = tmp_path / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"]
    options = [
        "--mapping-file",
        "pyproject.toml",
        "--keywords",
        "lazy_gettext",
        "--keywords",
        "_l",
        "--no-location",
    ]
    subprocess.run([*command, *options, "--output-file", str(fresh), "."], cwd=ROOT, check=True)
    with fresh.open() as new, (ROOT / "translations" / "messages.pot").open() as kept:
        gathered = {(message.id, message.context) for message in read_po(new) if message.id}
        stored = {(message.id, message.context) for message in read_po(kept) if message.id}
    assert gathered == stored, "run `make catalogues`"
