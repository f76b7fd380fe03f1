"""Somebody who holds a later copy of everything and wants to know who said what.

The copy has every row of every table with what the database keeps beside it (SQLite: ``rowid`` and
the order in which rows lie; PostgreSQL: ``xmin`` and ``ctid``), the messages among them, and the
logs. The keys of the settings are not in it. The adversary knows who was asked, which groups they
are in, and the order in which they answered. Each way of joining is one function that says in
words what it could tell; nothing said means nobody narrowed to fewer than ten.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from portal.domain.waves import TRACED_BELOW

Row = Mapping[str, Any]
Traces = dict[str, list[str]]
"""The name of an attack to what it could tell."""

RESPONSES, ANSWERS, WAITING = "survey_responses", "survey_answers", "survey_waiting"
INVITATIONS = "survey_invitations"
COUNTS, REACH = "survey_counts", "survey_reach"
_SAID = {RESPONSES, ANSWERS}
_MAY_BE_BESIDE_A_RESPONSE = {
    RESPONSES: {"id", "wave_id", "version_id", "group_values"},
    ANSWERS: {"wave_id", "response_id", "question", "value"},
    COUNTS: {"wave_id", "question", "value", "place", "group_values", "number"},
    REACH: {"wave_id", "kind", "value", "caseload", "asked", "answered"},
}
_BOOKKEEPING = ("xmin", "ctid", "rowid")
_ENDED_WITHOUT_ANSWERS = {
    *("no_answer", "somebody_else", "call_back", "broke_off"),
    *("interpreter_needed", "wrong_number", "declined"),
}
# As the logs would name them.
_PAGES_OF_ANSWERING = ("survey_answers.", "own_surveys.", "setting_surveys.")


@dataclass(frozen=True)
class Copy:
    """Every table's rows in the order in which they lie, and all text outside the database."""

    tables: Mapping[str, Sequence[Row]]
    logs: str
    secrets: frozenset[str]
    """What would name a person in a log: link tokens and ids of invitations and people."""


def take_copy(session: Session, logs: str, secrets: frozenset[str]) -> Copy:
    """Read everything, with the database's own bookkeeping."""
    names = inspect(session.connection()).get_table_names()
    return Copy({name: list(_rows(session, name)) for name in names}, logs, secrets)


def _rows(session: Session, name: str) -> Iterator[Row]:
    if session.get_bind().dialect.name == "postgresql":
        query = f"SELECT xmin::text, ctid::text, t.* FROM {name} t ORDER BY t.ctid"
    else:
        made = session.execute(text("SELECT sql FROM sqlite_master WHERE name = :n"), {"n": name})
        unnumbered = "WITHOUT ROWID" in str(made.scalar()).upper()
        # A table without row numbers lies in the order of its key.
        query = f"SELECT * FROM {name}" if unnumbered else f"SELECT rowid AS rowid, * FROM {name}"
    for row in session.execute(text(query)):
        yield dict(row._mapping)


def attack(copy: Copy, answered_in_order: Sequence[str], said: Mapping[str, str]) -> Traces:
    """Try everything; what is left empty found nobody.

    ``answered_in_order`` are the invitations in the order in which they were used, ``said`` the
    answers that each really gave, as `fingerprint` writes them: the truth, to tell a lucky guess
    from a trace.
    """
    return {
        "shared transaction": _by_transaction(copy),
        "order": _by_order(copy, answered_in_order, said),
        "shared id": _by_id(copy),
        "size": _by_size(copy),
        "draft left": _by_draft(copy),
        "column beside a response": _by_column(copy),
        "mention elsewhere": _by_mention(copy),
        "groups": _by_groups(copy),
        "counts": _by_counts(copy),
        "reach": _by_reach(copy),
        "used invitations": _by_use(copy),
        "waiting rows left": _by_waiting(copy),
        "logs": _by_logs(copy),
        "sign-in": _by_sign_in(copy),
        "calls": _by_calls(copy),
    }


def fingerprint(answers: Mapping[str, str]) -> str:
    return json.dumps(answers, sort_keys=True)


def _people(copy: Copy) -> Sequence[Row]:
    return copy.tables[INVITATIONS]


def _answers_of(copy: Copy) -> dict[str, str]:
    given: dict[str, dict[str, str]] = defaultdict(dict)
    for row in copy.tables[ANSWERS]:
        given[str(row["response_id"])][row["question"]] = row["value"]
    return {response: fingerprint(answers) for response, answers in given.items()}


def _by_transaction(copy: Copy) -> list[str]:
    """Rows of one transaction carry one number; a response must share its own with nine others."""
    if "xmin" not in next(iter(copy.tables[RESPONSES]), {}):
        return []
    sizes = Counter(row["xmin"] for row in copy.tables[RESPONSES])
    small = {xmin for xmin, size in sizes.items() if size < TRACED_BELOW}
    shared: dict[str, Counter[str]] = {xmin: Counter() for xmin in sizes}
    for name, rows in copy.tables.items():
        if name not in _SAID:
            for row in rows:
                if row["xmin"] in shared:
                    shared[row["xmin"]][name] += 1
    joined = [
        f"{name}: {count} row(s) of the transaction of a response"
        for counts in shared.values()
        for name, count in counts.items()
        if count < TRACED_BELOW and _names_people(copy, name)
    ]
    all_few = sum(sizes.values()) < TRACED_BELOW
    return joined + [f"transaction {xmin} wrote few responses" for xmin in small if not all_few]


