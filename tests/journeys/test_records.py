"""Point 1: the officer hands record files over, sees what would change, and takes them in."""

from pathlib import Path

import pytest

from tests.journeys.serving import Sites
from tests.journeys.visitor import Visitor
from tests.store.records_folder import FILES, write_folder

FAMILY, SIGN_IN = "una@post.example", "Your sign-in link and code"


@pytest.fixture
def site(sites: Sites) -> str:
    """A council apart: what is not in these few files would be marked absent in the others."""
    return sites.address("records")


def hand_over(officer: Visitor, folder: Path) -> None:
    officer.link("Records")
    officer.button("Hand over files")
    chosen = officer.page.get_by_label("Choose the files")
    chosen.set_input_files(sorted(folder.iterdir()))
    officer.button("Hand over and check")


def test_files_are_handed_over_checked_and_taken_in(visitor: Visitor, tmp_path: Path) -> None:
    visitor.be("Nadia Oakenshaw")
    wrong = FILES["person"].replace("2013-06-02", "31/02/2013")
    folder = write_folder(tmp_path / "wrong", person=wrong, shoes="size\n12\n")
    hand_over(visitor, folder)
    visitor.await_text("Some rows are refused.")
    assert "person.csv, line 3, personbirthdate: this day cannot be right" in visitor.text()
    assert "shoes.csv" in visitor.text()
    visitor.button("Drop these files")
    assert visitor.heading() == "Dropped"

    hand_over(visitor, write_folder(tmp_path / "right"))
    visitor.await_text("Every row can be taken in.")
    visitor.button("Take the records in")
    while visitor.heading() != "Taken in":
        visitor.link("See how far it is now")
    visitor.button("Sign out")

    visitor.go("/sign-in")
    before = len(visitor.letters(FAMILY, SIGN_IN))
    visitor.fill("Your e-mail address or mobile number", FAMILY)
    visitor.button("Send me a message")
    letter = visitor.await_letter(FAMILY, SIGN_IN, before)
    visitor.fill("Code", letter.code)
    visitor.button("Continue")
    assert "Testbo Testmoss" in visitor.text()


def test_a_choice_without_the_children_is_refused(visitor: Visitor, tmp_path: Path) -> None:
    visitor.be("Silas Embergarth")
    hand_over(visitor, write_folder(tmp_path / "some", "events"))
    assert visitor.page.title().startswith("Error:")
    assert "Choose person.csv as well" in visitor.text()
