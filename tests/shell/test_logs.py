"""What a fault leaves in the log: where it happened, and nothing that anybody typed."""

import json
import sys

from portal.shell.logs import describe_fault


def _fail(words: str) -> None:
    try:
        int(words)
    except ValueError as error:
        raise LookupError(f"nobody is called {words}") from error


def test_a_fault_is_told_without_its_text_or_its_variables() -> None:
    try:
        _fail("Rowan")
    except LookupError:
        fault = sys.exc_info()
        assert fault[0] is not None
        told = describe_fault(fault)
    assert [stack["exc_type"] for stack in told] == ["LookupError", "ValueError"]
    assert told[0]["frames"][-1]["name"] == "_fail"
    assert "Rowan" not in json.dumps(told)
