"""The open form for comments, and the officer's forms for decisions and answers."""

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length, Optional

from portal.domain.ages import AgeBand
from portal.domain.local_offer import (
    ANSWER_AT_MOST,
    CONTACT_AT_MOST,
    OWNER_AT_MOST,
    WORDS_AT_MOST,
    About,
    Answer,
    Comment,
    Decision,
    Handled,
    Sender,
    Subject,
    Support,
    Who,
)
from portal.features.local_offer.wording import ABOUT, DECISIONS, SUBJECTS, SUPPORT, WHO
from portal.kit.age_wording import AGE_WORDS
from portal.kit.date_field import DateField
from portal.kit.fields import (
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
    TextField,
    required,
)
from portal.kit.forms import Form, MakingForm

YES, NO = "yes", "no"


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=_l("Use at most %(max)d letters"))


class CommentForm(MakingForm):
    """Open to anybody, so it has no guard against forgery: see the blueprint."""

    class Meta:
        csrf = False

    about = RadioField(
        _l("What is your comment about?"),
        [required(_l("Choose what your comment is about"))],
        choices=[SelectChoice(each, words) for each, words in ABOUT.items()],
    )
    subject = SelectField(
        _l("Which part of the Local Offer?"),
        [required(_l("Choose a part of the Local Offer"))],
        choices=[
            SelectChoice("", _l("Choose one")),
            *(SelectChoice(each, words) for each, words in SUBJECTS.items()),
        ],
    )
    words = TextAreaField(
        _l("Your comment"),
        [DataRequired(message=_l("Write your comment")), _at_most(WORDS_AT_MOST)],
        description=_l("Please name nobody. Do not write about the help of one child only."),
    )
    may_publish = RadioField(
        _l("May we publish your words?"),
        [required(_l("Choose if we may publish your words"))],
        choices=[
            SelectChoice(
                YES, _l("Yes"), {"hint": _l("We leave out what tells who you are, or others.")}
            ),
            SelectChoice(NO, _l("No"), {"hint": _l("We read them and count them.")}),
        ],
    )
    who = RadioField(
        _l("Who are you?"),
        [Optional()],
        choices=[SelectChoice(each, words) for each, words in WHO.items()],
    )
    support = RadioField(
        _l("What help does the child or young person have now?"),
        [Optional()],
        choices=[SelectChoice(each, words) for each, words in SUPPORT.items()],
    )
    age = RadioField(
        _l("How old is the child or young person?"),
        [Optional()],
        choices=[SelectChoice(band, AGE_WORDS[band]) for band in AgeBand],
    )
    contact = TextField(
        _l("Where can we answer you?"),
        [_at_most(CONTACT_AT_MOST)],
        description=_l("An e-mail address or a telephone number. You can leave this empty."),
        render_kw={"autocomplete": "email"},
    )

    @property
    def comment(self) -> Comment:
        """What was written. Only for a form that was found valid."""
        return Comment(
            About(self.about.data),
            Subject(self.subject.data),
            (self.words.data or "").strip(),
            self.may_publish.data == YES,
        )

    @property
    def sender(self) -> Sender:
        return Sender(
            Who(self.who.data) if self.who.data else None,
            Support(self.support.data) if self.support.data else None,
            AgeBand(self.age.data) if self.age.data else None,
        )

    @property
    def where_to_answer(self) -> str:
        return (self.contact.data or "").strip()


class DecisionForm(Form):
    decision = RadioField(
        _l("What becomes of it"),
        [required(_l("Choose what becomes of it"))],
        choices=[],
    )
    passed_to = TextField(
        _l("If it is about one person: to whom have you passed it on?"),
        [_at_most(OWNER_AT_MOST)],
        description=_l("A team, such as Complaints, not a person’s name."),
    )

    def offer(self, comment: Handled) -> None:
        left_out = Decision.NOT_AGREED if comment.may_publish else Decision.PUBLISH
        self.decision.choices = [
            SelectChoice(each, words) for each, words in DECISIONS.items() if each is not left_out
        ]


class AnswerForm(Form):
    answer = TextAreaField(
        _l("What the council answers"),
        [DataRequired(message=_l("Write the answer")), _at_most(ANSWER_AT_MOST)],
        description=_l("Everybody can read this."),
    )
    action = TextAreaField(
        _l("What the council will do"),
        [_at_most(ANSWER_AT_MOST)],
        description=_l("Leave it empty where nothing is to be done, and say why in the answer."),
    )
    owner = TextField(
        _l("Who is responsible"),
        [_at_most(OWNER_AT_MOST)],
        description=_l("A post, such as Local Offer editor, not a person’s name."),
    )
    due = DateField(_l("By when"))

    def __init__(self, *args: Any, said: Answer | None = None, **kwargs: Any) -> None:
        given: dict[str, str | date | None] = {}
        if said is not None:
            given = {
                "answer": said.answer,
                "action": said.action,
                "owner": said.owner,
                "due": said.due,
            }
        super().__init__(*args, data=given, **kwargs)

    @property
    def said(self) -> Answer:
        return Answer(
            (self.answer.data or "").strip(),
            (self.action.data or "").strip(),
            (self.owner.data or "").strip(),
            self.due.data,
        )

    def refuse_incomplete(self) -> None:
        """An action needs all three; the error stands at the first that is missing."""
        said = self.said
        if not said.action:
            self.action.errors = [gettext("Enter what the council will do")]
        elif not said.owner:
            self.owner.errors = [gettext("Enter who is responsible")]
        else:
            self.due.errors = [gettext("Enter the day by which it will be done")]
