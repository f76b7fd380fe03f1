"""The officer's forms for an instrument."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length, ValidationError

from portal.domain.instrument_building import change_words, make_key, read_options
from portal.domain.instrument_files import digest_instrument
from portal.domain.instruments import Instrument
from portal.domain.measures import Measure, Respondent
from portal.domain.questions import FIXED_SCALES, Condition, Question, QuestionKind
from portal.features.instruments.wording import RESPONDENTS
from portal.kit.fields import (
    CheckboxesField,
    FilesField,
    RadioField,
    SelectChoice,
    TextAreaField,
    TextField,
    TickField,
    required,
)
from portal.kit.forms import Form, MakingForm

CHOSEN_KINDS = frozenset({QuestionKind.ONE, QuestionKind.SEVERAL})
_FEWEST_OPTIONS, _MOST_OPTIONS, _LONGEST_OPTION = 2, 40, 200


def at_most(letters: int) -> Length:
    return Length(max=letters, message=_l("Use at most %(max)d letters"))


def plain(text: str | None) -> str:
    """As typed, with one kind of line end."""
    return "\n".join((text or "").strip().splitlines())


class ChangeForm(Form):
    """A form that knows which state of the instrument its page was made from."""

    seen = HiddenField()
    _changed = False

    def digest(self, instrument: Instrument) -> str:
        """Of the part that this form changes."""
        return digest_instrument(instrument)

    def show(self, instrument: Instrument) -> None:
        """Take this for what the person looks at."""
        self.seen.data = self.digest(instrument)

    def changed_meanwhile(self, instrument: Instrument) -> None:
        """Say that somebody else came first; sent once more, what was typed goes on top."""
        self._changed = True
        self.show(instrument)

    @property
    def came_second(self) -> bool:
        return self._changed

    @property
    def summary(self) -> list[dict[str, str]]:
        if not self.came_second:
            return super().summary
        told = gettext(
            "Somebody has changed these questions since you opened this page. Nothing of yours is "
            "lost: it stands below, not saved yet. Look at the questions, then save again."
        )
        return [{"text": told, "href": "#main"}]


class NewForm(MakingForm):
    title = TextField(
        _l("Title"),
        [required(_l("Enter a title")), at_most(120)],
        description=_l("For your list. Those who answer do not see it."),
    )
    respondent = RadioField(
        _l("Who is asked"),
        [required(_l("Choose who is asked"))],
        choices=[SelectChoice(key, words) for key, words in RESPONDENTS.items()],
    )

    def read(self) -> Instrument:
        return Instrument(plain(self.title.data), Respondent(self.respondent.data), ())


class FileForm(MakingForm):
    file = FilesField(
        _l("The file"), description=_l("A file in YAML or JSON that came from such a page.")
    )

    def validate_file(self, field: Any) -> None:
        if not self.content:
            raise ValidationError(gettext("Choose a file"))

    @property
    def content(self) -> bytes:
        """What the first chosen file holds; a browser sends a nameless one where there is none."""
        for file in self.file.data or []:
            if getattr(file, "filename", ""):
                file.stream.seek(0)
                return bytes(file.read())
        return b""


class WordsForm(ChangeForm):
    title = TextField(
        _l("Title"),
        [required(_l("Enter a title")), at_most(120)],
        description=_l("For your list. Those who answer do not see it."),
    )
    introduction = TextAreaField(
        _l("Introduction"), [at_most(1000)], description=_l("Said before the first question.")
    )


class SectionForm(ChangeForm):
    title = TextField(
        _l("Heading of the page"),
        [at_most(120)],
        description=_l("You can leave this empty. Everything under it stands on one page."),
    )


class MeasuresForm(ChangeForm):
    measures = CheckboxesField(_l("Measures to add"), [required(_l("Choose at least one measure"))])

    def offer(self, measures: Sequence[Measure]) -> None:
        self.measures.choices = [SelectChoice(m.key, m.current.statement) for m in measures]


class QuestionForm(ChangeForm):
    """The words of a question of one's own."""

    mark = HiddenField()
    statement = TextAreaField(
        _l("The question"),
        [required(_l("Write the question")), at_most(500)],
        render_kw={"rows": 3},
    )
    hint = TextField(
        _l("Help text"), [at_most(500)], description=_l("Smaller, under the question.")
    )
    options = TextAreaField(_l("Answers to choose from"), description=_l("One answer a line."))
    must = TickField(
        _l("People must answer this"), description=_l("Leave it empty unless you really need it.")
    )
    reworded = TickField(
        _l("It still means the same"),
        description=_l(
            "Tick this for a slip of the pen only: answers from before and after are then compared."
        ),
    )

    def fill(self, question: Question) -> None:
        self.statement.data, self.hint.data = question.statement, question.hint
        self.must.data = question.required
        self.options.data = "\n".join(option.words for option in question.options)

    def read(self, kind: QuestionKind, before: Question | None) -> Question | None:
        """The question as typed; None where its answers cannot be taken, which the form says."""
        options = FIXED_SCALES.get(kind, ())
        if kind in CHOSEN_KINDS:
            known = before.options if before else ()
            lines = (self.options.data or "").splitlines()
            options = read_options(lines, known, reworded=bool(self.reworded.data))
            fault = _options_fault([option.words for option in options])
            if fault:
                self.options.errors = [fault]
                return None
        statement = plain(self.statement.data)
        question = Question(
            key=before.key if before else make_key(statement, self.mark.data or ""),
            kind=kind,
            statement=statement,
            hint=plain(self.hint.data),
            options=options,
            only_if=before.only_if if before else None,
            required=bool(self.must.data),
        )
        if before is None:
            return question
        return change_words(before, question, reworded=bool(self.reworded.data))


def _options_fault(words: Sequence[str]) -> str:
    told = ""
    if len(words) < _FEWEST_OPTIONS:
        told = gettext("Write at least two answers, one a line")
    elif len(words) > _MOST_OPTIONS:
        told = gettext("Write at most 40 answers")
    elif len(set(words)) < len(words):
        told = gettext("An answer is there twice. Remove one")
    elif any(len(text) > _LONGEST_OPTION for text in words):
        told = gettext("Make each answer shorter than 200 letters")
    return told


class ConditionForm(ChangeForm):
    answers = CheckboxesField(
        _l("Ask only those who answered"), [required(_l("Choose at least one answer"))]
    )

    def offer(self, on: Question) -> None:
        self.answers.choices = [SelectChoice(o.key, o.words) for o in on.options]

    def read(self, on: Question) -> Condition:
        chosen = set(self.answers.data or ())
        return Condition(on.key, tuple(key for key in on.option_keys if key in chosen))
