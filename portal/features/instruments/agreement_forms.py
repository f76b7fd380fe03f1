"""What the participation group says of an instrument, and the officer's answer."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from portal.domain.co_production import LONGEST_REMARK, RemarkDetails, RemarkKind
from portal.domain.questions import QuestionKind
from portal.features.instruments.forms import at_most, plain
from portal.features.instruments.wording import KINDS
from portal.kit.fields import SelectChoice, SelectField, TextAreaField, required
from portal.kit.forms import Form, MakingForm

NOT_TAKEN_IN = ""


class RemarkForm(MakingForm):
    """A comment or a proposal; ``question`` is the key of what it is about."""

    question = HiddenField()
    words = TextAreaField(
        _l("Your words"), [required(_l("Write something")), at_most(LONGEST_REMARK)]
    )

    def read(self, kind: RemarkKind) -> RemarkDetails:
        return RemarkDetails(kind, self.question.data or "", plain(self.words.data))


class ProposalForm(RemarkForm):
    """The same for a question that should be asked, in as many words as a question may have."""

    words = TextAreaField(
        _l("The question that you propose"), [required(_l("Write the question")), at_most(500)]
    )


class AnswerForm(Form):
    answer = TextAreaField(
        _l("Your answer"),
        [required(_l("Write an answer")), at_most(LONGEST_REMARK)],
        description=_l("The group reads this."),
    )


class ProposalAnswerForm(AnswerForm):
    kind = SelectField(_l("Take the question in"), default=NOT_TAKEN_IN)

    def offer(self) -> None:
        self.kind.choices = [
            SelectChoice(NOT_TAKEN_IN, gettext("No, or not as it is")),
            *(SelectChoice(kind, words) for kind, words in KINDS.items()),
        ]
        self.kind.description = gettext(
            "Choose how people will answer. It becomes the last question; you can then change it."
        )

    @property
    def taken_as(self) -> QuestionKind | None:
        return QuestionKind(self.kind.data) if self.kind.data else None


class SignOffForm(Form):
    """Which words the person has read."""

    seen = HiddenField()
