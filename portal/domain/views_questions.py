"""What is asked before a review, and in which order: data with stable keys, no wording.

A key never changes its meaning, so that this year's words can stand beside last year's. A child and
a young person share the keys of the questions that they share.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.people import Role
from portal.domain.rights import covers_preparing_for_adulthood


class Voice(StrEnum):
    """Whose views these are, which decides what is asked and how."""

    PARENT_CARER = "parent_carer"
    CHILD = "child"
    YOUNG_PERSON = "young_person"


class Kind(StrEnum):
    """How a question may be answered. Every kind takes words; most take a choice as well."""

    WORDS = "words"
    OWN_WORDS = "own_words"
    THREE_WAY = "three_way"
    PROGRESS = "progress"
    SUPPORT = "support"
    TRUE_PICTURE = "true_picture"
    COMING = "coming"


class Choice(StrEnum):
    """Every value that may be chosen, whatever the question."""

    GOING_WELL = "going_well"
    NOT_SURE = "not_sure"
    NOT_GOING_WELL = "not_going_well"
    NOT_ABOUT_ME = "not_about_me"
    REACHED = "reached"
    NEARER = "nearer"
    SAME = "same"
    FURTHER = "further"
    AS_WRITTEN = "as_written"
    IN_PART = "in_part"
    NOT_AT_ALL = "not_at_all"
    STILL_TRUE = "still_true"
    PARTLY_TRUE = "partly_true"
    NOT_TRUE = "not_true"
    COME = "come"
    SEND_SOMETHING = "send_something"
    NEITHER = "neither"


CHOICES: Mapping[Kind, tuple[Choice, ...]] = {
    Kind.WORDS: (),
    Kind.OWN_WORDS: (Choice.NOT_ABOUT_ME,),
    Kind.THREE_WAY: (
        Choice.GOING_WELL,
        Choice.NOT_SURE,
        Choice.NOT_GOING_WELL,
        Choice.NOT_ABOUT_ME,
    ),
    Kind.PROGRESS: (Choice.REACHED, Choice.NEARER, Choice.SAME, Choice.FURTHER),
    Kind.SUPPORT: (Choice.AS_WRITTEN, Choice.IN_PART, Choice.NOT_AT_ALL),
    Kind.TRUE_PICTURE: (Choice.STILL_TRUE, Choice.PARTLY_TRUE, Choice.NOT_TRUE),
    Kind.COMING: (Choice.COME, Choice.SEND_SOMETHING, Choice.NEITHER),
}


class Topic(StrEnum):
    """The part of the conversation that a question belongs to."""

    NOW = "now"
    PLAN = "plan"
    SUPPORT = "support"
    OUTCOMES = "outcomes"
    AHEAD = "ahead"
    EMPLOYMENT_AND_LEARNING = "employment_and_learning"
    INDEPENDENT_LIVING = "independent_living"
    FRIENDS_AND_COMMUNITY = "friends_and_community"
    HEALTH = "health"
    CONTROL = "control"
    MEETING = "meeting"
    COUNCIL = "council"


@dataclass(frozen=True, slots=True)
class Question:
    """One screen.

    ``follows`` names the question that must have an answer before this one is asked;
    ``council_only`` marks an answer that never leaves the council, whatever is chosen for the rest.
    """

    key: str
    kind: Kind
    topic: Topic
    follows: str | None = None
    council_only: bool = False

    @property
    def choices(self) -> tuple[Choice, ...]:
        return CHOICES[self.kind]


ITEMS_ASKED = 6
"""Plans list their support and outcomes, which the portal does not hold: a family names them one a
screen, and the next is asked for only when this one was answered."""


def _named_one_by_one(stem: str, kind: Kind, topic: Topic) -> tuple[Question, ...]:
    return tuple(
        Question(
            f"{stem}-{number}", kind, topic, follows=f"{stem}-{number - 1}" if number > 1 else None
        )
        for number in range(1, ITEMS_ASKED + 1)
    )


PARENT_CARER_QUESTIONS = (
    Question("gone-well", Kind.WORDS, Topic.NOW),
    Question("harder", Kind.WORDS, Topic.NOW),
    Question("true-picture", Kind.TRUE_PICTURE, Topic.PLAN),
    *_named_one_by_one("support", Kind.SUPPORT, Topic.SUPPORT),
    *_named_one_by_one("outcome", Kind.PROGRESS, Topic.OUTCOMES),
    Question("next-year", Kind.WORDS, Topic.AHEAD),
    Question("home", Kind.WORDS, Topic.NOW),
    Question("easier-meeting", Kind.WORDS, Topic.MEETING),
    Question("council-only", Kind.WORDS, Topic.COUNCIL, council_only=True),
)

_HERE = (
    Question("likes", Kind.THREE_WAY, Topic.NOW),
    Question("hard", Kind.OWN_WORDS, Topic.NOW),
    Question("helpers", Kind.OWN_WORDS, Topic.NOW),
    Question("learning", Kind.THREE_WAY, Topic.NOW),
    Question("in-the-way", Kind.OWN_WORDS, Topic.NOW),
    Question("more", Kind.OWN_WORDS, Topic.AHEAD),
)

_MEETING = (
    Question("tell-meeting", Kind.OWN_WORDS, Topic.MEETING),
    Question("coming", Kind.COMING, Topic.MEETING),
)

_ADULTHOOD = (
    Question("next-step", Kind.OWN_WORDS, Topic.EMPLOYMENT_AND_LEARNING),
    Question("try-first", Kind.OWN_WORDS, Topic.EMPLOYMENT_AND_LEARNING),
    Question("do-myself", Kind.THREE_WAY, Topic.INDEPENDENT_LIVING),
    Question("live", Kind.OWN_WORDS, Topic.INDEPENDENT_LIVING),
    Question("friends", Kind.THREE_WAY, Topic.FRIENDS_AND_COMMUNITY),
    Question("stops-me", Kind.OWN_WORDS, Topic.FRIENDS_AND_COMMUNITY),
    Question("keeps-well", Kind.THREE_WAY, Topic.HEALTH),
    Question("adult-health", Kind.OWN_WORDS, Topic.HEALTH),
    Question("letters", Kind.OWN_WORDS, Topic.CONTROL),
    Question("decide", Kind.OWN_WORDS, Topic.CONTROL),
)

QUESTIONS: Mapping[Voice, tuple[Question, ...]] = {
    Voice.PARENT_CARER: PARENT_CARER_QUESTIONS,
    Voice.CHILD: _HERE + _MEETING,
    Voice.YOUNG_PERSON: _HERE + _ADULTHOOD + _MEETING,
}


def voice_for(role: Role, year_group: int | None) -> Voice | None:
    """Which questions this person is asked; None for anybody but a family.

    A child in Year 9 or above is asked the young person's questions, though the rights are not
    theirs yet. ``year_group`` is the school year, None where it is not known.
    """
    match role:
        case Role.FAMILY_MEMBER:
            return Voice.PARENT_CARER
        case Role.YOUNG_PERSON:
            return Voice.YOUNG_PERSON
        case Role.CHILD if year_group is not None and covers_preparing_for_adulthood(year_group):
            return Voice.YOUNG_PERSON
        case Role.CHILD:
            return Voice.CHILD
        case _:
            return None


def find_question(voice: Voice, key: str) -> Question | None:
    """The question with this key among those asked of this voice."""
    return next((question for question in QUESTIONS[voice] if question.key == key), None)
