"""Peak memory of taking in 20,000 children, beside that of 2,000.

Each import has a process of its own, whose peak the system keeps; the folder is written by another.
"""

import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import ROOT, own_peak_mebibytes, report

FEW, MANY = 2_000, 20_000
DAY = date(2026, 11, 23)


def measure_records_import() -> None:
    few, many = _peak_mebibytes(FEW), _peak_mebibytes(MANY)
    report(
        "records import of 20,000 children, peak memory (reference: 2,000)",
        many,
        "MiB",
        reference=few,
        target="bounded: ids only, at most 2.5 times",
    )


def _peak_mebibytes(children: int) -> float:
    with TemporaryDirectory(prefix="bench-records-") as folder:
        for task in ("write", "import"):
            done = subprocess.run(
                [sys.executable, "-m", "bench.records_import", task, str(children), folder],
                cwd=ROOT,
                check=True,
                capture_output=True,
                text=True,
            )
    return float(done.stdout.split()[0])


def _write(children: int, folder: Path) -> None:
    from portal.features.demo.council import generate_council, write_folder

    write_folder(generate_council(1, DAY, children), folder / "records")


def _import(folder: Path) -> None:
    """Print the peak in MiB, then seconds of CPU."""
    from bench.installation import installed
    from portal.actions.records import import_records

    with installed() as installation, installation.session() as session:
        began = time.process_time()
        now = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=UTC)
        outcome = import_records(session, folder / "records", False, now)
        assert outcome.exit_code == 0
        session.commit()
        print(f"{own_peak_mebibytes():.1f} {time.process_time() - began:.1f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", children, folder]:
            _write(int(children), Path(folder))
        case ["import", _, folder]:
            _import(Path(folder))
        case _:
            measure_records_import()
