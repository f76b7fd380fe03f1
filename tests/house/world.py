"""Two families who have nothing to do with each other, the people around them, and one of each
thing that an address can name. Every name of a child and every contact detail is a canary."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.actions import (
    action_plan,
    advice,
    advice_giving,
    co_production,
    commissioning,
    commitments,
    event_feedback,
    indicators,
    instruments,
    local_offer,
    releases,
    subjects,
    themes,
)
from portal.actions import events as engagement
from portal.actions.reviews import keep_reviews_in_step
from portal.actions.safeguarding import Watch, Worry, raise_concern
from portal.actions.safeguarding_texts import find_text
from portal.actions.survey_series import create_series
from portal.domain.advice import Advice, AdviceRequest, Adviser, Asked, Reply, Service
from portal.domain.case_facts import EventKind, RecordSource
from portal.domain.co_production import RemarkDetails, RemarkKind
from portal.domain.commissioning import quarter_period
from portal.domain.commissioning_figures import CommissioningRelease
from portal.domain.commitments import Promise, ThemeSaid
from portal.domain.events import EngagementKind, EventDetails, Host
from portal.domain.figures import Thresholds
from portal.domain.forum import ForumCount
from portal.domain.indicator_numbers import Number
from portal.domain.indicators import Definition, EntryKind
from portal.domain.inspections import InspectionDetails, Works
from portal.domain.local_offer import About, Answer, Comment, Decided, Decision, Sender, Subject
from portal.domain.people import Role, Viewer
from portal.domain.releases import Release
from portal.domain.safeguarding import TextSource
from portal.domain.safeguarding_hours import Rota
from portal.domain.tasks import NewTask, TaskKind
from portal.domain.themes import ThemeWords
from portal.features.commissioning.files import commissioning_sheets
from portal.features.releases.files import release_sheets
from portal.store import contact_reports, date_flags, forum, imports, inspections, past_waves
from portal.store.action_plan import list_areas
from portal.store.co_production import show_to_group
from portal.store.local_offer import list_open
from portal.store.record_age import FlaggedDate
from portal.store.recorded_events import NewEvent, add_event
from portal.store.releases import add_files
from portal.store.reviews import find_open_review
from portal.store.tables.advice import AdviceRequestRow
from portal.store.tables.cases import CaseEvent, Placement
from portal.store.tables.children import Setting
from portal.store.tables.contact_reports import ContactReport
from portal.store.tasks import add_tasks, list_tasks_of
from portal.store.trail import ReadPurpose, record_read, write_pending
from tests.closed_waves import add_closed_wave, answered
from tests.drafts import add_served_draft
from tests.open_waves import add_families, give_links, open_wave, series_plan
from tests.people import (
    add_adult,
    add_child,
    add_plan,
    add_setting,
    add_staff,
    link,
    put_on_caseload,
)
from tests.setting_waves import TERM, add_school, give_setting_links, open_setting_wave

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


@dataclass
class World:
    """``people`` by their name in the grants; ``ids`` of things by the parameter that names them,
    for child a, child b, and neither; ``canaries`` by what may be seen only with child a or b, and
    by nobody else at all."""

    people: dict[str, tuple[Role, UUID]] = field(default_factory=dict)
    ids: dict[str, dict[str, object]] = field(default_factory=dict)
    canaries: dict[str, list[str]] = field(default_factory=lambda: {"a": [], "b": []})


def build(session: Session) -> World:
    world = World()
    _add_family_a(session, world)
    _add_family_b(session, world)
    for name, role in (
        ("officer", Role.PARTICIPATION_OFFICER),
        ("group_member", Role.GROUP_MEMBER),
        ("administrator", Role.ADMINISTRATOR),
        ("safeguarding_lead", Role.SAFEGUARDING_LEAD),
    ):
        world.people[name] = role, add_staff(session, role)
    keep_reviews_in_step(session, TODAY)
    children = world.ids["child_id"]
    world.ids["review_id"] = {
        letter: _open_review(session, child_id) for letter, child_id in children.items()
    }
    _add_desk(session, world)
    _add_drafts(session, world)
    _add_surveys(session, world)
    _add_setting_survey(session, world)
    _add_advice(session, world)
    officer = world.people["officer"][1]
    commitment = commitments.add_commitment(
        session,
        ThemeSaid("Letters are hard to read"),
        Promise("We write shorter letters", "Head of SEND", date(2027, 1, 31)),
        NOW,
    )
    # An adult is kept from child a, so what staff read of child a waits for the lead.
    caseworker = Viewer(*world.people["caseworker_of_a"])
    record_read(session, caseworker, child_id=_id(children["a"]), purpose=ReadPurpose.CASE_WORK)
    write_pending(session, NOW)
    contact_reports.add_report(session, world.people["mother_of_b"][1], NOW)
    world.ids |= {
        "import_id": {"any": imports.add_import(session, officer, ["person.csv"], NOW)},
        "staff_id": {"any": add_staff(session, Role.CASEWORKER)},
        "report_id": {"any": session.scalars(select(ContactReport.id)).one()},
        "commitment_id": {"any": commitment},
        "engagement_id": {"any": _add_event(session, Viewer(Role.PARTICIPATION_OFFICER, officer))},
        "inspection_id": {"any": _add_inspection(session, officer)},
        "photo_id": {"any": uuid4()},
        "count_id": {"any": _add_forum_count(session, officer)},
        "theme_id": {"any": _add_theme(session, Viewer(Role.PARTICIPATION_OFFICER, officer))},
        "opening_id": {"any": uuid4()},
        "hold_id": {"any": uuid4()},
        "topic": {"any": "b"},
        "code": {"any": "acefhjk"},
        "question_key": {"any": "gone-well", "child": "likes", "young_person": "likes"},
        "token": {"any": "a-token-that-nobody-has"},
    }
    _add_local_offer(session, world, Viewer(Role.PARTICIPATION_OFFICER, officer))
    world.ids |= {"text_source": {"any": "inspection"}, "text_id": world.ids["inspection_id"]}
    _add_instrument(session, world)
    _add_concern(session, world)
    _add_action_plan(session, world)
    indicator_id, number_id = _add_indicator(session, Viewer(*world.people["officer"]))
    world.ids |= {"indicator_id": {"any": indicator_id}, "number_id": {"any": number_id}}
    return world


def _add_indicator(session: Session, officer: Viewer) -> tuple[UUID, UUID]:
    """An indicator that is proposed, and a number of it."""
    proposed = Definition("Letters rewritten", "Every letter that was read with families")
    indicator_id = indicators.propose(session, officer, proposed, NOW, new_id=uuid4())
    number = Number(EntryKind.FIGURE, TODAY, TODAY, Decimal(12), None, "The list", "A post")
    number_id = indicators.add_number(session, officer, indicator_id, number, NOW, new_id=uuid4())
    assert isinstance(number_id, UUID)
    return indicator_id, number_id


def _add_action_plan(session: Session, world: World) -> None:
    """The shipped plan; addresses name one step of it, a point, and a subject."""
    action_plan.add_shipped(session, NOW)
    area = list_areas(session)[0]
    action, subject_id = area.actions[0], uuid4()
    subjects.add_subject(session, "Getting a plan", new_id=subject_id)
    world.ids |= {
        "area_id": {"any": area.id},
        "action_id": {"any": action.id},
        "step_id": {"any": action.steps[0].id},
        "point_day": {"any": "2020-10-01"},
        "evidence_id": {"any": uuid4()},
        "subject_id": {"any": subject_id},
    }


def _add_concern(session: Session, world: World) -> None:
    """The caseworker of child a is worried about what the mother says of the draft."""
    caseworker = Viewer(*world.people["caseworker_of_a"])
    written = world.ids["written_id"] = world.ids["comment_id"]
    source = find_text(session, caseworker, TextSource.DRAFT_COMMENT, _id(written["a"]), TODAY)
    assert source is not None
    watch = Watch(Rota(), timedelta(minutes=30), lambda concern: f"/{concern}")
    concern = raise_concern(session, Worry(source, caseworker), watch, NOW, new_id=uuid4())
    lead = world.people["safeguarding_lead"][1]
    world.ids |= {"concern_id": {"any": concern}, "lead_id": {"any": lead}, "weekday": {"any": 0}}


def _add_local_offer(session: Session, world: World, officer: Viewer) -> None:
    """A yearly publication of one comment, another comment that waits, and what was asked for."""

    def take() -> UUID:
        said = Comment(About.EASE, Subject.TRAVEL, "Where is the bus?", may_publish=True)
        press = uuid4()
        local_offer.take_comment(
            session, said, Sender(), "", press=press, place="", today=TODAY, now=NOW
        )
        return list_open(session)[0].id

    shown = take()
    decided = Decided(Decision.PUBLISH, officer.person_id, TODAY, "Where is the bus?")
    local_offer.decide(session, shown, decided)
    local_offer.answer_comment(session, shown, Answer("It is on page 2."), TODAY)
    local_offer.release_publication(session, officer, Thresholds(), TODAY, NOW)
    period = quarter_period(date(2026, 7, 1))
    asked_for = commissioning.release_period(
        session, officer, period, Thresholds(), commissioning_sheets, NOW
    )
    assert isinstance(asked_for, CommissioningRelease)
    world.ids |= {
        "offer_comment_id": {"any": take()},
        "year": {"any": TODAY.year},
        "subject": {"any": Subject.TRAVEL},
        "number": {"any": 1},
        "commissioning_id": {"any": asked_for.id},
        "period": {"any": "2026-q2"},
    }


def _add_instrument(session: Session, world: World) -> None:
    """The shipped ones; addresses name the one for families after a review, which the group sees
    and has said something about."""
    review, remark_id = instruments.add_shipped(session, NOW)["parents-review"], uuid4()
    show_to_group(session, review, NOW)
    member = Viewer(*world.people["group_member"])
    said = RemarkDetails(RemarkKind.PROPOSAL, "", "Was there a break?")
    co_production.add_remark(session, member, review, said, NOW, new_id=remark_id)
    world.ids |= {
        "instrument_id": {"any": review},
        "remark_id": {"any": remark_id},
        "section": {"any": 0},
        "question_kind": {"any": "yes_no"},
        "question": {"any": "review_one_change"},
        "earlier": {"any": "review_year_9"},
        "language": {"any": "ur"},
    }


def _add_event(session: Session, officer: Viewer) -> UUID:
    """An engagement event of today, with its form."""
    details = EventDetails(
        EngagementKind.ENGAGEMENT, "Meet the team", TODAY, "Town hall", frozenset(Host)
    )
    event_id = engagement.add_event(session, officer, details, NOW, new_id=uuid4())
    event_feedback.open_form(session, officer, event_id, TODAY, NOW)
    return event_id


def _add_inspection(session: Session, officer: UUID) -> UUID:
    """An inspection that the group may read."""
    inspection_id = uuid4()
    details = InspectionDetails("Library", TODAY, 3, "No ramp", Works.IN_PART)
    inspections.add_inspection(session, inspection_id, details, by=officer, now=NOW)
    inspections.show_inspection(session, inspection_id, TODAY)
    return inspection_id


def _add_theme(session: Session, officer: Viewer) -> UUID:
    """A theme of the code frame."""
    words = ThemeWords("Buildings", "Doors, ramps and rooms", ("ramp",))
    added = themes.add_theme(session, officer, words, TODAY, new_id=uuid4())
    assert isinstance(added, UUID)
    return added


def _add_forum_count(session: Session, officer: UUID) -> UUID:
    """A count of the forum's members."""
    count_id = uuid4()
    count = ForumCount(TODAY, 30, 50, None, "The forum's report")
    forum.add_count(session, count_id, count, corrects=None, by=officer, now=NOW)
    return count_id


