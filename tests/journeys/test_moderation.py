"""Words of a family are read, marked without a script, and quoted only without the names."""

from tests.journeys.conftest import Arrive


def test_marked_words_are_left_out_of_what_the_group_reads(arrive: Arrive) -> None:
    officer, member = arrive(), arrive()
    officer.be("Nadia Oakenshaw")
    officer.link("Young Inspectors")
    officer.button("Add an inspection")
    officer.fill("What did you look at?", "The youth club")
    officer.fill_date("On which day?", "2026-01-20")
    officer.fill("How many learners were you?", "3")
    officer.fill("What did you see?", "A man called Quentin was kind to Wilma.")
    officer.tick("You may quote our words without our names")
    officer.choose("Does it work?", "It works well")
    officer.button("Save")
    officer.button("Show to the group")
    officer.link("Words to read")
    officer.link("The youth club")
    assert "Words in a dashed box are only suggested" in officer.text()
    officer.tick("kind")
    officer.button("See what is left, and decide")
    assert "A man called […] was […] to […]." in officer.text()
    officer.button("Mark again")
    officer.fill("Or type what to leave out everywhere", "man")
    officer.button("See what is left, and decide")
    assert "A […] called […] was […] to […]." in officer.text()
    officer.choose("What becomes of these words?", "May be quoted")
    officer.button("Decide")

    member.be("Perry Talivane")
    member.link("Themes")
    member.link("In people’s own words")
    assert "A […] called […] was […] to […]." in member.text()
    assert "Wilma" not in member.text()
