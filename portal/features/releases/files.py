"""The sheets of a release's files and of a row file, with a data dictionary in words."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext

from portal.actions.releases import RowFile
from portal.domain.exports import Cell, Column, DictionaryWording, Sheet, Shorthand, make_dictionary
from portal.domain.figures import Figure
from portal.domain.releases import Snapshot
from portal.domain.statistics import percent_of, wilson_interval
from portal.domain.waves import Mode
from portal.features.releases import wording
from portal.kit.cohort_wording import cohort_sentence, value_words
from portal.kit.correction_wording import correction_words

SHEETS_APART = ("groups", "options", "reach", "themes", "quotations", "dictionary")


def release_sheets(snapshot: Snapshot) -> Sequence[Sheet]:
    """One row a measure; one row a group, an option, a group that was reached, a theme and a
    quotation, where there are any; then the dictionary."""
    measures = Sheet("measures", _measure_columns(), list(_measure_rows(snapshot)))
    others = [
        Sheet("groups", _group_columns(), list(_group_rows(snapshot))),
        Sheet("options", _option_columns(), list(_option_rows(snapshot))),
        Sheet("reach", _reach_columns(), list(_reach_rows(snapshot))),
        Sheet("themes", _theme_columns(), list(_theme_rows(snapshot))),
        Sheet("quotations", _quotation_columns(), list(_quotation_rows(snapshot))),
    ]
    sheets = [measures, *(sheet for sheet in others if sheet.rows)]
    columns = {column.key: column for sheet in reversed(sheets) for column in sheet.columns}
    in_order = dict.fromkeys(column.key for sheet in sheets for column in sheet.columns)
    described = [columns[key] for key in in_order]
    return [*sheets, _dictionary(described, _release_notes(snapshot))]


def row_file_sheets(row_file: RowFile) -> Sequence[Sheet]:
    """One row a response, then the dictionary with the questions as they were frozen."""
    wave = row_file.wave
    groups = [Column(kind, str(wording.DIMENSIONS.get(kind, kind))) for kind in wave.groups]
    questions = [
        Column(
            question.key,
            gettext(
                "%(statement)s Answers: %(options)s. Empty: left out. Wording %(wording)d",
                statement=question.statement,
                options=", ".join(question.option_keys) or str(question.kind),
                wording=question.wording,
            ),
        )
        for question in wave.questions
        if not question.is_text
    ]
    notes = [
        (gettext("wave"), wave.title),
        (gettext("version of the questions"), str(wave.version)),
    ]
    columns = [*groups, *questions]
    return [Sheet("responses", columns, row_file.rows), _dictionary(columns, notes)]


def _dictionary(columns: Sequence[Column], notes: Sequence[tuple[str, str]]) -> Sheet:
    return make_dictionary(
        columns,
        notes,
        DictionaryWording("dictionary", gettext("Column"), gettext("What it means")),
    )


def _release_notes(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [
        (
            Shorthand.SUPPRESSED,
            gettext(
                "Hidden so that nobody can be recognised, or because another hidden number could "
                "be worked out from it"
            ),
        ),
        (Shorthand.NOT_ASKED, gettext("This survey did not ask it")),
        (gettext("wave"), snapshot.wave.title),
        (gettext("who was asked"), cohort_sentence(snapshot.wave.cohort)),
        (gettext("version of the questions"), str(snapshot.wave.version)),
        *((gettext("put right"), correction_words(each)) for each in snapshot.wave.corrections),
        *((gettext("few answered before, so in it too"), title) for title in snapshot.wave.joined),
        (gettext("version of the disclosure rules"), snapshot.protected.rules_version),
    ]


def _measure_columns() -> list[Column]:
    return [
        Column("wave", gettext("Name of the survey")),
        Column("measure", gettext("Key of the measure, the same in every survey")),
        Column("statement", gettext("What families were asked to agree or disagree with")),
        Column("wording", gettext("Number of the wording: two numbers cannot be compared")),
        Column("asked", gettext("How many people were asked")),
        Column("answered", gettext("How many people answered the survey")),
        Column("response_percent", gettext("Answered, as a percentage of asked")),
        Column("answered_portal", gettext("How many answered online, in this survey")),
        Column("answered_telephone", gettext("How many answered by telephone, in this survey")),
        Column("answered_paper", gettext("How many answered on paper, in this survey")),
        Column("gave_a_view", gettext("How many agreed, disagreed or said neither")),
        Column("agree_percent", gettext("Agree or strongly agree, of those who gave a view")),
        Column("agree_low", gettext("Lower end of the 95 % interval (Wilson), per cent")),
        Column("agree_high", gettext("Upper end of the 95 % interval (Wilson), per cent")),
        Column("cant_say", gettext("How many said “can’t say”; not in the share")),
        Column("left_blank", gettext("How many left it out; not in the share")),
        Column("surveys_pooled", gettext("From how many surveys these numbers are added up")),
        Column("since_baseline", gettext("How it compares with the survey it is measured against")),
        Column("since_last", gettext("How it compares with the survey before")),
        Column("note", gettext("Why a figure is hidden")),
    ]


def _measure_rows(snapshot: Snapshot) -> Iterator[Sequence[Cell]]:
    protected = snapshot.protected
    for figure in protected.figures:
        asked = snapshot.asked(figure.measure)
        answered = protected.answered if figure.answered is None else figure.answered
        of = protected.asked if figure.asked is None else figure.asked
        yield [
            snapshot.wave.title,
            figure.measure,
            asked.statement,
            asked.asked_as.wording,
            of,
            _or_hidden(answered),
            _or_hidden(None if answered is None else percent_of(answered, of)),
            _or_hidden(protected.modes[Mode.PORTAL]),
            _or_hidden(protected.modes[Mode.TELEPHONE]),
            _or_hidden(protected.modes.get(Mode.PAPER, 0)),  # not counted in the first releases
            *_share_cells(figure),
            _or_hidden(figure.cant_say),
            _or_hidden(figure.blank),
            figure.waves,
            wording.comparison_sentence(snapshot.comparisons[figure.measure]),
            _since_last(snapshot, figure.measure),
            figure.hidden and wording.hidden_reason(figure.hidden, protected.thresholds),
        ]
    blank_cells = [Shorthand.NOT_ASKED] * (len(_measure_columns()) - 2)
    for measure in snapshot.wave.not_asked:
        yield [snapshot.wave.title, measure, *blank_cells]


def _since_last(snapshot: Snapshot, measure: str) -> Cell:
    compared = snapshot.previous.get(measure)
    return wording.comparison_sentence(compared) if compared else None


def _share_cells(figure: Figure) -> list[Cell]:
    if figure.share is None:
        return [Shorthand.SUPPRESSED] * 4
    return [figure.share.valid, figure.share.percent, *wilson_interval(figure.share).percents]


def _group_columns() -> list[Column]:
    shared = {column.key: column for column in _measure_columns()}
    return [
        shared["measure"],
        Column("dimension", gettext("By what the answers are broken down")),
        Column("group", gettext("The group")),
        *(shared[key] for key in ("gave_a_view", "agree_percent", "agree_low", "agree_high")),
    ]


def _group_rows(snapshot: Snapshot) -> Iterator[Sequence[Cell]]:
    for figure in snapshot.protected.figures:
        for dimension, groups in figure.breakdowns.items():
            for group, share in groups.items():
                yield [
                    figure.measure,
                    dimension,
                    value_words(dimension, group),
                    *_share_cells(Figure(figure.measure, None, share=share)),
                ]


def _option_columns() -> list[Column]:
    return [
        Column("question", gettext("Key of the question")),
        Column("asked_as", gettext("What was asked")),
        Column("answer", gettext("An answer that could be chosen")),
        Column("chose", gettext("How many chose it")),
        Column("answered_question", gettext("How many answered the question")),
        Column("several", gettext("Whether more than one answer could be chosen")),
    ]


def _option_rows(snapshot: Snapshot) -> Iterator[Sequence[Cell]]:
    for figure in snapshot.chosen:
        several = gettext("yes") if figure.may_choose_several else gettext("no")
        answered = _or_hidden(figure.answered)
        for option in figure.options:
            chose = _or_hidden(option.number)
            yield [figure.question, figure.statement, option.words, chose, answered, several]


def _reach_columns() -> list[Column]:
    return [
        Column("reached_by", gettext("By what those who answered are compared with all")),
        Column("reached_group", gettext("The group; small ones are put together")),
        Column("with_a_plan", gettext("Children and young people with a plan when it opened")),
        Column("asked_in_group", gettext("How many were asked about one of them")),
        Column("answered_in_group", gettext("How many answered about one of them")),
    ]


def _reach_rows(snapshot: Snapshot) -> Iterator[Sequence[Cell]]:
    for kind, groups in snapshot.reach.items():
        for group in groups:
            counts = map(_or_hidden, (group.caseload, group.asked, group.answered))
            yield [kind, value_words(kind, group.value), *counts]


def _theme_columns() -> list[Column]:
    return [
        Column("theme", gettext("What people wrote about; a text can have several")),
        Column("texts", gettext("How many wrote about it")),
        Column("all_texts", gettext("How many texts were read and decided on")),
    ]


def _theme_rows(snapshot: Snapshot) -> Iterator[Sequence[Cell]]:
    for theme in snapshot.words.themes:
        yield [theme.name, theme.texts, snapshot.words.texts]


def _quotation_columns() -> list[Column]:
    return [
        Column("asked_as", gettext("What was asked")),
        Column("words", gettext("What somebody wrote, who said that it may be quoted")),
        Column("themes", gettext("What it is about")),
    ]


def _quotation_rows(snapshot: Snapshot) -> Iterator[Sequence[Cell]]:
    for quotation in snapshot.words.quotations:
        yield [quotation.statement, quotation.words, "; ".join(quotation.themes)]


def _or_hidden(number: int | None) -> Cell:
    return Shorthand.SUPPRESSED if number is None else number
