"""Point 6: a wave is made, closed, previewed, released, read and exported."""

import csv
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
from odf import opendocument, table, teletype

from tests.journeys.conftest import Arrive
from tests.journeys.visitor import Visitor, today


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def read_xlsx(path: Path) -> list[list[str]]:
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    rows = book.worksheets[0].iter_rows(values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def read_ods(path: Path) -> list[list[str]]:
    sheet = opendocument.load(BytesIO(path.read_bytes())).getElementsByType(table.Table)[0]
    return [
        [teletype.extractText(cell) for cell in row.getElementsByType(table.TableCell)]
        for row in sheet.getElementsByType(table.TableRow)
    ]


def figures(visitor: Visitor) -> str:
    return visitor.page.get_by_role("region", name="Each statement").inner_text()


def test_a_report_is_previewed_released_read_and_exported(arrive: Arrive) -> None:
    officer, member = arrive(), arrive()
    officer.be("Nadia Oakenshaw")
    officer.link("Reports")
    officer.link(re.compile("^Preview the report: New plans"))
    previewed = figures(officer)
    assert "%" in previewed
    officer.button("Release this report")
    assert "The participation group can read it now" in officer.text()
    assert figures(officer) == previewed
    title = officer.heading()

    member.be("Perry Talivane")
    member.link(title)
    assert figures(member) == previewed
    assert member.page.get_by_role("img").count() == 1
    assert member.page.get_by_role("button", name="Release this report").count() == 0

    rows = read_csv(officer.download("Plain table (CSV)"))
    assert read_xlsx(officer.download("Spreadsheet for Excel (XLSX)")) == rows
    assert read_ods(officer.download("Spreadsheet for LibreOffice (ODS)")) == rows
    each = officer.page.get_by_role("region", name="Each statement")
    asked = each.locator("tbody th").all_inner_texts()
    assert asked
    assert set(asked) <= {cell for row in rows for cell in row}


def test_a_survey_is_made_opened_answered_and_closed(visitor: Visitor) -> None:
    visitor.be("Nadia Oakenshaw")
    visitor.button("Make a survey")
    visitor.button("Continue")
    assert visitor.page.title().startswith("Error:")
    visitor.fill("Name of the survey", "Plans of two years ago")
    visitor.select("What to ask", "Parents and carers, new plans")
    visitor.choose("Which families to ask", "Their final plan was issued")
    visitor.fill_date("From this day", str(today() - timedelta(days=900)))
    visitor.fill_date("To this day, that day included", str(today() - timedelta(days=500)))
    visitor.fill_date("Last day to answer", str(today() + timedelta(days=14)))
    visitor.button("Continue")
    assert visitor.heading() == "Survey: Plans of two years ago"
    reach = re.search(r"Today it would ask (\d+) people", visitor.text())
    assert reach is not None
    visitor.button("Open the survey")
    assert "The survey is open." in visitor.text()
    visitor.button("Go to the telephone desk")
    assert f"{reach[1]} people to ring." in visitor.text()
    visitor.button(re.compile("^Ring"), within=visitor.page.locator("main tbody tr").first)
    visitor.choose(re.compile("involved"), "Strongly agree")
    visitor.button("Continue")
    visitor.button("Continue")
    visitor.button("Send the answers")
    visitor.link("Back", within=visitor.page.get_by_role("navigation", name="Back"))
    visitor.button("Close the survey")
    visitor.await_text("See what a report would say")
    visitor.link("See what a report would say")
    assert "Strongly agree" not in figures(visitor)
    assert "%" not in figures(visitor)
