"""From a closed wave to a report that the group reads and the officer exports."""

import csv
import io
from collections.abc import Mapping
from uuid import UUID, uuid4

import openpyxl
import pytest
from odf import opendocument, table
from sqlalchemy.orm import Session

from portal.domain.instruments import Choice
from portal.domain.people import Role
from portal.domain.waves import GroupKind, WaveState
from tests.closed_waves import add_closed_wave, answered
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff

YES: Mapping[str, str] = {"plan.needs": "agree", "plan.provision": "strongly_agree"}
NO: Mapping[str, str] = {"plan.needs": "disagree", "plan.provision": "cant_say"}


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


@pytest.fixture
def group_member(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.GROUP_MEMBER)
    session.commit()
    return sign_in(Role.GROUP_MEMBER, staff_id)


def release(officer: CheckingClient, wave_id: UUID) -> str:
    """Preview and release a wave; the path of its report."""
    assert officer.get(f"/releases/waves/{wave_id}/preview").status_code == 200
    answer = officer.submit(f"/releases/waves/{wave_id}/release")
    assert answer.status_code == 303
    return str(answer.location)


def rows_of(browser: CheckingClient, path: str) -> list[dict[str, str]]:
    answer = browser.get(path)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_the_group_reads_what_the_officer_previewed(
    session: Session, officer: CheckingClient, group_member: CheckingClient
) -> None:
    wave_id = add_closed_wave(session, answered(45, YES) + answered(15, NO), asked=200)
    session.commit()
    officer.get("/releases")
    assert "Preview the report: Families with new plans" in officer.text()
    officer.get(f"/releases/waves/{wave_id}/preview")
    previewed = officer.text()
    assert "60 (30 %)" in previewed
    assert "75 % (63–84)" in previewed
    assert "The outcomes are good" in previewed.partition("Not asked in this survey")[2]
    report = release(officer, wave_id)

    group_member.get("/releases")
    assert "Preview" not in group_member.text()
    group_member.get(report)
    assert "75 % (63–84)" in group_member.text()
    assert "one row each" not in group_member.text()
    officer.get(report)
    assert "All answers, one row each" in officer.text()
    chart = group_member.page.select_one("svg[role=img]")
    assert chart is not None
    for name in str(chart["aria-labelledby"]).split():
        assert group_member.page.find(id=name)
    assert group_member.page.select("table")


def test_a_report_is_never_made_twice(session: Session, officer: CheckingClient) -> None:
    wave_id = add_closed_wave(session, answered(12, YES))
    session.commit()
    report = release(officer, wave_id)
    officer.get(report)
    assert officer.submit(f"/releases/waves/{wave_id}/release").location == report
    assert officer.get(f"/releases/waves/{wave_id}/preview").location == report
    officer.get("/releases")
    assert officer.text().count("Report 1: Families with new plans") == 1


def test_a_report_reads_its_snapshot_and_never_the_answers(
    session: Session, officer: CheckingClient
) -> None:
    wave_id = add_closed_wave(session, answered(12, YES))
    session.commit()
    report = release(officer, wave_id)
    for path in (report, f"{report}/csv", f"{report}/xlsx", f"{report}/ods", "/releases"):
        assert officer.get(path).status_code == 200
        assert not any(
            "survey_" in statement for statement in officer.statements if path != "/releases"
        )


@pytest.mark.parametrize("state", [WaveState.DRAFT, WaveState.OPEN, WaveState.CLOSING])
def test_a_wave_that_is_not_closed_has_no_preview(
    session: Session, officer: CheckingClient, state: WaveState
) -> None:
    wave_id = add_closed_wave(session, [], state=state)
    session.commit()
    officer.get(f"/releases/waves/{wave_id}/preview")
    assert "not closed yet" in officer.text()
    assert "Release this report" not in officer.text()


def test_small_numbers_are_hidden_and_the_page_says_why(
    session: Session, officer: CheckingClient
) -> None:
    responses = answered(13, YES) + answered(2, NO) + answered(6, {"plan.needs": "cant_say"})
    wave_id = add_closed_wave(session, responses, telephone=3)
    session.commit()
    officer.get(f"/releases/waves/{wave_id}/preview")
    text = officer.text()
    assert "Answered online Hidden" in text
    assert "Answered by telephone Hidden" in text
    assert "Why some numbers are hidden" in text
    # Provision: 13 of 13 agree, 2 can't say, 6 left it out.
    assert "100 % (77–100)" in text
    cells = [cell.get_text(strip=True) for cell in officer.page.select("tbody tr")[1].select("td")]
    assert cells[2:] == ["–", "13", "Hidden", "Hidden"]


@pytest.mark.parametrize(
    ("number", "asked", "reason"),
    [
        (4, 1000, "fewer than 5 people gave an answer"),
        (9, 1000, "5 to 9 people gave an answer"),
        (12, 15, "nearly everyone we asked answered"),
    ],
)
def test_a_measure_that_is_not_shown_says_why(
    session: Session, officer: CheckingClient, number: int, asked: int, reason: str
) -> None:
    wave_id = add_closed_wave(session, answered(number, YES), asked=asked)
    session.commit()
    officer.get(f"/releases/waves/{wave_id}/preview")
    assert officer.text().count(reason) == 2
    assert not officer.page.select("svg")


