"""One question a form. Nothing is required; what was typed is always kept."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from portal.domain.views import (
    AUDIENCES,
    DETAIL_LIMIT,
    NEEDS_DETAIL,
    PROVENANCES,
    Audience,
    Provenance,
    Wording,
)
from portal.domain.views_answers import Answer, NotAChoice, TooLong, read_answer, tidy_words
from portal.domain.views_questions import Choice, Question, Voice
from portal.features.views.wording import audience_choice, own_provenance
from portal.kit.fields import RadioField, TextAreaField, TextField, TickField
from portal.kit.forms import Form
from portal.kit.views_wording import ASKED, CHOICE_WORDS

NO_CHOICE = "none"
"""A radio button that was pressed cannot be lifted again without another to press."""


def too_long(problem: TooLong) -> str:
    """What to do about too many characters."""
    return str(
        gettext(
            "You have written %(length)s letters and signs. Keep it to %(limit)s, or write the "
            "rest with another question.",
            length=f"{problem.length:,}",
            limit=f"{problem.limit:,}",
        )
    )


class AnswerForm(Form):
    """The form of one question. ``revision`` says how often it had been saved when the page was
    opened; ``come_from`` where to go on to."""

    choice = RadioField(validate_choice=False)
    words = TextAreaField()
    not_about_me = TickField(_l("This is not about me"))
    revision = HiddenField(default="0")
    come_from = HiddenField()

    def __init__(self, question: Question, saved: Answer, **kwargs: object) -> None:
        super().__init__(
            data={
                "choice": saved.choice,
                "words": saved.words,
                "not_about_me": saved.choice is Choice.NOT_ABOUT_ME,
            }
            | kwargs
        )
        self.question = question
        asked = ASKED[question.key]
        self.words.label.text = asked.box
        self.choice.label.text = asked.choose
        if question.choices == (Choice.NOT_ABOUT_ME,):
            del self.choice
            return
        del self.not_about_me
        if not question.choices:
            del self.choice
            return
        self.choice.choices = [(choice, CHOICE_WORDS[choice]) for choice in question.choices]
        if saved.choice is not None:
            self.choice.choices.append((NO_CHOICE, _l("Take my choice out")))

    @property
    def opened_at_revision(self) -> int:
        """0 where the page's own count cannot be read, so that nothing is overwritten unseen."""
        text = self.revision.data or ""
        return int(text) if text.isdecimal() and len(text) < 9 else 0

    def read(self) -> Answer | None:
        """The answer; None after saying beside the field what is wrong with it."""
        if "choice" in self:
            choice = self.choice.data
        elif "not_about_me" in self:
            choice = Choice.NOT_ABOUT_ME if self.not_about_me.data else None
        else:
            choice = None
        match read_answer(
            self.question, None if choice in (None, NO_CHOICE) else choice, self.words.data or ""
        ):
            case TooLong() as problem:
                self.words.errors = [too_long(problem)]
            case NotAChoice():
                self.choice.errors = [gettext("Choose one of the answers on this page")]
            case Answer() as answer:
                return answer
        return None


class ProvenanceForm(Form):
    """How the views came to be."""

    provenance = RadioField(_l("Choose one"), validate_choice=False)
    detail = TextField()
    come_from = HiddenField()

    def __init__(self, voice: Voice, wording: Wording | None = None, **kwargs: object) -> None:
        saved = wording or Wording()
        super().__init__(
            data={"provenance": saved.provenance, "detail": saved.provenance_detail} | kwargs
        )
        offer_provenances(self.provenance, self.detail, voice)
        self.voice = voice

    def read(self) -> tuple[Provenance | None, str] | None:
        """What was chosen, which may be nothing; None after saying what is wrong."""
        return read_provenance(self.provenance, self.detail, self.voice)


class AudienceForm(Form):
    """Who may see the views."""

    audience = RadioField(_l("Choose one"), validate_choice=False)
    come_from = HiddenField()

    def __init__(self, voice: Voice, audience: Audience, **kwargs: object) -> None:
        super().__init__(data={"audience": audience} | kwargs)
        offer_audiences(self.audience, voice)
        self.voice = voice

    def read(self) -> Audience | None:
        """What was chosen; None after saying what is wrong."""
        return read_audience(self.audience, self.voice)


class AdditionForm(Form):
    """Words added after the views have gone round."""

    words = TextAreaField(_l("What you want to add"))
    provenance = RadioField(_l("How did these words come to be?"), validate_choice=False)
    detail = TextField()
    audience = RadioField(_l("Who may see them?"), validate_choice=False)

    def __init__(self, voice: Voice, wording: Wording, **kwargs: object) -> None:
        super().__init__(
            data={
                "provenance": wording.provenance,
                "detail": wording.provenance_detail,
                "audience": wording.audience,
            }
            | kwargs
        )
        offer_provenances(self.provenance, self.detail, voice)
        offer_audiences(self.audience, voice)
        self.voice = voice

    def read(self) -> tuple[str, Provenance, str, Audience] | None:
        """Words, how they came to be, who helped, who sees them; None after saying what is
        wrong."""
        words = tidy_words(self.words.data or "")
        if isinstance(words, TooLong):
            self.words.errors = [too_long(words)]
        elif not words:
            self.words.errors = [gettext("Write what you want to add")]
        came = read_provenance(self.provenance, self.detail, self.voice, required=True)
        audience = read_audience(self.audience, self.voice)
        if isinstance(words, TooLong) or not words or came is None or audience is None:
            return None
        provenance, detail = came
        return None if provenance is None else (words, provenance, detail, audience)


def offer_provenances(field: RadioField, detail: TextField, voice: Voice) -> None:
    field.choices = [(each, own_provenance(each)) for each in PROVENANCES[voice]]
    detail.label.text = (
        _l("If somebody helped you, who was it?")
        if voice is Voice.PARENT_CARER
        else _l("If somebody helped or wrote this, who? If nobody could find out, why not?")
    )


def read_provenance(
    field: RadioField, detail: TextField, voice: Voice, *, required: bool = False
) -> tuple[Provenance | None, str] | None:
    """What was chosen and who helped; None after saying beside a field what is wrong."""
    text = tidy_words(detail.data or "", DETAIL_LIMIT)
    if isinstance(text, TooLong):
        detail.errors = [too_long(text)]
        return None
    if not field.data:
        if required:
            field.errors = [gettext("Choose how these words came to be")]
            return None
        return None, text
    if field.data not in PROVENANCES[voice]:
        field.errors = [gettext("Choose one of the answers on this page")]
        return None
    provenance = Provenance(field.data)
    if provenance not in NEEDS_DETAIL:
        return provenance, ""
    if required and not text:
        detail.errors = [gettext("Say who it was, or why")]
        return None
    return provenance, text


def offer_audiences(field: RadioField, voice: Voice) -> None:
    field.choices = [
        (each, line, {"hint": meaning})
        for each in AUDIENCES[voice]
        for line, meaning in [audience_choice(voice, each)]
    ]


def read_audience(field: RadioField, voice: Voice) -> Audience | None:
    """What was chosen; None after saying beside the field what is wrong."""
    if field.data not in AUDIENCES[voice]:
        field.errors = [gettext("Choose who may see it")]
        return None
    return Audience(field.data)
