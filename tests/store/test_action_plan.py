"""The action plan on real databases: ratings are a chain, and a file with a virus shows nothing."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.actions import action_plan as actions
from portal.actions import action_plan_files as files
from portal.domain.action_plan import Action, FileEvidence
from portal.domain.advice import Scan
from portal.domain.commitments import Rating
from portal.domain.people import Role
from portal.outside.object_store import ObjectMissingError, local_store
from portal.store import action_plan, action_plan_ratings
from portal.store.action_plan import list_points
from tests.open_waves import NOW
from tests.people import add_staff


@pytest.fixture
def planned(session: Session) -> Action:
    actions.add_shipped(session, NOW)
    session.commit()
    return action_plan.list_areas(session)[0].actions[0]


def add(session: Session, action: Action, corrects: UUID | None = None) -> UUID:
    entry_id = uuid4()
    action_plan_ratings.add_entry(
        session,
        entry_id,
        action.id,
        list_points(session)[0],
        Rating.GREEN,
        release=None,
        figure=None,
        reason="",
        corrects=corrects,
        by=add_staff(session, Role.PARTICIPATION_OFFICER),
        now=NOW,
    )
    return entry_id


def test_the_database_holds_ratings_to_a_chain(session: Session, planned: Action) -> None:
    first = add(session, planned)
    with pytest.raises(IntegrityError), session.begin_nested():
        add(session, planned)
    second = add(session, planned, corrects=first)
    with pytest.raises(IntegrityError), session.begin_nested():
        add(session, planned, corrects=first)
    found = action_plan.find_action(session, planned.id)
    assert found is not None
    assert [(entry.id, entry.corrected) for entry in found.entries] == [
        (first, True),
        (second, False),
    ]


@pytest.mark.parametrize(
    ("virus", "scan"), [(True, Scan.INFECTED), (False, Scan.CLEAN)], ids=["virus", "clean"]
)
def test_a_file_waits_for_the_scanner_and_a_virus_is_destroyed(
    session: Session, planned: Action, tmp_path: Path, virus: bool, scan: Scan
) -> None:
    store, entry_id = local_store(tmp_path), add(session, planned)
    clean = files.clean_file("notes/../minutes.txt", b"Said")
    assert isinstance(clean, files.CleanFile)
    assert clean.name == "minutes.txt"
    files.keep_files(session, store, entry_id, planned.id, [clean], scanned=True, now=NOW)
    file = evidence(session, planned)
    assert not file.may_be_opened
    assert b"Said" not in store.get(file.object_name), "sealed where it lies"
    assert files.scan_file(session, store, file.id, lambda _: virus) is scan
    assert files.scan_file(session, store, file.id, lambda _: virus) is None, "it waits no more"
    after = evidence(session, planned)
    assert (after.may_be_opened, after.is_lost) == (not virus, virus)
    found = action_plan.find_action(session, planned.id)
    assert found is not None
    assert found.entries[0].lacks_evidence is virus
    if virus:
        with pytest.raises(ObjectMissingError):
            store.get(file.object_name)
    else:
        assert files.read_file(session, store, after) == b"Said"


def evidence(session: Session, action: Action) -> FileEvidence:
    session.expire_all()
    found = action_plan.find_action(session, action.id)
    assert found is not None
    (file,) = found.entries[0].evidence
    assert isinstance(file, FileEvidence)
    return file
