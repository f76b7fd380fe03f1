"""The same adversary over what was written and what was decided about it, and over the forms of
waves that anybody may answer.

It is also told what each stored text says, as the officer reads it: ``wrote`` is the truth, by the
text's id the invitation of whoever wrote it, to tell a lucky guess from a trace.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from portal.domain.waves import TRACED_BELOW
from tests.store.survey_adversary import INVITATIONS, RESPONSES, WAITING, Copy, Row, Traces

TEXTS, KEYS = "survey_texts", "data_keys"
NUMBERS, PRESSES = "survey_paper_numbers", "survey_presses"
DECISIONS, CODES, CLOCKS = "moderation_steps", "moderation_codes", "moderation_clocks"
_MAY_STAND_BESIDE = {
    TEXTS: {"id", "wave_id", "question", "may_quote", "sealed"},
    WAITING: {"id", "wave_id", "sealed"},
    NUMBERS: {"wave_id", "number"},
    PRESSES: {"wave_id", "digest"},
    DECISIONS: {
        *("id", "source", "text_id", "number", "kind", "outcome", "needs_second"),
        *("words_sealed", "reason", "made_on", "made_by_id"),
    },
    CODES: {"step_id", "theme_id", "theme_version"},
    CLOCKS: {"group_id", "since", "due_on"},
}
_SAYS_WHAT_IS_ASKED = {"survey_instruments", "survey_versions"}
_BOOKKEEPING = {"xmin", "ctid", "rowid"}


def attack_texts(copy: Copy, in_order: Sequence[str], wrote: Mapping[str, str]) -> Traces:
    return {
        "order of texts": _by_order(copy, in_order, wrote),
        "transaction of a text": _by_transaction(copy),
        "column beside a text": _by_column(copy),
        "id of a text": _by_id(copy),
        "text of few": _by_number(copy),
        "forms left": _by_forms_left(copy),
        "number elsewhere": _by_paper_number(copy),
        "consent elsewhere": _by_consent(copy),
    }


def _plain(value: object) -> str:
    return str(value).replace("-", "")


def _by_order(copy: Copy, in_order: Sequence[str], wrote: Mapping[str, str]) -> list[str]:
    """Lay the places of the texts, and of their keys, beside every order of people."""
    ids = {_plain(row["id"]) for row in copy.tables[TEXTS]}
    of_texts = {
        "place": [_plain(row["id"]) for row in copy.tables[TEXTS]],
        "number": sorted(ids),
        "place of its key": [
            _plain(row["subject_id"])
            for row in copy.tables[KEYS]
            if _plain(row["subject_id"]) in ids
        ],
        "place of what was decided": [_plain(row["text_id"]) for row in copy.tables[DECISIONS]],
        "number of what was decided": [
            _plain(row["text_id"]) for row in sorted(copy.tables[DECISIONS], key=_by_own_id)
        ],
    }
    of_people = {
        "answering": list(in_order),
        "place": [_plain(row["id"]) for row in copy.tables[INVITATIONS]],
    }
    authors = set(wrote.values())
    found = []
    for way, texts in of_texts.items():
        for other, people in of_people.items():
            here = [person for person in people if person in authors]
            for sequence in (here, here[::-1]):
                hits = sum(wrote.get(t) == p for t, p in zip(texts, sequence, strict=False))
                if hits >= TRACED_BELOW:
                    found.append(f"{way} of texts, {other} of people: {hits}")
    return found


def _by_own_id(row: Row) -> str:
    return _plain(row["id"])


def _by_transaction(copy: Copy) -> list[str]:
    """Texts of a wave that were not all written at once, and people written with few of them."""
    found = []
    written: dict[str, set[str]] = {}
    for row in copy.tables[TEXTS]:
        if "xmin" in row:
            written.setdefault(_plain(row["wave_id"]), set()).add(row["xmin"])
    found += [f"{wave}: texts in {len(xs)} goes" for wave, xs in written.items() if len(xs) > 1]
    of_texts = {xmin for all_of_wave in written.values() for xmin in all_of_wave}
    for name in (INVITATIONS, WAITING, DECISIONS, CLOCKS):
        beside = Counter(row["xmin"] for row in copy.tables[name] if row.get("xmin") in of_texts)
        few = [count for count in beside.values() if count < TRACED_BELOW]
        found += [f"{name}: {count} written with the texts" for count in few]
    return found


def _by_column(copy: Copy) -> list[str]:
    return [
        f"{name}.{column}"
        for name, allowed in _MAY_STAND_BESIDE.items()
        for column in next(iter(copy.tables[name]), {})
        if column not in allowed | _BOOKKEEPING
    ]


def _by_id(copy: Copy) -> list[str]:
    """A text's id anywhere but beside its own key and what was decided about it."""
    ids = {_plain(row["id"]) for row in copy.tables[TEXTS]}
    return sorted(
        f"{name}.{column}"
        for name, rows in copy.tables.items()
        if name not in {TEXTS, KEYS}
        for column, values in _columns(rows).items()
        if (name, column) != (DECISIONS, "text_id")
        if any(text in value for value in values for text in ids)
    )


def _columns(rows: Sequence[Row]) -> dict[str, list[str]]:
    names = next(iter(rows), {})
    return {name: [_plain(row[name]) for row in rows] for name in names if name != "sealed"}


def _by_number(copy: Copy) -> list[str]:
    """Texts to be read while fewer than ten of those invited have answered."""
    found = []
    for wave in copy.tables["survey_waves"]:
        of_wave = [r for r in copy.tables[INVITATIONS] if r["wave_id"] == wave["id"]]
        used = sum(bool(row["used"]) for row in of_wave)
        texts = sum(row["wave_id"] == wave["id"] for row in copy.tables[TEXTS])
        if wave["state"] != "closed" and of_wave and texts and used < TRACED_BELOW:
            found.append(f"{texts} text(s) of {used} who answered")
    return found


def _by_consent(copy: Copy) -> list[str]:
    """That somebody may be quoted, anywhere but with the words: beside the rest of what they said
    it would tell whose the quotation is."""
    return sorted(
        f"{name}.{column}"
        for name, rows in copy.tables.items()
        if name not in _SAYS_WHAT_IS_ASKED
        for column, values in _columns(rows).items()
        if any("~quote" in value for value in values)
    )


def _by_forms_left(copy: Copy) -> list[str]:
    closed = {row["id"] for row in copy.tables["survey_waves"] if row["state"] == "closed"}
    return [
        f"{name} of a wave that is closed"
        for name in (NUMBERS, PRESSES)
        for row in copy.tables[name]
        if row["wave_id"] in closed
    ]


def _by_paper_number(copy: Copy) -> list[str]:
    """The number of a form beside anything that was answered."""
    numbers = {str(row["number"]) for row in copy.tables[NUMBERS]}
    return [
        f"{name}.{column}"
        for name in (RESPONSES, "survey_answers", TEXTS, WAITING)
        for column, values in _columns(copy.tables[name]).items()
        if numbers & set(values)
    ]
