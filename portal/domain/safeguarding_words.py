"""Words for which a text is read before others. They never close, hide or decide anything: most of
what is about harm uses none of them, and most of what uses them is about something else.

The list is of stems in English; a council adds its own in the settings, in any language.
"""

import re
from collections.abc import Collection
from functools import lru_cache

WORDS = (
    *("abus*", "assault*", "attack*", "beat me", "beats me", "beaten", "bleed*", "bruis*"),
    *("bullied", "bully*", "choke*", "cut myself", "cutting myself", "cuts herself"),
    *("cuts himself", "cuts themselves", "die", "drunk", "drugs", "end it all", "forced me"),
    *("forces me", "frightened", "groom*", "harm*", "hate myself", "hit me", "hits me"),
    *("hitting me", "hurt*", "kick*", "kill*", "knife", "locked in", "locks me", "make me touch"),
    *("makes me touch", "naked", "no food", "not safe", "nothing to eat", "overdos*", "pinned"),
    *("police", "punch*", "rape*", "restrain*", "run away", "running away", "scared of"),
    *("self-harm*", "sex*", "slap*", "smack*", "starv*", "strangl*", "suicid*", "threat*"),
    *("touched me", "touches me", "unsafe", "violen*", "want to die", "weapon*"),
)


def finds_words(text: str, added: Collection[str] = ()) -> bool:
    """Whether any of the words stands in it, whatever the case and the spaces between.

    A ``*`` at the end of an entry stands for any ending.
    """
    plain = " ".join(text.replace("’", "'").casefold().split())
    return _pattern(tuple(sorted(added))).search(plain) is not None


@lru_cache(maxsize=4)
def _pattern(added: tuple[str, ...]) -> re.Pattern[str]:
    entries = [" ".join(entry.casefold().split()) for entry in (*WORDS, *added)]
    parts = [
        re.escape(entry.rstrip("*")) + ("" if entry.endswith("*") else r"\b")
        for entry in entries
        if entry.rstrip("*")
    ]
    return re.compile(r"\b(?:" + "|".join(parts) + ")")
