"""What invented families say before a review. Every word is made up."""

from collections.abc import Mapping
from random import Random

from portal.domain.views_answers import Answer
from portal.domain.views_questions import QUESTIONS, Kind, Voice

_PARENT: Mapping[str, tuple[str, ...]] = {
    "gone-well": (
        "Mornings are calmer since the visual timetable.",
        "Two good friends now, and an invitation to a birthday party.",
        "Reading has come on. We read a page together most nights.",
    ),
    "harder": (
        "Getting into school after a weekend is still a fight.",
        "Loud corridors. The headphones get left behind.",
        "Homework takes the whole evening.",
    ),
    "true-picture": (
        "The part about speech is two years old.",
        "It does not say anything about sleep.",
        "",
    ),
    "support-1": ("Speech therapy once a week.", "One adult for reading, each morning."),
    "support-2": ("A quiet place at lunch.", ""),
    "outcome-1": ("Ask for help without being prompted.", "Join in a game with two others."),
    "outcome-2": ("Walk to school with a friend.", ""),
    "next-year": (
        "That the move to the new school is planned early, with visits.",
        "More time with other children, and less time out of class.",
    ),
    "home": ("Sleep is better. Four or five good nights in a week.", "We are tired.", ""),
    "easier-meeting": ("A meeting after 10, please. I work nights.", "Could we join by video?", ""),
    "council-only": ("", "", "I am worried about the taxi, but I do not want a fuss at school."),
}
_CHILD: Mapping[str, tuple[str, ...]] = {
    "likes": ("Science. And the rabbits.", "Art, and Mr Hollowley's jokes.", "Being outside."),
    "hard": ("When it is noisy.", "Writing a lot.", "When plans change and nobody tells me."),
    "helpers": ("Miss Tarnley and my cousin.", "My mum. The man in the library."),
    "learning": ("Doing it with my hands first.", "Having the words on a card.", ""),
    "in-the-way": ("People talking at the same time.", "The lights in the hall.", ""),
    "more": ("Cooking.", "Go on the bus by myself.", "Football with the others."),
    "next-step": ("A course with animals.", "Work in a kitchen, maybe."),
    "try-first": ("One day a week, to see.", ""),
    "do-myself": ("I do my own washing.", "I can cook three meals."),
    "live": ("With a friend, not too far.", ""),
    "friends": ("I would like one more friend.", ""),
    "stops-me": ("The bus is too full.", "I do not know who to ask."),
    "keeps-well": ("Swimming.", "Walking the dog."),
    "adult-health": ("", "I want to see the doctor by myself."),
    "letters": ("Send them to me, and a copy to Dad.", "To me."),
    "decide": ("My mum helps. I decide.", ""),
    "tell-meeting": ("Please ask me before you change things.", "I am doing all right.", ""),
}


def invent_answers(voice: Voice, rng: Random) -> dict[str, Answer]:
    """Answers to most of the questions on this person's way; some are left out."""
    bank = _PARENT if voice is Voice.PARENT_CARER else _CHILD
    answers: dict[str, Answer] = {}
    for question in QUESTIONS[voice]:
        known = bank.get(question.key)
        if known is None and (question.follows or not question.choices):
            continue
        if rng.random() < 0.2 or (question.follows and question.follows not in answers):
            continue
        offered = () if question.kind is Kind.OWN_WORDS else question.choices
        given = Answer(rng.choice(offered) if offered else None, rng.choice(known or ("",)))
        if not given.is_blank:
            answers[question.key] = given
    return answers