def _id(value: object) -> UUID:
    assert isinstance(value, UUID)
    return value


def _add_desk(session: Session, world: World) -> None:
    """An event that was recorded and a task, of each child."""
    events: dict[str, object] = {}
    tasks: dict[str, object] = {}
    for letter, child_id in world.ids["child_id"].items():
        role, staff_id = world.people[f"caseworker_of_{letter}"]
        event = NewEvent(_id(child_id), EventKind.MEETING, TODAY - timedelta(30))
        events[letter] = add_event(session, event, by=Viewer(role, staff_id), now=NOW)
        task = NewTask(_id(child_id), TaskKind.RING_FAMILY, _id(child_id), TODAY)
        add_tasks(session, [task], NOW)
        tasks[letter] = list_tasks_of(session, _id(child_id))[0].id
    world.ids |= {"event_id": events, "task_id": tasks}


def _open_review(session: Session, child_id: object) -> UUID:
    review = find_open_review(session, _id(child_id))
    assert review is not None
    return review.id


def _add_family_a(session: Session, world: World) -> None:
    """A child of ten whose parents live apart, and two adults whose links are closed."""
    child_id = _add_child(session, world, "a", date(2016, 3, 2))
    for name, facts in (
        ("mother_of_a", {}),
        ("father_of_a_living_apart", {"relationship": "father"}),
        ("adult_restricted_from_a", {"relationship": "father", "restriction": "court_order"}),
        ("adult_of_a_with_unknown_responsibility", {"responsibility": "unknown"}),
    ):
        _add_relative(session, world, name, child_id, **facts)
    world.ids["family_member_id"] = {"a": world.people["mother_of_a"][1]}
    self_id = add_adult(session, given="CanaryGivenA", family="CanaryFamilyA")
    link(session, child_id, self_id, relationship="self")
    world.people["child_a"] = Role.CHILD, self_id
    _add_staff_around(session, world, "caseworker_of_a", "coordinator_of_as_school", child_id)


