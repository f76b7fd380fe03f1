"""The officer puts instruments together, shares them as files, and undoes nobody's work."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.actions import instruments as actions
from portal.domain.instruments import Instrument, list_faults
from portal.domain.people import Role
from portal.store import instruments
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


@pytest.fixture
def other(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


@pytest.fixture
def shipped(session: Session, clock: Clock) -> dict[str, str]:
    """The paths of the shipped instruments."""
    added = actions.add_shipped(session, clock())
    session.commit()
    return {name: f"/instruments/{instrument_id}" for name, instrument_id in added.items()}


def stored(session: Session, path: str) -> Instrument:
    session.rollback()
    found = instruments.find_instrument(session, UUID(path.split("/")[2]))
    session.rollback()  # holds nothing that a request would wait for
    assert found is not None
    return found.instrument


def fill(browser: CheckingClient, path: str, **typed: Any) -> int:
    """Open a form, fill it in, and send it with its hidden fields."""
    browser.get(path)
    return send(browser, path, **typed)


def hidden(browser: CheckingClient) -> dict[str, Any]:
    return {
        str(box["name"]): box.get("value", "")
        for box in browser.page.select("main input[type=hidden]")
        if box["name"] != "csrf_token"
    }


def send(browser: CheckingClient, path: str, **typed: Any) -> int:
    return browser.submit(path, hidden(browser) | typed).status_code


def make(officer: CheckingClient, respondent: str = "parent_or_carer") -> str:
    officer.get("/instruments/new")
    fields = hidden(officer) | {"title": "After the move", "respondent": respondent}
    return str(officer.submit("/instruments/new", fields).location)


def press(browser: CheckingClient, path: str, action: str) -> int:
    """Press the button of the instrument's page that posts to this address."""
    browser.get(path)
    return press_here(browser, action)


def press_here(browser: CheckingClient, action: str) -> int:
    form = browser.page.select_one(f"form[action='{action}']")
    assert form is not None, action
    fields = {str(box["name"]): box["value"] for box in form.select("input")}
    return browser.post(action, data=fields).status_code


def test_an_instrument_is_built_from_the_bank_and_own_questions(
    session: Session, officer: CheckingClient
) -> None:
    path = make(officer)
    officer.get(path)
    assert "There is no question yet" in officer.text()
    assert fill(officer, f"{path}/sections/new", title="Your review") == 303
    assert fill(officer, f"{path}/sections/new", title="") == 303
    measures = ["review.satisfied", "review.involved"]
    assert fill(officer, f"{path}/sections/0/measures", measures=measures) == 303
    assert (
        fill(
            officer,
            f"{path}/sections/0/questions/new/one",
            statement="Where was it?",
            options=" At school \n\nOnline\n",
        )
        == 303
    )
    where = stored(session, path).questions[-1]
    assert where.key.startswith("where_was_it_")
    officer.get(f"{path}/sections/1/questions/new/long_text")
    assert "{" + where.key + "}" in officer.text()
    assert send(officer, f"{path}/sections/1/questions/new/long_text",
                statement=f"What was good about {{{where.key}}}?") == 303  # fmt: skip
    told = stored(session, path).questions[-1]
    condition = f"{path}/questions/{told.key}/only-if/{where.key}"
    assert fill(officer, condition, answers=["option_2"]) == 303
    made = stored(session, path)
    assert [q.key for q in made.questions] == [
        "review.involved", "review.satisfied", where.key, told.key
    ]  # fmt: skip
    assert [option.words for option in where.options] == ["At school", "Online"]
    assert made.questions[-1].only_if is not None
    assert not any(question.required for question in made.questions)
    assert list_faults(made) == ()
    officer.get(path)
    assert "Only if “Where was it?” is answered: Online" in officer.text()


def test_what_is_missing_is_said_and_what_was_typed_is_kept(officer: CheckingClient) -> None:
    path = make(officer)
    fill(officer, f"{path}/sections/new", title="")
    own = f"{path}/sections/0/questions/new/several"
    assert fill(officer, own, statement="", options="A\nB") == 422
    assert "Write the question" in officer.text()
    assert fill(officer, own, statement="Which?", options="A\nA") == 422
    assert "An answer is there twice" in officer.text()
    box = officer.page.select_one("textarea[name=options]")
    assert box is not None
    assert box.get_text().split() == ["A", "A"]
    assert fill(officer, own, statement="Which?", options="A") == 422
    assert fill(officer, f"{path}/sections/0/measures") == 422
    assert fill(officer, "/instruments/new", title="", respondent="child") == 422
    for missing in ("/sections/1", "/sections/0/questions/new/grid", "/questions/none"):
        assert officer.get(path + missing).status_code == 404


