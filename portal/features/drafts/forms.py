"""Forms of drafts. What was typed is always kept."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from portal.actions.drafts import Typed
from portal.domain.draft_comments import (
    Asking,
    Kept,
    Outcome,
    Remark,
    Topic,
    outcomes_of,
    verdicts_of,
)
from portal.domain.drafts import (
    PASSAGE_LIMIT,
    SECTIONS,
    Conflict,
    Document,
    DocumentKind,
    Passage,
    Section,
)
from portal.domain.views_answers import TooLong, tidy_words
from portal.features.drafts.wording import KINDS, OUTCOMES, VERDICTS, too_long, topic_title
from portal.kit.date_field import DateField
from portal.kit.fields import RadioField, SelectChoice, TextAreaField, TickField, required
from portal.kit.forms import Form

NO_CHOICE = "none"
"""A radio button that was pressed cannot be lifted again without another to press."""


class BeginForm(Form):
    """What is to be written."""

    kind = RadioField(
        _l("What do you want to write?"),
        choices=[SelectChoice(kind, words) for kind, words in KINDS.items()],
        validators=[required(_l("Choose what you want to write"))],
    )


class WritingForm(Form):
    """Every section of a document. Its fields come from `writing_form`: ``proposed_a``,
    ``present_a`` for proposed changes, and ``opened_a``, the stamp the page was opened with."""

    kind: DocumentKind

    def rows(self) -> list[tuple[Section, TextAreaField | None, TextAreaField, HiddenField]]:
        """For each section: the present wording, the proposed one, the stamp."""
        return [
            (
                section,
                self._fields.get(f"present_{section}"),
                self[f"proposed_{section}"],
                self[f"opened_{section}"],
            )
            for section in SECTIONS[self.kind]
        ]

    def read(self) -> Mapping[Section, Typed] | None:
        """Each section as typed; None after saying beside a field what is wrong."""
        typed = {}
        sound = True
        for section, present, proposed, opened in self.rows():
            texts = []
            for field in (proposed, present):
                text = "" if field is None else tidy_words(field.data or "", PASSAGE_LIMIT)
                if isinstance(text, TooLong) and field is not None:
                    field.errors = [too_long(text)]
                    sound = False
                texts.append("" if isinstance(text, TooLong) else text)
            typed[section] = Typed(Passage(*texts), opened.data or "")
        return typed if sound else None

    def show(self, document: Document, conflicts: Mapping[Section, Conflict]) -> None:
        """After saving: fields that were not in conflict hold what is saved now, and every page
        goes on from there. Saving again keeps what was typed."""
        for section, present, proposed, opened in self.rows():
            passage = document.passage(section)
            opened.data = passage.stamp
            if section not in conflicts:
                proposed.data = passage.proposed
                if present is not None:
                    present.data = passage.present


def writing_form(document: Document, *, formdata: bool = True) -> WritingForm:
    """The form of this document, with what is saved."""
    fields: dict[str, object] = {"kind": document.kind}
    data: dict[str, object] = {}
    for section in SECTIONS[document.kind]:
        passage = document.passage(section)
        if document.kind is DocumentKind.CHANGES:
            present = _l("%(section)s: it says now", section=topic_title(section))
            fields[f"present_{section}"] = TextAreaField(present)
            label = _l("%(section)s: it would say", section=topic_title(section))
        else:
            label = _l("%(section)s", section=topic_title(section))
        fields[f"proposed_{section}"] = TextAreaField(label)
        fields[f"opened_{section}"] = HiddenField()
        data |= {
            f"present_{section}": passage.present,
            f"proposed_{section}": passage.proposed,
            f"opened_{section}": passage.stamp,
        }
    form_class = type("WritingForm", (WritingForm,), fields)
    form = form_class(data=data) if formdata else form_class(formdata=None, data=data)
    assert isinstance(form, WritingForm)  # noqa: S101 - just made from it
    return form


class ServingForm(Form):
    """On which day, and until when comments are asked for."""

    served_on = DateField(
        _l("Served on"),
        validators=[required(_l("Enter the day on which it is served"))],
    )
    closes_on = DateField(
        _l("Last day for comments"),
        validators=[required(_l("Enter the last day for comments"))],
        description=_l("By law at least 15 days, the day of service included."),
    )
    stamp = HiddenField()


class RemarkForm(Form):
    """What is said about one topic. ``revision`` says how often it had been saved when the page
    was opened."""

    verdict = RadioField(_l("What do you think of this part?"), validate_choice=False)
    words = TextAreaField(_l("Your words"))
    revision = HiddenField(default="0")

    def __init__(self, topic: Topic, kept: Kept) -> None:
        super().__init__(
            data={
                "verdict": kept.remark.verdict,
                "words": kept.remark.words,
                "revision": str(kept.revision),
            }
        )
        self.topic = topic
        offered = verdicts_of(topic)
        if not offered:
            del self.verdict
            self.words.label.text = _l("Which school, college or other place would you like?")
            return
        self.verdict.choices = [(each, VERDICTS[each]) for each in offered]
        if topic is Asking.MEETING:
            self.verdict.label.text = _l("Would you like to meet us?")
            self.verdict.choices.append((NO_CHOICE, _l("No, thank you")))
            self.words.label.text = _l("Which days and times suit you, and what would help you?")
        elif kept.remark.verdict is not None:
            self.verdict.choices.append((NO_CHOICE, _l("Take my choice out")))

    @property
    def opened_at_revision(self) -> int:
        """0 where the page's own count cannot be read, so that nothing is overwritten unseen."""
        text = self.revision.data or ""
        return int(text) if text.isdecimal() and len(text) < 9 else 0

    def read(self) -> Remark | None:
        """What was said, which may be nothing; None after saying what is wrong."""
        words = tidy_words(self.words.data or "")
        if isinstance(words, TooLong):
            self.words.errors = [too_long(words)]
            return None
        chosen = self.verdict.data if "verdict" in self else None
        if not chosen or chosen == NO_CHOICE:
            return Remark(None, words)
        verdict = next((each for each in verdicts_of(self.topic) if each == chosen), None)
        if verdict is None:
            self.verdict.errors = [gettext("Choose one of the answers on this page")]
            return None
        return Remark(verdict, words)


class AnswerForm(Form):
    """The answer to a comment."""

    outcome = RadioField(_l("What came of it"), validate_choice=False)
    words = TextAreaField(
        _l("Your answer"),
        description=_l("The person who wrote the comment reads this. Nobody else in the family."),
    )

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        offered = outcomes_of(topic)
        super().__init__(data={"outcome": offered[0] if len(offered) == 1 else None})
        self.outcome.choices = [(each, OUTCOMES[each]) for each in offered]

    def read(self) -> tuple[Outcome, str] | None:
        """The outcome and the words; None after saying what is wrong."""
        words = tidy_words(self.words.data or "")
        if self.outcome.data not in outcomes_of(self.topic):
            self.outcome.errors = [gettext("Choose what came of it")]
        if isinstance(words, TooLong):
            self.words.errors = [too_long(words)]
        elif not words:
            self.words.errors = [gettext("Write your answer")]
        if self.outcome.errors or self.words.errors or isinstance(words, TooLong):
            return None
        return Outcome(self.outcome.data), words


class FinalForm(Form):
    """The day on which the final plan was sent."""

    day = DateField(
        _l("The final plan was sent on"),
        validators=[required(_l("Enter the day on which the final plan was sent"))],
    )
    confirmed = TickField(
        _l("I have read these comments. The final plan was sent without an answer")
    )

    @classmethod
    def on(cls, day: date) -> "FinalForm":
        return cls(data={"day": day})