def _add_family_b(session: Session, world: World) -> None:
    """A young person of seventeen and their mother."""
    child_id = _add_child(session, world, "b", date(2009, 2, 3))
    _add_relative(session, world, "mother_of_b", child_id)
    world.ids["family_member_id"]["b"] = world.people["mother_of_b"][1]
    self_id = add_adult(session, given="CanaryGivenB", family="CanaryFamilyB")
    link(session, child_id, self_id, relationship="self")
    world.people["young_person_b"] = Role.YOUNG_PERSON, self_id
    _add_staff_around(session, world, "caseworker_of_b", "coordinator_of_bs_college", child_id)


def _add_child(session: Session, world: World, letter: str, born: date) -> UUID:
    canaries = [f"CanaryForename{letter}", f"CanarySurname{letter}", f"CanaryCaseref{letter}"]
    forename, surname, caseref = canaries
    child_id = add_child(
        session, forename=forename, surname=surname, caseref=caseref, birth_date=born
    )
    world.canaries[letter] = canaries
    world.ids.setdefault("child_id", {})[letter] = child_id
    plan_id = add_plan(session, child_id, start_on=date(2020, 8, 10))
    session.add(
        CaseEvent(
            child_id=child_id,
            kind="meeting",
            happened_on=TODAY + timedelta(days=30),
            recorded_at=NOW,
        )
    )
    setting_id = add_setting(session)
    world.ids.setdefault("setting_id", {})[letter] = setting_id
    setting = session.get_one(Setting, setting_id)
    session.add(
        Placement(kind="attended", source_id=f"pd-{letter}", plan_id=plan_id, urn=setting.urn)
    )
    session.flush()
    return child_id