def test_a_measure_that_waited_is_shown_with_the_next_wave(
    session: Session, officer: CheckingClient
) -> None:
    first = add_closed_wave(session, answered(12, YES), asked=15, title="First")
    second = add_closed_wave(
        session, answered(20, YES) + answered(8, NO), asked=100, title="Second"
    )
    session.commit()
    release(officer, first)
    officer.get(f"/releases/waves/{second}/preview")
    assert "(with earlier surveys)" in officer.text()
    assert "80 % (65–90)" in officer.text()  # 32 of 40


def test_groups_are_broken_down_where_nobody_can_be_recognised(
    session: Session, officer: CheckingClient
) -> None:
    responses = [
        *answered(40, {"plan.needs": "agree"}, ("ASD",)),
        *answered(20, {"plan.needs": "disagree"}, ("ASD",)),
        *answered(20, {"plan.needs": "agree"}, ("SEMH",)),
        *answered(20, {"plan.needs": "disagree"}, ("SEMH",)),
        *answered(10, {"plan.needs": "agree"}, ("SLCN",)),
        *answered(2, {"plan.needs": "disagree"}, ("SLCN",)),
    ]
    wave_id = add_closed_wave(session, responses, groups=[GroupKind.NEED])
    session.commit()
    report = release(officer, wave_id)
    officer.get(report)
    text = officer.text()
    assert "Autism 67 % (54–77) 60" in text
    assert "Social, emotional and mental health" not in text
    assert "Speech, language and communication" not in text
    groups = rows_of(officer, f"{report}/groups")
    assert [row["agree_percent"] for row in groups] == ["67"]


def test_figures_are_compared_with_the_released_baseline(
    session: Session, officer: CheckingClient
) -> None:
    choices = [Choice("plan.needs", 1), Choice("plan.communication", 1)]
    good = {"plan.needs": "agree", "plan.communication": "agree"}
    bad = {"plan.needs": "disagree", "plan.communication": "disagree"}
    baseline = add_closed_wave(
        session, answered(30, good) + answered(30, bad), choices=choices, title="Autumn 2019"
    )
    later = add_closed_wave(
        session,
        answered(54, good) + answered(6, bad),
        choices=[Choice("plan.needs", 1), Choice("plan.communication", 2)],
        baseline_id=baseline,
    )
    session.commit()
    officer.get(f"/releases/waves/{later}/preview")
    assert officer.text().count("No earlier figure") == 2
    release(officer, baseline)
    officer.get(f"/releases/waves/{later}/preview")
    assert "Better than in Autumn 2019 (50 %)" in officer.text()
    assert "Not comparable with Autumn 2019: the question was worded differently" in officer.text()


def test_every_file_says_what_the_page_says(session: Session, officer: CheckingClient) -> None:
    wave_id = add_closed_wave(session, answered(45, YES) + answered(15, NO), asked=200, telephone=3)
    session.commit()
    report = release(officer, wave_id)
    needs, provision, *not_asked = rows_of(officer, f"{report}/csv")
    assert needs["measure"] == "plan.needs"
    assert (needs["asked"], needs["answered"]) == ("200", "60")
    assert (needs["agree_percent"], needs["agree_low"], needs["agree_high"]) == ("75", "63", "84")
    assert (needs["answered_portal"], needs["answered_telephone"]) == ("[c]", "[c]")
    assert provision["cant_say"] == "15"
    assert {row["agree_percent"] for row in not_asked} == {"[z]"}
    assert "plan.outcomes" in {row["measure"] for row in not_asked}

    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{report}/xlsx").get_data()))
    assert book.sheetnames == ["measures", "dictionary"]
    cells = [[cell.value for cell in row] for row in book["measures"].iter_rows()]
    assert cells[1][cells[0].index("agree_percent")] == 75

    pages = opendocument.load(io.BytesIO(officer.get(f"{report}/ods").get_data()))
    names = [page.getAttribute("name") for page in pages.getElementsByType(table.Table)]
    assert names == ["measures", "dictionary"]

    dictionary = rows_of(officer, f"{report}/dictionary")
    explained = {row["Column"] for row in dictionary}
    assert explained >= set(needs) | {"[c]", "[z]"}


def test_files_that_were_not_made_are_not_found(session: Session, officer: CheckingClient) -> None:
    wave_id = add_closed_wave(session, answered(12, YES))
    session.commit()
    report = release(officer, wave_id)
    assert officer.get(f"{report}/groups").status_code == 404
    assert officer.get(f"{report}/pdf").status_code == 404
    assert officer.get(f"/releases/{uuid4()}").status_code == 404
    assert officer.get(f"/releases/{uuid4()}/csv").status_code == 404
    assert officer.get(f"/releases/waves/{uuid4()}/preview").status_code == 404
    assert officer.get(f"/releases/waves/{uuid4()}/row-file").status_code == 404
    assert officer.get(f"/releases/waves/{uuid4()}/row-file/csv").status_code == 404
    officer.get(f"{report}/pdf")
    assert officer.submit(f"/releases/waves/{uuid4()}/release").status_code == 404


def test_the_group_member_cannot_preview_release_or_read_rows(
    session: Session, group_member: CheckingClient
) -> None:
    wave_id = add_closed_wave(session, answered(12, YES))
    session.commit()
    for path in ("preview", "row-file", "row-file/csv"):
        assert group_member.get(f"/releases/waves/{wave_id}/{path}").status_code == 403
    group_member.get("/releases")
    assert group_member.submit(f"/releases/waves/{wave_id}/release").status_code == 403
