"""A reader who has every report, page and file of the demo council works nothing out."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.actions import release_snapshots
from portal.domain.figures import MeasureCounts, share_of
from portal.domain.releases import Release
from portal.features.demo.commands import CHILDREN
from portal.features.releases.presenting import present
from portal.kit.cohort_wording import value_words
from portal.store import releases
from portal.store.db import db
from tests.demo.test_making import application, create, session
from tests.domain.release_adversary import GivenAway, Published, work_out

__all__ = ["session"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The council as `make demo` makes it: a smaller one has nothing but headlines to show."""
    app = application(tmp_path_factory.mktemp("whole"))
    code, said = create(app, CHILDREN)
    assert code == 0, said
    yield app
    with app.app_context():
        db.engine.dispose()


def counts_of(session: Session, measure: str, wave_ids: set[UUID]) -> dict[UUID, MeasureCounts]:
    return {wave_id: release_snapshots.counts_of(session, wave_id, measure) for wave_id in wave_ids}


def published(session: Session) -> Mapping[str, list[Published]]:
    """All figures of all reports, by measure."""
    everything = releases.list_releases(session)
    found: dict[str, list[Published]] = {}
    for release in everything:
        older = [each for each in everything if each.number < release.number]
        for figure in release.snapshot.protected.figures:
            asked = release.snapshot.asked(figure.measure)
            of = release_snapshots.waves_in(asked, figure, release.waves, older)
            found.setdefault(figure.measure, []).append(Published(of, figure))
    return found


def test_every_report_of_the_demo_council_together_gives_nothing_away(session: Session) -> None:
    shown = published(session)
    assert sum(bool(each.figure.breakdowns) for figures in shown.values() for each in figures) > 3
    given_away: list[GivenAway] = []
    for measure, figures in shown.items():
        wave_ids: set[UUID] = {wave for each in figures for wave in each.waves}
        given_away += work_out(figures, counts_of(session, measure, wave_ids))
    assert given_away == []


def groups_on_file(session: Session, release: Release) -> set[tuple[str, str, str, str]]:
    file = releases.find_file(session, release.id, "groups")
    rows = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))) if file else ()
    return {(r["measure"], r["dimension"], r["group"], r["gave_a_view"]) for r in rows}


def test_pages_and_files_show_no_group_that_was_not_tried(made: Flask, session: Session) -> None:
    """What the reader was given above is all that there is: neither a page nor a file says more."""
    compared = 0
    for release in releases.list_releases(session):
        snapshot = release.snapshot
        with made.test_request_context():
            tried = {
                (figure.measure, dimension, value_words(dimension, group), str(share.valid))
                for figure in snapshot.protected.figures
                for dimension, groups in figure.breakdowns.items()
                for group, share in groups.items()
            }
            on_page = [line for table in present(snapshot).tables for line in table.lines]
        assert groups_on_file(session, release) == tried
        assert sorted((group, valid) for group, _, valid, _ in on_page) == sorted(
            (group, valid) for _, _, group, valid in tried
        )
        compared += len(tried)
    assert compared > 3


def test_a_report_that_hid_only_the_small_groups_would_be_found_out(session: Session) -> None:
    """Every group shown but those of fewer than ten: what is left over is one of these."""
    worked_out: list[GivenAway] = []
    for measure, figures in published(session).items():
        for each in figures:
            if each.figure.share is None or len(each.waves) != 1:
                continue
            counts = counts_of(session, measure, set(each.waves))
            [counted] = counts.values()
            careless = {
                dimension: {
                    group: share
                    for group, options in groups.items()
                    if (share := share_of(options)) and share.valid >= 10
                }
                for dimension, groups in counted.breakdowns.items()
            }
            figure = replace(each.figure, breakdowns=careless)
            worked_out += work_out([Published(each.waves, figure)], counts)
    assert worked_out