def _add_relative(
    session: Session, world: World, name: str, child_id: UUID, **facts: object
) -> None:
    email = f"canary-contact-{name.replace('_', '-')}@example.org"
    adult_id = add_adult(session, email=email)
    link(session, child_id, adult_id, **facts)
    world.people[name] = Role.FAMILY_MEMBER, adult_id


def _add_staff_around(
    session: Session, world: World, caseworker: str, coordinator: str, child_id: UUID
) -> None:
    letter = caseworker[-1]
    world.people[caseworker] = Role.CASEWORKER, add_staff(session, Role.CASEWORKER)
    put_on_caseload(session, child_id, world.people[caseworker][1])
    setting_id = world.ids["setting_id"][letter]
    world.people[coordinator] = (
        Role.COORDINATOR,
        add_staff(session, Role.COORDINATOR, setting_id=setting_id),
    )


def _add_drafts(session: Session, world: World) -> None:
    """A served draft of each child, with a comment of the mother. Whatever is in it is a canary."""
    for letter in ("a", "b"):
        child_id = world.ids["child_id"][letter]
        assert isinstance(child_id, UUID)
        words = f"CanaryDraft{letter}"
        world.canaries[letter].append(words)
        staff = world.people[f"caseworker_of_{letter}"][1]
        mother = world.people[f"mother_of_{letter}"][1]
        document, comment = add_served_draft(session, child_id, staff, mother, words=words)
        world.ids.setdefault("draft_id", {})[letter] = document
        world.ids.setdefault("comment_id", {})[letter] = comment
        made = FlaggedDate(RecordSource.PLANS, date(2020, 8, 10))
        date_flags.add_report(session, child_id, made, words, by=mother, now=NOW)
        viewer = Viewer(Role.FAMILY_MEMBER, mother)
        flags = date_flags.list_own_flags(session, viewer, child_id)
        world.ids.setdefault("flag_id", {})[letter] = flags[0].id


