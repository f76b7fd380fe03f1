"""The record files from the command line."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.actions.records import import_records
from portal.domain.records.codes import CodeList
from portal.domain.records.report import ExitCode, ImportReport
from portal.features.records.wording import TITLES, say_line, say_place
from portal.kit.now import now
from portal.store import imports
from portal.store.connection import open_for
from portal.store.db import db

records_commands = AppGroup("records", help="The council's records.")


@records_commands.command("import")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.pass_context
def import_folder(context: click.Context, folder: Path, dry_run: bool) -> None:
    """Take the record files of DIR: all of them in one transaction.

    Exit 0: all rows taken. Exit 3: some refused. Exit 2: none taken.
    """
    open_for("read" if dry_run else "write")
    session = db.session()
    try:
        report = import_records(session, folder, dry_run, now())
    except OSError as problem:
        click.echo(f"The folder cannot be read: {problem.strerror}: {folder}", err=True)
        context.exit(ExitCode.NONE_TAKEN)
    for line in _tell(report):
        click.echo(line)
    if not dry_run:
        session.commit()
    context.exit(report.exit_code)


@records_commands.command("add-code")
@click.argument(
    "code_list", type=click.Choice([code_list.value for code_list in CodeList]), metavar="LIST"
)
@click.argument("code")
def add_code(code_list: str, code: str) -> None:
    """Add a code of the council's own to one of the code lists of the record files."""
    open_for("write")
    imports.add_code(db.session(), CodeList(code_list), code.strip(), now())
    db.session.commit()
    click.echo(f"{code_list}: {code.strip()}")


def _tell(report: ImportReport) -> Iterator[str]:
    yield "Dry run: nothing was changed." if report.dry_run else "Records taken in."
    yield ""
    yield f"{'file':22}{'added':>9}{'changed':>9}{'same':>9}{'marked':>9}{'refused':>9}"
    for count in report.counts:
        numbers = (count.added, count.changed, count.unchanged, count.marked, count.refused)
        yield f"{count.file:22}" + "".join(f"{number:9}" for number in numbers)
    yield from _left_alone(report)
    for kind, lines in report.lines().items():
        told = [f"  {say_place(line)}: {say_line(kind, line)}" for line in lines]
        if told:
            yield from ("", f"{TITLES[kind]} ({len(told)})", *told)


def _left_alone(report: ImportReport) -> Iterable[str]:
    columns = [(count.file, ", ".join(count.ignored_columns)) for count in report.counts]
    told = [f"  {file}: {names}" for file, names in columns if names]
    told += [f"  {file}" for file in report.ignored_files]
    return ("", "Columns and files left alone", *told) if told else ()
