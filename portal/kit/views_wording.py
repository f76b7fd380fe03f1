"""What the questions about views say, by their stable keys, and what can be chosen as an answer.
Children's words are simpler than adults'."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.domain.views_questions import ITEMS_ASKED, Choice

_CHOOSE = _l("Choose one")
_WORDS = _l("Your words")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is read: the heading, help below it, what stands above the choices, and
    what stands above the box; ``name`` heads the answer where the title would not say which."""

    title: LazyString
    hint: LazyString | None = None
    choose: LazyString = _CHOOSE
    box: LazyString = _WORDS
    name: LazyString | None = None

    @property
    def heading(self) -> LazyString:
        """What stands above the answer where answers are read."""
        return self.name or self.title


_TELL_MORE = _l("Tell us more, if you want to")

_PARENTS: Mapping[str, Asked] = {
    "gone-well": Asked(
        _l("What has gone well?"),
        _l("Think of the time since the last review, or since the plan began."),
    ),
    "harder": Asked(
        _l("What is harder than it should be?"),
        _l("At school, at home, on the way there, or with us."),
    ),
    "true-picture": Asked(
        _l("Is the plan still a true picture?"),
        _l("Does it describe your child as they are now?"),
        box=_l("Which part is not right?"),
    ),
    "next-year": Asked(_l("What matters most in the next year?")),
    "home": Asked(
        _l("How are things at home, with health, or with sleep?"),
        _l("Tell us only what you want the review to know."),
    ),
    "easier-meeting": Asked(
        _l("What would make the meeting easier for you?"),
        _l("For example the time, the place, joining by phone, or bringing somebody with you."),
    ),
    "council-only": Asked(
        _l("Is there anything for the council only?"),
        _l(
            "We will not send this answer to the school or to the meeting. By law we may still "
            "have to show it in an appeal, or if somebody asks for their data."
        ),
    ),
}

_SUPPORT_BOX = _l("Which support is it? Tell us more, if you want to")
_SUPPORT = Asked(
    _l("Did the support happen as the plan says?"),
    _l("Take one thing from the plan, like speech therapy each week. We ask about one at a time."),
    box=_SUPPORT_BOX,
)
_MORE_SUPPORT = Asked(
    _l("Is there other support to tell us about?"),
    _l("Skip this if there is no more."),
    _l("Did it happen?"),
    _SUPPORT_BOX,
)
_OUTCOME_BOX = _l("Which outcome is it? Tell us more, if you want to")
_OUTCOME = Asked(
    _l("How near is an outcome in the plan?"),
    _l("Outcomes are what the plan wants your child to reach. We ask about one at a time."),
    box=_OUTCOME_BOX,
)
_MORE_OUTCOMES = Asked(
    _l("Is there another outcome to tell us about?"),
    _l("Skip this if there is no more."),
    _l("How near is it?"),
    _OUTCOME_BOX,
)


def _support(number: int) -> Asked:
    asked = _SUPPORT if number == 1 else _MORE_SUPPORT
    return replace(asked, name=_l("Support %(number)s", number=number))


def _outcome(number: int) -> Asked:
    asked = _OUTCOME if number == 1 else _MORE_OUTCOMES
    return replace(asked, name=_l("Outcome %(number)s", number=number))


_OWN: Mapping[str, Asked] = {
    "likes": Asked(
        _l("What do you like where you learn?"),
        choose=_l("How are things there?"),
        box=_l("What I like"),
    ),
    "hard": Asked(_l("What is hard for you?")),
    "helpers": Asked(_l("Who helps you?"), _l("It can be more than one person.")),
    "learning": Asked(
        _l("What helps you learn?"),
        choose=_l("How is learning going?"),
        box=_l("What helps me"),
    ),
    "in-the-way": Asked(_l("What gets in the way when you learn?")),
    "more": Asked(_l("What do you want to do more?")),
    "tell-meeting": Asked(_l("What do you want to tell the meeting?")),
    "coming": Asked(
        _l("Do you want to come to the meeting?"),
        _l("You can change your mind."),
        box=_TELL_MORE,
    ),
}

_ADULTHOOD: Mapping[str, Asked] = {
    "next-step": Asked(
        _l("What would you like to do next?"), _l("For example a job, college or training.")
    ),
    "try-first": Asked(
        _l("What would you like to try first?"),
        _l("For example a visit, a day at work or a short course."),
    ),
    "do-myself": Asked(
        _l("What do you do by yourself, or want to?"),
        _l("For example cooking, shopping, money or going by bus."),
        _l("How is this going?"),
        _l("What I do, or want to do"),
    ),
    "live": Asked(_l("Where would you like to live one day?"), _l("And who with?")),
    "friends": Asked(
        _l("Who do you spend time with?"),
        choose=_l("How is this going?"),
        box=_l("Who I spend time with"),
    ),
    "stops-me": Asked(_l("What stops you going where you want to go?")),
    "keeps-well": Asked(
        _l("What keeps you well?"),
        _l("Think of your body and your feelings."),
        _l("How is this going?"),
        _l("What keeps me well"),
    ),
    "adult-health": Asked(_l("Who will help with your health when you are an adult?")),
    "letters": Asked(
        _l("Who should get the letters about your plan?"), _l("You, somebody else, or both.")
    ),
    "decide": Asked(_l("Who helps you decide things?")),
}

ASKED: Mapping[str, Asked] = {
    **_PARENTS,
    **{f"support-{number}": _support(number) for number in range(1, ITEMS_ASKED + 1)},
    **{f"outcome-{number}": _outcome(number) for number in range(1, ITEMS_ASKED + 1)},
    **_OWN,
    **_ADULTHOOD,
}

CHOICE_WORDS: Mapping[Choice, LazyString] = {
    Choice.GOING_WELL: _l("Going well"),
    Choice.NOT_SURE: _l("Not sure"),
    Choice.NOT_GOING_WELL: _l("Not going well"),
    Choice.NOT_ABOUT_ME: _l("This is not about me"),
    Choice.REACHED: _l("Reached"),
    Choice.NEARER: _l("Nearer"),
    Choice.SAME: _l("The same"),
    Choice.FURTHER: _l("Further away"),
    Choice.AS_WRITTEN: _l("Yes, as it is written"),
    Choice.IN_PART: _l("In part"),
    Choice.NOT_AT_ALL: _l("Not at all"),
    Choice.STILL_TRUE: _l("Yes, all of it"),
    Choice.PARTLY_TRUE: _l("Some of it"),
    Choice.NOT_TRUE: _l("No"),
    Choice.COME: _l("I want to come"),
    Choice.SEND_SOMETHING: _l("I want to send something"),
    Choice.NEITHER: _l("I do not want to do either"),
}
