"""A demo database from nothing: the council's records, and a year of what families said."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.commissioning import MakeSheets as MakeAskedForSheets
from portal.actions.records import import_records
from portal.actions.releases import MakeSheets
from portal.actions.staff_accounts import add_account
from portal.domain.addresses import read_address
from portal.domain.people import Role, Viewer
from portal.domain.records.report import ExitCode
from portal.features.demo.cast import CAST, SCHOOL, CastMember
from portal.features.demo.council import generate_council, write_folder
from portal.features.demo.making_action_plan import plan_actions
from portal.features.demo.making_advice import ask_professionals
from portal.features.demo.making_agreement import agree_on_questions
from portal.features.demo.making_choices import make_choices
from portal.features.demo.making_commissioning import tick_what_was_asked
from portal.features.demo.making_desk import write_down
from portal.features.demo.making_drafts import serve_drafts
from portal.features.demo.making_events import hold_events
from portal.features.demo.making_indicators import show_indicators
from portal.features.demo.making_local_offer import hear_comments
from portal.features.demo.making_messages import write_to_families
from portal.features.demo.making_moderation import moderate_surveys, start_clocks
from portal.features.demo.making_past import type_in_past_wave
from portal.features.demo.making_reports import promise, publish
from portal.features.demo.making_safeguarding import watch_over
from portal.features.demo.making_settings import ask_settings
from portal.features.demo.making_surveys import run_waves
from portal.features.demo.making_trail import look_from_outside
from portal.features.demo.making_views import give_views
from portal.store import demo, staff
from portal.store.demo import DemoMark, KnownPerson
from portal.store.trail import write_pending

IN_USE_DAYS = 400


def make_demo(
    session: Session,
    *,
    seed: int,
    children: int,
    now: datetime,
    today: date,
    make_sheets: MakeSheets,
    asked_for_sheets: MakeAskedForSheets,
    tell: Callable[[str], object],
) -> None:
    """Fill an empty, migrated database. ``tell`` is given a line for each thing done."""
    council = generate_council(seed, today, children)
    with TemporaryDirectory() as folder:
        write_folder(council, Path(folder))
        # As if the portal had been here for a year, so that families could be asked all along.
        for day in (now - timedelta(days=IN_USE_DAYS), now):
            _import(session, Path(folder), day)
    tell("The council's records are in.")
    people = find_cast(session)
    tell(f"{give_views(session, seed, today)} people have given their views.")
    member = next(person for person in people if person.role is Role.GROUP_MEMBER)
    shipped = agree_on_questions(session, Viewer(member.role, member.person_id), today)
    closed = run_waves(session, seed, shipped, today)
    of_settings = ask_settings(session, seed, shipped["settings"], today)
    officer = next(person for person in people if person.role is Role.PARTICIPATION_OFFICER)
    viewer = Viewer(officer.role, officer.person_id)
    # All but the latest, which is the officer's to preview and release.
    read = moderate_surveys(session, viewer, closed[:-1], today, now)
    tell(f"{read} texts of families have been read at the moderation desk.")
    released = publish(session, viewer, closed[:-1], make_sheets, now)
    about = publish(session, viewer, of_settings, make_sheets, now)
    number = len(closed) + len(of_settings)
    tell(f"{number} surveys are closed, {len(released) + len(about)} of them are published.")
    type_in_past_wave(session, viewer, now)
    step_id = plan_actions(session, viewer, today, now)
    promise(session, released, step_id, today, now)
    tell("The action plan is there, rated where that was invented.")
    rated = show_indicators(session, viewer, Viewer(member.role, member.person_id), today, now)
    tell(f"{rated} indicators have a figure.")
    tell(f"{hold_events(session, viewer, today, now)} events are written down.")
    start_clocks(session, now)
    caseworker = next(person for person in people if person.role is Role.CASEWORKER)
    asked = ask_professionals(session, Viewer(caseworker.role, caseworker.person_id), today, now)
    tell(f"{asked} professionals have been asked for advice.")
    served = serve_drafts(session, Viewer(caseworker.role, caseworker.person_id), today)
    tell(f"{served} drafts and changes are with families.")
    lead = next(person for person in people if person.role is Role.SAFEGUARDING_LEAD)
    opened = look_from_outside(session, Viewer(lead.role, lead.person_id), now)
    tell(f"{opened} records have been opened from outside their caseload.")
    worries = watch_over(session, Viewer(lead.role, lead.person_id), people, today, now)
    tell(f"{worries} concerns have reached the safeguarding leads.")
    at_desk = Viewer(caseworker.role, caseworker.person_id)
    chosen = make_choices(session, people, at_desk, today, now)
    tell(f"{chosen} choices of young people are kept.")
    commented = hear_comments(session, viewer, today, now)
    tell(f"{commented} comments on the Local Offer have come.")
    ticked = tick_what_was_asked(session, at_desk, viewer, today, now, asked_for_sheets)
    tell(f"For {ticked} reviews somebody ticked what was asked for.")
    written = write_down(session, Viewer(caseworker.role, caseworker.person_id), today, now)
    tell(f"{written} events have been written down at the desk.")
    tell(f"{write_to_families(session, people, now)} messages to families wait to be sent.")
    write_pending(session, now)
    demo.add_mark(session, DemoMark(seed, today, children), people)


def _import(session: Session, folder: Path, at: datetime) -> None:
    report = import_records(session, folder, False, at)
    if report.exit_code is not ExitCode.ALL_TAKEN:
        raise ValueError(f"the demo's own records are refused: {report.refusals[:3]}")


def find_cast(session: Session) -> list[KnownPerson]:
    """Everybody of the demo page, staff added where the records did not bring them."""
    contacts = [member.contact_id for member in CAST if member.contact_id is not None]
    families = demo.person_ids(session, contacts)
    return [
        KnownPerson(
            member.key,
            member.role,
            _staff_id(session, member)
            if member.contact_id is None
            else families[member.contact_id],
        )
        for member in CAST
    ]


def _staff_id(session: Session, member: CastMember) -> UUID:
    address = read_address(member.email)
    known = None if address is None else staff.find_staff_by_email(session, address)
    if known is not None:
        demo.name_staff(session, known, member.name)
        return known
    coordinates = member.role is Role.COORDINATOR
    setting_id = staff.find_setting_by_urn(session, SCHOOL.urn) if coordinates else None
    added = add_account(
        session, role=member.role, name=member.name, email=member.email, setting_id=setting_id
    )
    if not isinstance(added, UUID):
        raise TypeError(f"{member.name} cannot be added: {added}")
    return added