def _names_people(copy: Copy, name: str) -> bool:
    columns = next(iter(copy.tables[name]), {})
    return any(column in columns for column in ("child_id", "family_member_id", "person_id"))


def _by_order(copy: Copy, answered_in_order: Sequence[str], said: Mapping[str, str]) -> list[str]:
    """Lay every order of responses beside every order of people; right too often is a trace.

    A shuffled order is right about once, whatever the number of people; ten times happens by
    chance less than once in a million tries.
    """
    written = _answers_of(copy)
    orders = {
        "place": [str(row["id"]) for row in copy.tables[RESPONSES]],
        "number": [str(row["id"]) for row in sorted(copy.tables[RESPONSES], key=_number)],
        "place of answers": list(
            dict.fromkeys(str(row["response_id"]) for row in copy.tables[ANSWERS])
        ),
    }
    people = {
        "answering": list(answered_in_order),
        "place": [_plain(row["id"]) for row in _people(copy)],
        "transaction": [
            _plain(row["id"])
            for row in sorted(_people(copy), key=lambda row: int(row.get("xmin", 0)))
        ],
    }
    found = []
    for of_responses, responses in orders.items():
        for of_people, invited in people.items():
            used = [person for person in invited if person in said]
            for way, sequence in (("", used), ("backwards ", used[::-1])):
                hits = sum(
                    written[response] == said[person]
                    for response, person in zip(responses, sequence, strict=False)
                )
                if hits >= TRACED_BELOW:
                    found.append(f"{of_responses} of responses, {way}{of_people} of people: {hits}")
    return found


def _number(row: Row) -> int:
    return int(row["id"])


def _plain(value: object) -> str:
    return str(value).replace("-", "")


def _by_id(copy: Copy) -> list[str]:
    """A response's number anywhere else, whole, as hex, or as a part of a longer id."""
    numbers = {int(row["id"]) for row in copy.tables[RESPONSES]}
    found = []
    for name, rows in copy.tables.items():
        if name in _SAID:
            continue
        for row in rows:
            for column, value in row.items():
                if column not in _BOOKKEEPING and _integers(value) & numbers:
                    found.append(f"{name}.{column}")
    return sorted(set(found))


def _integers(value: object) -> set[int]:
    if isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, int):
        return {value}
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        return {int.from_bytes(raw[:8], "big"), int.from_bytes(raw[:8], "little")}
    plain = _plain(value)
    if plain.isdigit():
        return {int(plain)}
    try:
        whole = int(plain, 16)
    except ValueError:
        return set()
    low, high = whole & (2**64 - 1), whole >> 64
    return {whole, low, high, low & (2**63 - 1), high & (2**63 - 1)}


def _by_size(copy: Copy) -> list[str]:
    """Sealed values of different lengths tell how much somebody has answered."""
    found = []
    for name, column in ((WAITING, "sealed"), (INVITATIONS, "draft_sealed")):
        sizes = {len(row[column]) for row in copy.tables[name] if row[column] is not None}
        if len(sizes) > 1:
            found.append(f"{name}.{column}: lengths {sorted(sizes)}")
    return found


def _by_draft(copy: Copy) -> list[str]:
    return [
        f"{_plain(row['id'])} still has {column}"
        for row in _people(copy)
        for column in ("draft_sealed", "draft_secret_sealed")
        if row[column] is not None and (row["used"] or _is_closed(copy, row))
    ]


def _is_closed(copy: Copy, row: Row) -> bool:
    states = {_plain(wave["id"]): wave["state"] for wave in copy.tables["survey_waves"]}
    return bool(states[_plain(row["wave_id"])] == "closed")


def _by_column(copy: Copy) -> list[str]:
    """A time, a mode, a person: anything beside a response that has no business there."""
    return [
        f"{name}.{column}"
        for name, allowed in _MAY_BE_BESIDE_A_RESPONSE.items()
        for column in next(iter(copy.tables[name]), {})
        if column not in allowed and column not in _BOOKKEEPING
    ]


def _by_mention(copy: Copy) -> list[str]:
    """An answer of the survey in a row that is about a person: trail, message, job, event."""
    statements = {row["question"] for row in copy.tables[ANSWERS]}
    found = set()
    for name, rows in copy.tables.items():
        if name in _SAID | {"survey_instruments", "survey_waves", "survey_versions", COUNTS}:
            continue
        for row in rows:
            for column, value in row.items():
                if any(question in str(value) for question in statements):
                    found.add(f"{name}.{column}")
    return sorted(found)


def _by_groups(copy: Copy) -> list[str]:
    """Combinations in storage that fewer than ten responses share, where others are kept apart."""
    sizes = Counter(str(row["group_values"]) for row in copy.tables[RESPONSES])
    blank_only = len(sizes) == 1 and not any(value for values in sizes for value in _listed(values))
    return [
        f"{groups}: {size}"
        for groups, size in sizes.items()
        if size < TRACED_BELOW and not blank_only
    ]


