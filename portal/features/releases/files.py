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


def release_sheets(snapshot: Snapshot) -> Sequence[Sheet]:
    """One row a measure, one row a group where there are breakdowns, then the dictionary."""
    measures = Sheet("measures", _measure_columns(), list(_measure_rows(snapshot)))
    sheets = [measures]
    columns = list(measures.columns)
    if group_rows := list(_group_rows(snapshot)):
        sheets.append(Sheet("groups", _group_columns(), group_rows))
        columns += [column for column in _group_columns() if column not in columns]
    return [*sheets, _dictionary(columns, _release_notes(snapshot))]


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
            figure.hidden and wording.hidden_reason(figure.hidden, protected.thresholds),
        ]
    blank_cells = [Shorthand.NOT_ASKED] * (len(_measure_columns()) - 2)
    for measure in snapshot.wave.not_asked:
        yield [snapshot.wave.title, measure, *blank_cells]


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


def _or_hidden(number: int | None) -> Cell:
    return Shorthand.SUPPRESSED if number is None else number