def test_pressing_twice_adds_one(session: Session, officer: CheckingClient) -> None:
    officer.get("/instruments/new")
    fields = hidden(officer) | {"title": "Once", "respondent": "child"}
    for _ in range(2):
        assert officer.submit("/instruments/new", fields).status_code == 303
        officer.get("/instruments/new")
    assert len(instruments.list_instruments(session)) == 1
    path = make(officer)
    for place, typed in (
        ("sections/new", {"title": "Page"}),
        ("sections/0/measures", {"measures": ["plan.needs"]}),
        ("sections/0/questions/new/yes_no", {"statement": "Well?"}),
    ):
        officer.get(f"{path}/{place}")
        same = hidden(officer) | typed
        for _ in range(2):
            assert officer.submit(f"{path}/{place}", same).status_code == 303, place
            officer.get(f"{path}/words")
    assert len(stored(session, path).sections) == 1
    assert len(stored(session, path).questions) == 2


def test_order_is_changed_one_place_at_a_time_and_across_pages(
    session: Session, officer: CheckingClient, shipped: dict[str, str]
) -> None:
    path = shipped["parents-review"]
    before = [question.key for question in stored(session, path).questions]
    move = f"{path}/questions/review_year_9"
    assert press(officer, path, f"{move}/up") == 303
    assert [q.key for q in stored(session, path).questions][:2] == [before[0], before[2]]
    for _ in range(2):
        press(officer, path, f"{move}/down")
    made = stored(session, path)
    assert [q.key for q in made.sections[1].questions] == ["review_year_9", "review.adulthood"]
    officer.get(path)
    assert "“Only if” points to a question that is not on an earlier page" in officer.text()
    assert officer.page.select_one("main a[href='#review.adulthood']")
    assert press(officer, path, f"{path}/sections/2/up") == 303
    assert stored(session, path).sections[1].title == "In your own words"
    assert press(officer, path, f"{path}/questions/review_one_change/remove") == 303
    assert press(officer, path, f"{path}/sections/1/remove") == 303
    assert len(stored(session, path).sections) == 2


def test_a_change_keeps_what_can_be_compared_apart(
    session: Session, officer: CheckingClient
) -> None:
    path = make(officer)
    fill(officer, f"{path}/sections/new", title="")
    own = f"{path}/sections/0/questions/new/one"
    fill(officer, own, statement="Whre was it?", options="School\nOnlin")
    asked = f"{path}/questions/{stored(session, path).questions[0].key}"
    typed = {"statement": "Where was it?", "options": "School\nOnline", "reworded": "y"}
    assert fill(officer, asked, **typed) == 303
    question = stored(session, path).questions[0]
    assert (question.wording, question.option_keys) == (1, ("option_1", "option_2"))
    typed = {"statement": "Where was the meeting?", "options": "Online\nAt home"}
    assert fill(officer, asked, **typed) == 303
    question = stored(session, path).questions[0]
    assert (question.wording, question.option_keys) == (2, ("option_2", "option_3"))


def test_the_words_of_a_measure_are_nobodys_to_change(
    officer: CheckingClient, shipped: dict[str, str]
) -> None:
    asked = f"{shipped['parents-plan']}/questions/plan.needs"
    assert officer.get(asked).status_code == 404
    officer.get("/instruments/new")
    assert send(officer, asked, statement="Something else") == 404


def test_the_second_of_two_officers_is_told_and_loses_no_word(
    session: Session, officer: CheckingClient, other: CheckingClient, shipped: dict[str, str]
) -> None:
    path = shipped["child"]
    own = f"{path}/sections/0/questions/new/long_text"
    for browser in (officer, other):
        browser.get(own)
    assert send(officer, own, statement="What do you like best?") == 303
    assert send(other, own, statement="What is hard for you?", hint="At school") == 422
    assert "Somebody has changed these questions" in other.text()
    box = other.page.select_one("textarea[name=statement]")
    assert box is not None
    assert box.get_text(strip=True) == "What is hard for you?"
    assert len(stored(session, path).sections[0].questions) == 2
    assert send(other, own, statement="What is hard for you?", hint="At school") == 303
    assert len(stored(session, path).sections[0].questions) == 3
    other.get(path)
    press(officer, path, f"{path}/questions/child_tell_us/remove")
    assert press_here(other, f"{path}/questions/child_learning/down") == 303
    assert stored(session, path).questions[0].key == "child_learning"
    other.get(path)
    assert "Look at them, then try again" in other.text()