def _by_counts(copy: Copy) -> list[str]:
    """Counts of a combination that fewer than ten responses share, where others are kept apart;
    and counts in the order of anything but their own names."""
    counts = copy.tables[COUNTS]
    sizes = {str(row["group_values"]): row["number"] for row in counts if row["question"] == ""}
    found = [
        f"{groups}: {size}"
        for groups, size in sizes.items()
        if size < TRACED_BELOW and len(sizes) > 1 and any(_listed(groups))
    ]
    keys = [(_plain(row["wave_id"]), row["question"], row["value"], row["place"]) for row in counts]
    return found + (["they lie in an order of their own"] if keys != sorted(keys) else [])


def _by_reach(copy: Copy) -> list[str]:
    """A group of whom one to nine answered, or of fewer than ten asked, told apart from others; who
    answered counted before the wave closed; a person's groups kept beside them after it."""
    kinds = Counter((_plain(row["wave_id"]), row["kind"]) for row in copy.tables[REACH])
    found = []
    for row in copy.tables[REACH]:
        apart = kinds[_plain(row["wave_id"]), row["kind"]] > 1
        name = f"{row['kind']} {row['value']}"
        if not _is_closed(copy, row):
            if row["answered"] is not None:
                found.append(f"{name}: counted while the wave is open")
        elif apart and (row["asked"] < TRACED_BELOW or 0 < row["answered"] < TRACED_BELOW):
            found.append(f"{name}: {row['answered']} of {row['asked']}")
    kept = [row for row in _people(copy) if _is_closed(copy, row) and row["reach_values"]]
    return found + [f"{len(kept)} people keep their groups"] * bool(kept)


def _listed(values: str) -> list[str]:
    loaded: list[str] = json.loads(values.replace("'", '"'))
    return loaded


def _by_use(copy: Copy) -> list[str]:
    """Fewer than ten people of a closed wave who stand out: marked, or last written apart."""
    closed = [row for row in _people(copy) if _is_closed(copy, row)]
    marked = Counter((_plain(row["wave_id"]), "used") for row in closed if row["used"])
    written = Counter((_plain(row["wave_id"]), row["xmin"]) for row in closed if "xmin" in row)
    return [
        f"{count} people of {wave}: {mark}"
        for (wave, mark), count in (marked | written).items()
        if count < TRACED_BELOW
    ]


def _by_waiting(copy: Copy) -> list[str]:
    closed = [row for row in copy.tables[WAITING] if _is_closed(copy, row)]
    return [f"{len(closed)} answers still wait for a wave that is closed"] if closed else []


def _by_logs(copy: Copy) -> list[str]:
    """Who is named in the logs; and when a survey was open before somebody, which a sign-in of
    the same minute would give a name."""
    named = [f"the logs hold {secret[:6]}…" for secret in copy.secrets if secret in copy.logs]
    return named + [f"the logs date {page}*" for page in _PAGES_OF_ANSWERING if page in copy.logs]


def _by_sign_in(copy: Copy) -> list[str]:
    """Sign-ins that were in use when no record was read, so for a page that leaves no read; and
    whatever was written about a signed-in person in the transaction of an answer."""
    read = {(_plain(row["person_id"]), str(row["read_at"])) for row in copy.tables["read_trail"]}
    unread = [
        f"{_plain(row['person_id'])} did something else at {row['used_at']}"
        for row in copy.tables["sign_in_sessions"]
        if row["used_at"] != row["started_at"]
        and (_plain(row["person_id"]), str(row["used_at"])) not in read
    ]
    answering = {
        row["xmin"]
        for row in (*copy.tables[WAITING], *(row for row in _people(copy) if row["used"]))
        if "xmin" in row
    }
    together = [
        f"{name}: written with an answer"
        for name in ("sign_in_sessions", "read_trail")
        for row in copy.tables[name]
        if row.get("xmin") in answering
    ]
    return unread + together


def _by_calls(copy: Copy) -> list[str]:
    """Whom somebody rang: a call that ended with answers, a caller who is with somebody who has
    answered, a call written in the transaction of an answer, or anything after the wave closed."""
    used = {_plain(row["id"]) for row in _people(copy) if row["used"]}
    answering = {
        row["xmin"]
        for row in (*copy.tables[WAITING], *(row for row in _people(copy) if row["used"]))
        if "xmin" in row
    }
    found = []
    for name in ("survey_call_attempts", "survey_call_claims"):
        for row in copy.tables[name]:
            if _is_closed(copy, row):
                found.append(f"{name}: outlived the wave")
            if row.get("xmin") in answering:
                found.append(f"{name}: written with an answer")
    found += [
        "survey_call_claims: who has answered is still on the telephone"
        for row in copy.tables["survey_call_claims"]
        if _plain(row["invitation_id"]) in used
    ]
    ways = {row["outcome"] for row in copy.tables["survey_call_attempts"]} - _ENDED_WITHOUT_ANSWERS
    return found + [f"survey_call_attempts: {outcome}" for outcome in sorted(ways)]
