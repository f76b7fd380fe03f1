"""The desk's forms: a decision, taking one back, a theme."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import DataRequired, Length

from portal.domain.moderation import REASON_AT_MOST, Outcome
from portal.domain.themes import (
    MEANING_AT_MOST,
    NAME_AT_MOST,
    WORDS_AT_MOST,
    Theme,
    ThemeWords,
)
from portal.features.moderation.wording import OUTCOMES
from portal.kit.fields import (
    CheckboxesField,
    RadioField,
    SelectChoice,
    TextAreaField,
    TextField,
    required,
)
from portal.kit.forms import Form, MakingForm


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=_l("Use at most %(max)d letters"))


class SeenForm(Form):
    """``seen``: how many steps the text had when the page was made."""

    seen = HiddenField()

    @property
    def steps_seen(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


class DecisionForm(SeenForm):
    outcome = RadioField(_l("What becomes of these words?"), [required(_l("Choose one"))])
    themes = CheckboxesField(_l("Which themes are they about?"))
    reason = TextAreaField(
        _l("If you keep them back: why?"),
        [_at_most(REASON_AT_MOST)],
        description=_l("Name nobody here."),
    )

    def offer(
        self, themes: Iterable[Theme], suggested: Mapping[UUID, str], *, may_quote: bool
    ) -> None:
        """Only what can be chosen. A suggested theme says why, and is not ticked."""
        outcomes = [each for each in Outcome if may_quote or each is not Outcome.QUOTE]
        self.outcome.choices = [SelectChoice(each, OUTCOMES[each]) for each in outcomes]
        self.themes.choices = [
            SelectChoice(
                str(theme.id), theme.words.name, render_kw={"hint": _hint(theme, suggested)}
            )
            for theme in themes
        ]

    @property
    def chosen_themes(self) -> frozenset[UUID]:
        return frozenset(UUID(each) for each in self.themes.data or ())


def _hint(theme: Theme, suggested: Mapping[UUID, str]) -> str:
    word = suggested.get(theme.id)
    if word is None:
        return theme.words.meaning
    said = gettext("Suggested, because the text says “%(word)s”.", word=word)
    return f"{theme.words.meaning} {said}"


class TakeBackForm(SeenForm):
    reason = TextAreaField(
        _l("Why?"),
        [DataRequired(message=_l("Say why")), _at_most(REASON_AT_MOST)],
        description=_l("Name nobody here."),
    )


SAME, OTHER = "same", "other"


class ThemeForm(MakingForm):
    name = TextField(
        _l("Name"),
        [DataRequired(message=_l("Enter a name")), _at_most(NAME_AT_MOST)],
        description=_l("A few plain words. It stands in reports."),
    )
    meaning = TextAreaField(
        _l("What it means"),
        [DataRequired(message=_l("Say what it means")), _at_most(MEANING_AT_MOST)],
        description=_l("What belongs here, and what does not."),
    )
    words = TextAreaField(
        _l("Words that suggest it"),
        [_at_most(WORDS_AT_MOST)],
        description=_l(
            "One word or phrase a line. Where a text says one of them, this theme is suggested to "
            "whoever reads it. Nothing is put under a theme by itself."
        ),
    )

    @property
    def theme_words(self) -> ThemeWords:
        lines = (" ".join(line.split()) for line in (self.words.data or "").splitlines())
        return ThemeWords(
            " ".join((self.name.data or "").split()),
            (self.meaning.data or "").strip(),
            tuple(dict.fromkeys(line for line in lines if line)),
        )


class ChangeThemeForm(ThemeForm):
    version = HiddenField()
    meant = RadioField(
        _l("Does it still mean the same?"),
        [required(_l("Choose one"))],
        choices=[
            SelectChoice(SAME, _l("Yes, these are better words. Texts that have it keep it")),
            SelectChoice(
                OTHER,
                _l("No. Begin a new theme, and take the old one out of use. Old texts keep it"),
            ),
        ],
    )

    def fill(self, theme: Theme) -> None:
        self.version.data = str(theme.version)
        self.name.data, self.meaning.data = theme.words.name, theme.words.meaning
        self.words.data = "\n".join(theme.words.words)
