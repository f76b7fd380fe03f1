"""What the instruments' pages call things."""

from babel import Locale
from flask_babel import gettext, lazy_gettext, ngettext

from portal.domain.instruments import Fault, FaultKind
from portal.domain.measures import Respondent, find_measure
from portal.domain.questions import Condition, Question, QuestionKind
from portal.outside.instrument_yaml import FileProblem, Problem

RESPONDENTS = {
    Respondent.PARENT_OR_CARER: lazy_gettext("Parents and carers"),
    Respondent.SETTING: lazy_gettext("Schools, colleges and nurseries"),
    Respondent.CHILD: lazy_gettext("Children"),
    Respondent.YOUNG_PERSON: lazy_gettext("Young people"),
}
KINDS = {
    QuestionKind.AGREEMENT: lazy_gettext("Agree or disagree"),
    QuestionKind.ONE: lazy_gettext("Choose one"),
    QuestionKind.SEVERAL: lazy_gettext("Choose any"),
    QuestionKind.YES_NO: lazy_gettext("Yes, no, not sure"),
    QuestionKind.THREE_PLACES: lazy_gettext("Going well, not sure, not going well"),
    QuestionKind.SHORT_TEXT: lazy_gettext("A few words"),
    QuestionKind.LONG_TEXT: lazy_gettext("Several lines of words"),
    QuestionKind.NUMBER: lazy_gettext("A number"),
    QuestionKind.DATE: lazy_gettext("A day"),
}
WAYS = {
    "phone": lazy_gettext("See it as on a phone"),
    "paper": lazy_gettext("See it as on paper"),
    "telephone": lazy_gettext("See what is read out by telephone"),
}
TAKE_DOWN = {
    QuestionKind.SHORT_TEXT: lazy_gettext("Write down a few words, and read them back."),
    QuestionKind.LONG_TEXT: lazy_gettext("Write down what they say, and read it back."),
    QuestionKind.NUMBER: lazy_gettext("Write down the number."),
    QuestionKind.DATE: lazy_gettext("Write down the day, month and year."),
}
LANGUAGES = {
    "pl": lazy_gettext("Polish"),
    "ro": lazy_gettext("Romanian"),
    "lt": lazy_gettext("Lithuanian"),
    "pt": lazy_gettext("Portuguese"),
    "bn": lazy_gettext("Bengali"),
    "ur": lazy_gettext("Urdu"),
    "ar": lazy_gettext("Arabic"),
    "uk": lazy_gettext("Ukrainian"),
    "en-simple": lazy_gettext("Easy read"),
}
"""Into what an instrument can be translated. Easy read is English under its registered subtag."""
FAULTS = {
    FaultKind.NO_QUESTIONS: lazy_gettext("There is no question yet. Add one."),
    FaultKind.ASKED_TWICE: lazy_gettext("This question is there twice. Remove one."),
    FaultKind.NOT_AS_IN_THE_BANK: lazy_gettext(
        "The words differ from the bank of measures. Remove the question and add the measure again."
    ),
    FaultKind.OTHER_RESPONDENT: lazy_gettext(
        "This measure is for somebody else than the people who are asked here. Remove it."
    ),
    FaultKind.NO_WORDS: lazy_gettext("Words are missing. Write the question and every answer."),
    FaultKind.TOO_FEW_OPTIONS: lazy_gettext("Give at least two answers to choose from."),
    FaultKind.OPTION_TWICE: lazy_gettext("An answer is there twice. Remove one."),
    FaultKind.NOT_THE_FIXED_SCALE: lazy_gettext(
        "The answers differ from the fixed scale. Remove the question and add it again."
    ),
    FaultKind.CONDITION_NOT_EARLIER: lazy_gettext(
        "“Only if” points to a question that is not on an earlier page. "
        "Move this question to a later page, or choose another."
    ),
    FaultKind.CONDITION_NO_OPTION: lazy_gettext(
        "“Only if” points to an answer that is not there any more. Choose again."
    ),
    FaultKind.PIPE_NOT_EARLIER: lazy_gettext(
        "The words in curly brackets must be the key of a question on an earlier page, "
        "and not one that is answered in free words."
    ),
}


PROBLEMS = {
    FileProblem.TOO_LARGE: lazy_gettext("The file is larger than 200 kB. Choose a smaller one."),
    FileProblem.NOT_TEXT: lazy_gettext("This is not text in UTF-8. Save the file again as UTF-8."),
    FileProblem.NOT_YAML: lazy_gettext(
        "This cannot be read as YAML. Look at the indentation, quotes and colons here and just "
        "above."
    ),
    FileProblem.ALIAS: lazy_gettext(
        "“*” points to another place. Write the words out instead, or put them in quotes."
    ),
    FileProblem.TWICE: lazy_gettext("“%(found)s” is there twice. Remove one."),
    FileProblem.MISSING: lazy_gettext("“%(found)s” is missing here. Add it."),
    FileProblem.UNKNOWN: lazy_gettext("“%(found)s” does not belong here. Remove it."),
    FileProblem.NOT_ONE_OF: lazy_gettext("“%(found)s” is none of: %(expected)s. Use one of these."),
    FileProblem.WRONG_KIND: lazy_gettext(
        "This is not built as we expect. Compare it with a file that you download here."
    ),
    FileProblem.TOO_LONG: lazy_gettext(
        "“%(found)s” is too long. It may have at most %(expected)s."
    ),
    FileProblem.EMPTY: lazy_gettext("“%(found)s” is empty. Write something."),
    FileProblem.NOT_A_KEY: lazy_gettext(
        "“%(found)s” cannot be a key. Use small letters, numbers and _ only."
    ),
    FileProblem.ASKED_TWICE: lazy_gettext(
        "There is a question “%(found)s” already. Give this one another key."
    ),
}
NOT_WORDS = lazy_gettext("“%(found)s” must be words. Put them in quotes.")
NOT_KNOWN = lazy_gettext("“%(found)s” is not known here. Remove it, or use one of: %(expected)s.")


def language_name(language: str) -> str:
    return str(LANGUAGES.get(language, gettext("English")))


def direction(language: str) -> str:
    """Which way the language is written: what an element's ``dir`` says."""
    return str(Locale.parse(language, sep="-").text_direction)


def fault_words(fault: Fault) -> str:
    return str(FAULTS[fault.kind])


def condition_words(condition: Condition, questions: dict[str, Question]) -> str:
    """What "only if" means, in the words of the question and its answers."""
    on = questions.get(condition.question)
    if on is None:
        return str(gettext("Only if an earlier question is answered in a certain way"))
    answers = [option.words for option in on.options if option.key in condition.answers]
    told = gettext(
        "Only if “%(question)s” is answered: %(answers)s",
        question=on.statement,
        answers=gettext(" or ").join(answers),
    )
    return str(told)


def problem_words(problem: Problem) -> str:
    """What is wrong in a file, where, and what to do."""
    words = PROBLEMS[problem.kind]
    if problem.kind is FileProblem.WRONG_KIND and problem.expected == "string":
        words = NOT_WORDS
    if problem.kind is FileProblem.UNKNOWN and problem.expected:
        words = NOT_KNOWN
    told = str(words) % {"found": problem.found, "expected": problem.expected}
    if problem.line:
        told = gettext("Line %(line)d: %(told)s", line=problem.line, told=told)
    return told


def is_measure(question: Question) -> bool:
    """Whether it is a measure of the bank, whose words nobody changes."""
    return find_measure(question.key) is not None


def count_words(number: int) -> str:
    return str(ngettext("%(num)d question", "%(num)d questions", number))