def test_it_is_seen_as_on_a_phone_on_paper_and_read_out(
    officer: CheckingClient, shipped: dict[str, str]
) -> None:
    path = shipped["parents-review"]
    officer.get(path)
    for way, told in (
        ("phone", "Page 2"),
        ("paper", "☐ Strongly agree"),
        ("telephone", "Read out all of these; they choose one: Strongly agree"),
    ):
        assert officer.page.select_one(f"main a[href='{path}/preview/{way}']")
        officer.get(f"{path}/preview/{way}")
        assert told in officer.text() or officer.page.select_one(f"[aria-label='{told}']")
        assert "I was fully involved in the review." in officer.text()
        assert "Only if “Is your child or young person in Year 9 or above?”" in officer.text()
        officer.get(path)
    officer.get(f"{path}/preview/phone")
    assert len(officer.page.select("main input[type=radio]")) == 3 * 6 + 3
    assert officer.get(f"{path}/preview/phone?language=pl").status_code == 404


def test_an_earlier_answer_in_the_words_is_named_in_the_preview(officer: CheckingClient) -> None:
    path = make(officer)
    for _ in range(2):
        fill(officer, f"{path}/sections/new", title="P")
        officer.get(path)
        if officer.page.select("a[href$='/sections/0/measures']"):
            fill(officer, f"{path}/sections/0/measures", measures=["plan.needs"])
    fill(
        officer,
        f"{path}/sections/1/questions/new/number",
        statement="You said {plan.needs}. How often?",
    )
    officer.get(f"{path}/preview/phone")
    assert "You said [answer to “The plan describes my child’s" in officer.text()


def test_a_file_that_leaves_comes_back_the_same(
    session: Session, officer: CheckingClient, shipped: dict[str, str]
) -> None:
    path = shipped["parents-review"]
    answer = officer.get(f"{path}/file")
    assert "attachment" in answer.headers["Content-Disposition"]
    officer.get("/instruments/from-file")
    fields = hidden(officer)
    for _ in range(2):
        sent = fields | {"file": (BytesIO(answer.data), "shared.yaml")}
        taken = officer.submit("/instruments/from-file", sent)
        assert taken.status_code == 303
        assert taken.location != path
        assert stored(session, taken.location) == stored(session, path)
        officer.get("/instruments/from-file")
    assert len(instruments.list_instruments(session)) == len(shipped) + 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Choose a file"),
        (b"title: T\nrespondent: kid\nsections: []\n", "Line 2: “kid” is none of"),
        (b"title: T\nsections: [\n", "Line 3: This cannot be read as YAML"),
        (b"title: T\nrespondent: child\nsections: []\nextra: 1\n", "Line 4: “extra” is not known"),
        (b"title: 1\nrespondent: child\nsections: []\n", "Put them in quotes"),
        (b"a" * 200_001, "larger than 200 kB"),
    ],
)
def test_a_bad_file_is_refused_and_told_where(
    session: Session, officer: CheckingClient, content: bytes, told: str
) -> None:
    file = (BytesIO(content), "shared.yaml")
    assert fill(officer, "/instruments/from-file", file=file) == 422
    assert told in officer.text()
    assert not instruments.list_instruments(session)


def test_the_command_adds_the_shipped_ones_once_and_leaves_changed_ones(
    app: Flask, session: Session, officer: CheckingClient
) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["instruments", "add-shipped"]).exit_code == 0
    first = instruments.list_instruments(session)[0]
    fill(officer, f"/instruments/{first.id}/words", title="Ours now", introduction="Hello")
    assert run(args=["instruments", "add-shipped"]).exit_code == 0
    session.rollback()
    titles = [one.instrument.title for one in instruments.list_instruments(session)]
    assert len(titles) == 5
    assert "Ours now" in titles
