"""What else a report says: other questions, who was not heard from, what changed, and words."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from sqlalchemy.orm import Session

from portal.domain.instruments import Instrument, Section
from portal.domain.measures import Respondent
from portal.domain.moderation import Quotation, ThemeCounts
from portal.domain.questions import Option, Question, QuestionKind
from portal.domain.reach import Reach, ReachKind
from portal.domain.waves import BLANK, GroupKind
from portal.store import moderation
from portal.store.survey_counts import add_reach
from tests.closed_waves import add_closed_wave, answered
from tests.pages.conftest import CheckingClient
from tests.pages.test_releases import NO, YES, group_member, officer, release, rows_of

__all__ = ["group_member", "officer"]

WHO = Question(
    "own.who",
    QuestionKind.ONE,
    "Who helped you most?",
    options=(Option("school", "The school"), Option("nobody", "Nobody"), Option("gp", "The GP")),
)
HELP = Question("own.help", QuestionKind.LONG_TEXT, "What would have helped?")
ASKS = Instrument("Own", Respondent.PARENT_OR_CARER, (Section("", (WHO, HELP)),))


def test_other_questions_are_counted_by_option(
    session: Session, officer: CheckingClient, group_member: CheckingClient
) -> None:
    rows = [
        *answered(30, {"own.who": "school"}),
        *answered(20, {"own.who": "nobody"}),
        *answered(2, {"own.who": "gp"}),
    ]
    wave_id = add_closed_wave(session, rows, instrument=ASKS)
    session.commit()
    report = release(officer, wave_id)
    group_member.get(report)
    assert "The school 30 58 %" in group_member.text()
    assert "The GP Hidden –" in group_member.text()
    assert "Nobody Hidden –" in group_member.text()
    options = rows_of(group_member, f"{report}/options")
    assert [row["chose"] for row in options] == ["30", "[c]", "[c]"]


def test_those_who_were_not_heard_are_set_against_those_asked_and_all(
    session: Session, officer: CheckingClient
) -> None:
    wave_id = add_closed_wave(session, answered(45, YES) + answered(15, NO), asked=200)
    add_reach(
        session,
        wave_id,
        [
            Reach(ReachKind.LANGUAGE, "eng", 900, 150, 50),
            Reach(ReachKind.LANGUAGE, "pol", 120, 38, 0),
            Reach(ReachKind.LANGUAGE, BLANK, 60, 12, 10),
        ],
    )
    session.commit()
    report = release(officer, wave_id)
    officer.get(report)
    text = officer.text()
    assert "English 900 150 50 33 %" in text
    assert "Polish 120 38 0 0 %" in text
    assert text.index("Polish") < text.index("All others 60 12 10 83 %")
    reach = rows_of(officer, f"{report}/reach")
    assert [row["answered_in_group"] for row in reach] == ["50", "0", "10"]


def test_the_head_of_a_report_says_what_changed_since_the_last(
    session: Session, officer: CheckingClient
) -> None:
    groups = {"ASD": ("ASD",), "SEMH": ("SEMH",)}

    def wave(title: str, number: int, agree: int, other: int) -> str:
        rows = [
            row
            for values in groups.values()
            for row in [*answered(agree, YES, values), *answered(other, NO, values)]
        ]
        made = add_closed_wave(
            session,
            rows,
            title=title,
            groups=[GroupKind.NEED],
            closes_on=date(2020, number, 1),
        )
        session.commit()
        return release(officer, made)

    wave("Spring", 4, 40, 60)
    report = wave("Summer", 7, 80, 20)
    officer.get(report)
    text = officer.text()
    assert "What has changed The plan describes needs: Better than in Spring (40 %)" in text
    assert "No earlier figure" in text  # no baseline was named
    assert "Autism 80 % (71–87) 100 Better" in text


def test_a_report_ends_with_themes_and_what_may_be_quoted(
    session: Session,
    officer: CheckingClient,
    group_member: CheckingClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wave_id = add_closed_wave(session, answered(60, {"own.who": "school"}), instrument=ASKS)
    session.commit()
    counted = ThemeCounts(40, {"Waiting": 12, "Rare": 2})
    quoted = [Quotation(uuid4(), "own.help", "Nobody rang […] back", ("Waiting",))]
    monkeypatch.setattr(moderation, "count_themes", lambda *_: counted)
    monkeypatch.setattr(moderation, "list_quotations", lambda *_: quoted)
    report = release(officer, wave_id)
    monkeypatch.undo()  # what was released stays, whatever the desk takes back
    group_member.get(report)
    text = group_member.text()
    assert "Waiting 12 30 %" in text
    assert "Rare" not in text
    assert "Nobody rang […] back What would have helped? (Waiting)" in text
    book = openpyxl.load_workbook(BytesIO(group_member.get(f"{report}/xlsx").get_data()))
    assert [cell.value for cell in book["quotations"][2]] == [
        "What would have helped?",
        "Nobody rang […] back",
        "Waiting",
    ]
    assert book.sheetnames[-1] == "dictionary"
