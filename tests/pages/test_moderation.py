"""The moderation desk: read, marked without a script, decided, confirmed, withdrawn."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions import moderation as actions
from portal.actions import themes as theme_actions
from portal.domain.inspections import InspectionDetails, Works
from portal.domain.people import Role, Viewer
from portal.domain.redaction import GAP
from portal.domain.themes import ThemeWords
from portal.outside.bank_holidays import in_england
from portal.store import inspections, quotations
from portal.store.tables.sessions import ReadTrail
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_setting, add_staff

SAID = "Mr Stone at Oakfield rang Anna.\nHe was kind, and the ramp <b>is</b> good."


@pytest.fixture
def officer_id(session: Session) -> UUID:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER, name="Officer One")
    session.commit()
    return staff_id


@pytest.fixture
def officer(officer_id: UUID, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.PARTICIPATION_OFFICER, officer_id)


@pytest.fixture
def second(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER, name="Officer Two")
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


@pytest.fixture
def member(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.GROUP_MEMBER)
    session.commit()
    return sign_in(Role.GROUP_MEMBER, staff_id)


@pytest.fixture
def theme(session: Session, officer_id: UUID, clock: Clock) -> UUID:
    viewer = Viewer(Role.PARTICIPATION_OFFICER, officer_id)
    words = ThemeWords("Buildings", "Doors and rooms", ("ramp",))
    added = theme_actions.add_theme(session, viewer, words, clock().date(), new_id=uuid4())
    assert isinstance(added, UUID)
    session.commit()
    return added


@pytest.fixture
def two_people(app: Flask) -> Iterator[None]:
    app.config["MODERATION_SECOND_PERSON"] = True
    yield
    app.config["MODERATION_SECOND_PERSON"] = False


@pytest.fixture
def path(session: Session, officer_id: UUID, theme: UUID, clock: Clock) -> str:
    """Of a text that may be quoted, read by the group once it is decided on."""
    assert theme
    add_setting(session, name="Oakfield Primary School")
    return _add(session, officer_id, clock, may_quote=True)


def _add(session: Session, officer_id: UUID, clock: Clock, *, may_quote: bool) -> str:
    text_id, today = uuid4(), clock().date()
    details = InspectionDetails("Town hall", today, 3, SAID, Works.WELL, may_quote)
    inspections.add_inspection(session, text_id, details, by=officer_id, now=clock())
    inspections.show_inspection(session, text_id, today)
    session.commit()
    return f"/moderation/inspection/{text_id}"


def _ticked(client: CheckingClient) -> set[str]:
    boxes = client.page.select("input[name=word][checked]")
    return {str(box["value"]) for box in boxes}


def _carried(client: CheckingClient) -> dict[str, str]:
    """The hidden fields of the form that decides."""
    form = client.page.select_one("form[action$='/decide']")
    assert form is not None
    hidden = form.select("input[type=hidden]")
    return {str(each["name"]): str(each["value"]) for each in hidden}


def _look(client: CheckingClient, path: str, *words: int, phrases: str = "") -> None:
    client.get(path)
    fields = {"word": [str(word) for word in words], "phrases": phrases}
    assert client.submit(f"{path}/left", fields).status_code == 200


def test_suggested_words_come_ticked_and_say_that_they_are_suggested(
    officer: CheckingClient, path: str
) -> None:
    officer.get("/moderation")
    assert "Read text 1: Town hall" in officer.text()
    officer.get(path)
    labels = {label.get_text() for label in officer.page.select(".site-mark--suggested label")}
    assert labels == {
        "Mr (suggested: may be a name)",
        "Stone (suggested: may be a name)",
        "Oakfield (suggested: may be a school, college or nursery)",
        "Anna. (suggested: may be a name)",
    }
    assert _ticked(officer) == {"0", "1", "3", "5"}
    assert len(officer.page.select("input[name=word]")) == len(SAID.split())


def test_words_are_marked_looked_at_and_marked_again_before_anything_is_kept(
    officer: CheckingClient, path: str, theme: UUID, session: Session
) -> None:
    _look(officer, path, 0, 1, 5)
    assert f"{GAP} at Oakfield rang {GAP}. He was kind" in " ".join(officer.text().split())
    assert "Whoever wrote" not in officer.text()
    again = {"press": "mark", "word": "0 1 5", "phrases": "Oakfield\nHill"}
    assert officer.submit(f"{path}/left", again).status_code == 200
    assert _ticked(officer) == {"0", "1", "5"}, "what was marked, and not what is suggested"
    _look(officer, path, 0, 1, 5, phrases="oakfield\nHill")
    assert "The text does not say: Hill." in officer.text()
    box = officer.page.select_one(f"input[name=themes][value='{theme}']")
    assert box is not None
    assert not box.has_attr("checked"), "a suggested theme waits for a person"
    assert "Suggested, because the text says “ramp”." in officer.text()
    fields = {**_carried(officer), "outcome": "quote", "themes": [str(theme)]}
    assert officer.submit(f"{path}/decide", fields).status_code == 303
    (quoted,) = quotations.list_quoted(session, shown_only=True)
    left = f"{GAP} at {GAP} rang {GAP}.\nHe was kind, and the ramp <b>is</b> good."
    assert quoted.quotations[0].words == left
    assert quoted.quotations[0].themes == ("Buildings",)
    officer.get("/moderation")
    assert "Nothing waits to be read." in officer.text()
    officer.get("/moderation/decided")
    assert "May be quoted" in officer.text()


def test_what_cannot_be_decided_is_said_and_the_marks_stay(
    officer: CheckingClient, path: str
) -> None:
    everything = range(len(SAID.split()))
    _look(officer, path, *everything)
    fields = _carried(officer)
    assert officer.submit(f"{path}/decide", {**fields}).status_code == 422
    assert "Choose one" in officer.text()
    assert officer.submit(f"{path}/decide", {**fields, "outcome": "quote"}).status_code == 422
    assert "Nothing is left to quote" in officer.text()
    assert _carried(officer)["word"] == fields["word"]
    assert officer.submit(f"{path}/decide", {**fields, "outcome": "withheld"}).status_code == 422
    assert "Say why you keep these words back" in officer.text()
    withheld = {**fields, "outcome": "withheld", "reason": "About one person"}
    assert officer.submit(f"{path}/decide", withheld).status_code == 303
    officer.get(path)
    assert "Why: About one person" in officer.text()
    assert "Officer One: Decided" in officer.text()


def test_words_without_consent_can_only_be_counted_or_kept_back(
    session: Session, officer: CheckingClient, officer_id: UUID, clock: Clock, theme: UUID
) -> None:
    path = _add(session, officer_id, clock, may_quote=False)
    officer.get(path)
    assert "has not let us quote it" in officer.text()
    choices = [str(each["value"]) for each in officer.page.select("input[name=outcome]")]
    assert choices == ["theme_only", "withheld"]
    forged = {"seen": "0", "outcome": "quote"}
    assert officer.submit(f"{path}/decide", forged).status_code == 422
    fields = {"seen": "0", "outcome": "theme_only", "themes": [str(theme)]}
    assert officer.submit(f"{path}/decide", fields).status_code == 303
    officer.get(path)
    assert "Themes: Buildings" in officer.text()
    assert quotations.list_quoted(session, shown_only=False) == []


@pytest.mark.usefixtures("two_people")
def test_a_second_officer_confirms_and_the_first_is_refused(
    officer: CheckingClient, second: CheckingClient, member: CheckingClient, path: str
) -> None:
    _look(officer, path, 0, 1, 3, 5)
    assert "waits for a second person" in officer.text()
    officer.submit(f"{path}/decide", {**_carried(officer), "outcome": "quote"})
    officer.get("/moderation")
    assert "Confirm quotation 1: Town hall" in officer.text()
    officer.get(path)
    assert "Another officer has to confirm it" in officer.text()
    assert not officer.page.select("form[action$='/confirm']")
    officer.submit(f"{path}/confirm", {"seen": "1"})
    officer.get(path)
    assert "You have decided this" in officer.text()
    member.get("/moderation/quotations")
    assert "was kind" not in member.text()
    second.get(path)
    assert second.submit(f"{path}/confirm", {"seen": "1"}).status_code == 303
    member.get("/moderation/quotations")
    assert f"{GAP} at {GAP} rang {GAP}." in member.text()
    assert "Stone" not in member.text()


@pytest.mark.usefixtures("two_people")
def test_a_decision_is_sent_back_with_a_reason(
    officer: CheckingClient, second: CheckingClient, path: str
) -> None:
    _look(officer, path)
    officer.submit(f"{path}/decide", {**_carried(officer), "outcome": "quote"})
    second.get(path)
    assert second.submit(f"{path}/take-back", {"seen": "1"}).status_code == 422
    assert "Say why" in second.text()
    fields = {"seen": "1", "reason": "Says who rang"}
    assert second.submit(f"{path}/take-back", fields).status_code == 303
    officer.get(path)
    assert "Officer Two: Sent back (Says who rang)" in officer.text()
    assert officer.page.select("input[name=word]"), "it is marked anew"


def test_a_quotation_withdrawn_is_not_read_any_more(
    officer: CheckingClient, member: CheckingClient, path: str
) -> None:
    _look(officer, path, 0, 1, 3, 5)
    officer.submit(f"{path}/decide", {**_carried(officer), "outcome": "quote"})
    of_inspection = path.removeprefix("/moderation").replace("inspection/", "inspections/")
    for page in ("/moderation/quotations", of_inspection):
        member.get(page)
        assert f"{GAP} at {GAP} rang {GAP}. He was kind" in " ".join(member.text().split())
        assert "Stone" not in member.text()
    officer.get(path)
    officer.submit(f"{path}/take-back", {"seen": "1", "reason": "Could be told"})
    for page in ("/moderation/quotations", of_inspection):
        member.get(page)
        assert "was kind" not in member.text()


def test_two_who_decide_at_once_do_not_overwrite_each_other(
    officer: CheckingClient, second: CheckingClient, path: str
) -> None:
    _look(officer, path)
    _look(second, path)
    mine = {**_carried(officer), "outcome": "theme_only"}
    theirs = {**_carried(second), "outcome": "withheld", "reason": "x"}
    assert officer.submit(f"{path}/decide", mine).status_code == 303
    assert second.submit(f"{path}/decide", theirs).location == path
    second.get(path)
    assert "Somebody else has done something with this text" in second.text()


def test_the_list_says_since_when_in_days_and_what_is_late(
    session: Session, sign_in: SignIn, officer_id: UUID, path: str, clock: Clock
) -> None:
    assert path
    officer = sign_in(Role.PARTICIPATION_OFFICER, officer_id)
    actions.keep_clocks(session, clock(), in_england)
    session.commit()
    officer.get("/moderation")
    assert "Sunday 22 November 2026" in officer.text()
    assert "Late" not in officer.text()
    clock.move(days=1)
    officer = sign_in(Role.PARTICIPATION_OFFICER, officer_id)
    officer.get("/moderation")
    assert "Late" in officer.text()


def test_reading_is_noted_and_names_no_text(
    session: Session, officer: CheckingClient, path: str
) -> None:
    officer.get(path)
    session.expire_all()
    reads = session.scalars(select(ReadTrail)).all()
    assert [(read.purpose, read.child_id) for read in reads] == [("survey_texts", None)]


def test_the_group_reads_the_themes_and_the_officer_keeps_them(
    officer: CheckingClient, member: CheckingClient, theme: UUID
) -> None:
    member.get("/moderation/themes")
    assert "Buildings" in member.text()
    assert "Suggested where a text says: ramp" in member.text()
    assert not member.page.select("main a[href*='/themes/']")
    page = f"/moderation/themes/{theme}"
    officer.get(page)
    fields = {"version": "1", "name": "Buildings", "meaning": "Doors, rooms", "words": "ramp\n"}
    assert officer.submit(page, fields).status_code == 422
    assert "Choose one" in officer.text()
    assert officer.submit(page, {**fields, "meant": "same"}).status_code == 303
    officer.get(page)
    assert "Doors and rooms" in officer.text(), "how it has read before"
    officer.get("/moderation/themes/new")
    new = {"name": "buildings", "meaning": "x"}
    assert officer.submit("/moderation/themes/new", new).status_code == 422
    assert "Another theme has this name" in officer.text()
    new["name"] = "Letters"
    assert officer.submit("/moderation/themes/new", new).status_code == 303
    officer.get(page)
    officer.submit(f"{page}/retire")
    member.get("/moderation/themes")
    assert "Buildings No longer used" in member.text()
    officer.get(page)
    officer.submit(f"{page}/bring-back")
    member.get("/moderation/themes")
    assert "No longer used" not in member.text()


def test_words_typed_by_strangers_stand_as_text(officer: CheckingClient, path: str) -> None:
    _look(officer, path)
    assert "<b>is</b>" in officer.text()
    assert not officer.page.select("main b")


def test_odd_marks_break_nothing(officer: CheckingClient, path: str) -> None:
    officer.get(path)
    fields = {"word": ["9" * 5000, "-1", "x", "99999"], "phrases": "\x00\n" * 200}
    assert officer.submit(f"{path}/left", fields).status_code == 200
    assert officer.get(f"/moderation/survey/{uuid4()}").status_code == 404
    assert officer.get(f"/moderation/other/{uuid4()}").status_code == 404