def _add_advice(session: Session, world: World) -> None:
    """Advice about each child, answered and shared with the family."""
    world.ids["request_id"] = {}
    for letter in ("a", "b"):
        child_id = world.ids["child_id"][letter]
        assert isinstance(child_id, UUID)
        viewer = Viewer(*world.people[f"caseworker_of_{letter}"])
        adviser = Adviser("Wren Larkin", "Doctor", f"canary-contact-adviser-{letter}@example.org")
        manager = f"canary-contact-manager-{letter}@example.org"
        asked = Asked(Service.HEALTH, adviser, "What helps?", "Ellis Marrow", manager)
        request = advice.ask_for_advice(
            session, viewer, child_id, asked, path_of=lambda token: f"/advice/{token}", now=NOW
        )
        assert isinstance(request, AdviceRequest)
        advice_giving.keep_advice(session, request, Advice(needs=world.canaries[letter][0]))
        advice_giving.decline(session, request, "", NOW)
        session.execute(
            update(AdviceRequestRow)
            .where(AdviceRequestRow.id == request.id)
            .values(reply=Reply.ADVICE, shared_on=TODAY)
        )
        world.ids["request_id"][letter] = request.id


def _add_setting_survey(session: Session, world: World) -> None:
    """An open wave that asks the coordinators of both settings, and of eight others."""
    for _ in range(8):
        add_school(session)
    links = give_setting_links(session, open_setting_wave(session, TERM))
    world.ids["own_invitation_id"] = {
        letter: links[world.people[coordinator][1]][0]
        for letter, coordinator in (
            ("a", "coordinator_of_as_school"),
            ("b", "coordinator_of_bs_college"),
        )
    }


def _add_surveys(session: Session, world: World) -> None:
    """An open wave that asks both families, a closed one, and one that is released."""
    add_families(session, 10)  # a wave asks ten families or does not open
    open_id = open_wave(session)
    invited = give_links(session, open_id)
    viewer = Viewer(*world.people["officer"])
    closed_id, released_id = (
        add_closed_wave(session, answered(60, {"plan.needs": "agree"}), asked=200) for _ in range(2)
    )
    release = releases.release_wave(session, viewer, released_id, Thresholds(), release_sheets, NOW)
    assert isinstance(release, Release)
    add_files(session, release.id, dict.fromkeys(releases.PAPERS, b"a paper"))
    world.ids["wave_id"] = {"open": open_id, "closed": closed_id}
    world.ids["invitation_id"] = {"any": invited[0].invitation_id}
    world.ids["release_id"] = {"any": release.id}
    plan = series_plan(session)
    made = create_series(session, plan, today=plan.first_on, now=NOW, new_id=uuid4())
    assert isinstance(made, UUID)
    past_id = uuid4()
    world.ids["past_wave_id"] = {"any": past_id}
    world.ids["figure_id"] = {"any": uuid4()}
    past_waves.add_past_wave(
        session,
        past_id,
        title="Before",
        asked_on=TODAY,
        asked=None,
        answered=10,
        same_way=False,
        source="A report",
        typed_by_id=viewer.person_id,
        now=NOW,
    )
    world.ids["series_id"] = {"any": made}
