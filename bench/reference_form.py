"""A minimal Flask form: seven questions on a page, one row through SQLAlchemy, a thank-you.

SQLite as the portal ships it: WAL and ``synchronous=FULL``.
"""

from typing import Any

from flask import Flask, redirect, render_template, request
from sqlalchemy import Text, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from werkzeug.wrappers import Response

OPTIONS = ("strongly_agree", "agree", "neither", "disagree", "strongly_disagree", "cant_say")
QUESTIONS = tuple(f"question {number}" for number in range(1, 8))
PAGE = """<!doctype html><html lang="en"><title>Survey</title><h1>Survey</h1><form method="post">
{% for question in questions %}<fieldset><legend>{{ question }}</legend>
{% for option in options %}<label><input type="radio" name="{{ question }}" value="{{ option }}">
{{ option }}</label>{% endfor %}</fieldset>{% endfor %}<button>Send</button></form></html>"""
THANKS = "<!doctype html><html lang=en><title>Thank you</title><h1>Thank you</h1></html>"


class Base(DeclarativeBase):
    pass


class Answer(Base):
    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)


def create_reference(database: str) -> Flask:
    """The form over one SQLite file, its table made if absent."""
    app = Flask(__name__)
    engine = create_engine(f"sqlite:///{database}")
    event.listen(engine, "connect", _prepare)
    Base.metadata.create_all(engine)
    page = app.jinja_env.from_string(PAGE)  # compiled once, as a template file would be

    @app.get("/")
    def show_form() -> str:
        return render_template(page, questions=QUESTIONS, options=OPTIONS)

    @app.post("/")
    def send_form() -> Response:
        with Session(engine) as session:
            session.add(Answer(text=repr(sorted(request.form.items()))))
            session.commit()
        return redirect("/thanks", 303)

    @app.get("/thanks")
    def show_thanks() -> str:
        return THANKS

    return app


def _prepare(connection: Any, record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")
