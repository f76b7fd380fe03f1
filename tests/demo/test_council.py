"""The invented council: the same every time, whole, and nobody's real data."""

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.domain.people import OUTSIDE_ROLES, Role
from portal.features.demo.cast import CAST
from portal.features.demo.council import SMALLEST, generate_council, write_folder
from portal.features.demo.folder import COLUMNS
from portal.features.demo.names import dice
from portal.features.demo.school_calendar import year_group
from portal.features.demo.timelines import Stage, tell

TODAY = date(2026, 11, 23)
Files = dict[str, list[dict[str, str]]]


def written(folder: Path, seed: int = 7, today: date = TODAY, children: int = 2000) -> Files:
    write_folder(generate_council(seed, today, children), folder)
    files = {}
    for name in COLUMNS:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            files[name] = list(csv.DictReader(file))
    return files


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return written(tmp_path_factory.mktemp("council"))


def test_the_same_seed_and_day_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second", "other"):
        seed = 8 if name == "other" else 7
        write_folder(generate_council(seed, TODAY, 200), tmp_path / name)
    for file in COLUMNS:
        first = (tmp_path / "first" / f"{file}.csv").read_bytes()
        assert first == (tmp_path / "second" / f"{file}.csv").read_bytes()
        if file not in ("caseload", "settings"):
            assert first != (tmp_path / "other" / f"{file}.csv").read_bytes()


def test_it_holds_the_children_asked_for_each_once(files: Files) -> None:
    for column in ("person_id", "caseref"):
        assert len({row[column] for row in files["person"]}) == 2000
    upns = [row["upn"] for row in files["person"] if row["upn"]]
    assert len(set(upns)) == len(upns)


@pytest.mark.parametrize(
    ("file", "column", "target"),
    [
        ("requests", "person_id", "person"),
        ("assessment", "requests_id", "requests"),
        ("named_plan", "assessment_id", "assessment"),
        ("plan_detail", "named_plan_id", "named_plan"),
        ("active_plans", "named_plan_id", "named_plan"),
        ("placement_detail", "active_plans_id", "active_plans"),
        ("contacts", "person_id", "person"),
        ("events", "person_id", "person"),
        ("caseload", "person_id", "person"),
    ],
)
def test_every_row_hangs_on_a_row_that_is_there(
    files: Files, file: str, column: str, target: str
) -> None:
    known = {row[column] for row in files[target]}
    assert {row[column] for row in files[file]} <= known


def test_every_need_and_every_school_named_is_there(files: Files) -> None:
    people = {row["person_id"] for row in files["person"]}
    plans = {row["active_plans_id"] for row in files["active_plans"]}
    urns = {row["urn"] for row in files["settings"]}
    for row in files["sen_need"]:
        assert row["person_id"] in people or row["active_plans_id"] in plans
    for row in files["plan_detail"] + files["placement_detail"]:
        assert row["urn"] in urns or row["sensetting"] in ("EHE", "NEET", "NIEC", "OTH")


@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2027, 8, 31)])
@pytest.mark.parametrize("stage", Stage)
def test_a_story_is_in_order_and_holds_no_finished_thing_after_today(
    stage: Stage, today: date
) -> None:
    for number in range(40):
        case = tell(stage, dice(stage, number), today)
        first = [case.received, case.request_decided, case.advice_asked, case.advice_received]
        days = [*first, case.assessment_decided, case.draft_served, case.plan_made]
        for review in case.reviews:
            days += [review.meeting, review.report, review.decided, review.final]
        happened = [day for day in [*days, case.ceased] if day is not None]
        if stage is Stage.MEETING_ARRANGED:
            assert today < happened.pop() <= today + timedelta(days=45)
        assert happened == sorted(happened)
        assert happened[-1] <= today


def test_stages_are_on_time_due_soon_and_late(files: Files) -> None:
    outcomes = Counter(row["requestoutcome"] for row in files["requests"])
    assert {"A", "Y", "N", "W"} <= set(outcomes)
    waiting = [
        (TODAY - date.fromisoformat(row["receiveddate"])).days
        for row in files["requests"]
        if row["requestoutcome"] == "A"
    ]
    assert any(age < 28 for age in waiting)
    assert any(28 <= age <= 42 for age in waiting)
    assert any(age > 42 for age in waiting)
    since_review = [
        (TODAY - date.fromisoformat(row["lastreview"])).days
        for row in files["active_plans"]
        if row["lastreview"]
    ]
    assert any(age < 300 for age in since_review)
    assert any(300 <= age <= 364 for age in since_review)
    assert any(age > 370 for age in since_review)


def test_each_quarter_of_the_last_year_has_families_enough_to_ask(files: Files) -> None:
    quarters = Counter(
        (TODAY - date.fromisoformat(row["startdate"])).days // 92 for row in files["named_plan"]
    )
    assert all(quarters[quarter] >= 40 for quarter in range(4))


def test_there_are_refusals_ended_plans_and_moves_from_elsewhere(files: Files) -> None:
    assert any(row["assessmentoutcome"] == "N" for row in files["assessment"])
    assert len({row["ceasereason"] for row in files["named_plan"] if row["ceasedate"]}) >= 4
    assert any(row["transferla"] for row in files["active_plans"])
    assert any(row["phasetransferduedate"] for row in files["active_plans"])
    kinds = {row["event"] for row in files["events"]}
    assert {"exception", "agreed_delay", "welfare_visit", "home_education_check"} <= kinds
    assert {"awaiting_specialist_start", "missing_education_start", "decision_cease"} <= kinds


def test_a_year_group_follows_the_birth_date(files: Files) -> None:
    assert year_group(date(2014, 9, 1), date(2025, 10, 1)) == 6
    assert year_group(date(2015, 8, 31), date(2026, 8, 31)) == 6
    codes = {row["ncyear"] for row in files["person"]}
    assert {"R", "1", "6", "9", "11", "12", ""} <= codes


def test_families_have_the_shapes_of_real_families(files: Files) -> None:
    children: dict[str, set[str]] = defaultdict(set)
    for row in files["contacts"]:
        children[row["contact_id"]].add(row["person_id"])
    assert any(len(linked) > 1 for linked in children.values())
    assert {"yes", "no", "unknown"} == {row["responsibility"] for row in files["contacts"]}
    relationships = {row["relationship"] for row in files["contacts"]}
    assert {"mother", "father", "foster carer", "grandmother", "step-parent"} <= relationships
    restricted = [row for row in files["contacts"] if row["restriction"]]
    assert any(row["restriction_review"] for row in restricted)
    assert any(not row["restriction_review"] for row in restricted)
    assert any(row["interpreter"] for row in files["contacts"])
    assert any(not row["email"] and not row["mobile"] for row in files["contacts"])
    assert any(row["lookedafter"] == "Y" for row in files["person"])


def test_a_young_persons_own_row_is_a_contact_called_self(files: Files) -> None:
    born = {row["person_id"]: date.fromisoformat(row["personbirthdate"]) for row in files["person"]}
    own = [row for row in files["contacts"] if row["relationship"] == "self"]
    assert any(year_group(born[row["person_id"]], TODAY) >= 12 for row in own)
    assert any(year_group(born[row["person_id"]], TODAY) < 12 for row in own)
    assert all(year_group(born[row["person_id"]], TODAY) >= 7 for row in own)


def test_only_one_pair_of_adults_shares_an_e_mail_and_nobody_a_mobile(files: Files) -> None:
    for column, pairs in (("email", 1), ("mobile", 0)):
        holders: dict[str, set[str]] = defaultdict(set)
        for row in files["contacts"]:
            if row[column]:
                holders[row[column].casefold()].add(row["contact_id"])
        assert [len(who) for who in holders.values() if len(who) > 1] == [2] * pairs


def test_nothing_in_it_can_reach_anybody(files: Files) -> None:
    for row in files["contacts"]:
        assert row["email"] == "" or row["email"].endswith("@example.org")
        assert row["mobile"] == "" or row["mobile"].startswith("07700900")
    for row in files["caseload"]:
        assert row["caseworker_email"].endswith("@demo.invalid")
        assert row["manager_email"].endswith("@demo.invalid")
    assert all(row["coordinator_email"].endswith(".demo.invalid") for row in files["settings"])
    assert all(row["postcode"].startswith("Q") for row in files["person"])


def test_everybody_of_the_demo_page_is_in_the_folder(files: Files) -> None:
    contacts = {row["contact_id"]: row for row in files["contacts"]}
    caseworkers = {
        row[column] for row in files["caseload"] for column in ("caseworker_email", "manager_email")
    }
    coordinators = {row["coordinator_email"] for row in files["settings"]}
    assert {member.role for member in CAST} == set(Role) - OUTSIDE_ROLES
    for member in CAST:
        if member.contact_id is not None:
            assert contacts[member.contact_id]["email"] == member.email
        if member.role is Role.CASEWORKER:
            assert member.email in caseworkers
        if member.role is Role.COORDINATOR:
            assert member.email in coordinators


@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2027, 1, 3), date(2027, 8, 1)])
def test_the_people_of_the_demo_page_are_where_they_should_be(tmp_path: Path, today: date) -> None:
    files = written(tmp_path, today=today, children=SMALLEST)
    by_name = {row["forename"]: row for row in files["person"][:4]}
    ages = {
        name: (today - date.fromisoformat(row["personbirthdate"])).days // 365.25
        for name, row in by_name.items()
    }
    assert ages["Juno"] == 12
    assert ages["Kit"] == 17
    request = next(row for row in files["requests"] if row["person_id"] == "P000002")
    assert (today - date.fromisoformat(request["receiveddate"])).days > 140
    assert not any(row["person_id"] == "P000002" for row in files["named_plan"])
    for child in ("P000001", "P000004"):
        meetings = [
            date.fromisoformat(row["date"])
            for row in files["events"]
            if row["person_id"] == child and row["event"] == "meeting"
        ]
        assert 15 < (max(meetings) - today).days <= 42


def test_a_council_too_small_to_hold_every_stage_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        generate_council(1, TODAY, SMALLEST - 1)
