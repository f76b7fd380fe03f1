"""The checker of HTML that all journeys end with is a real one."""

from pathlib import Path

from tests.journeys.pages import PageChecker

VALID = '<!DOCTYPE html><html lang="en"><head><title>A</title></head><body><p>A</p></body></html>'


def test_valid_pages_pass(tmp_path: Path) -> None:
    checker = PageChecker(tmp_path)
    checker.keep("http://127.0.0.1/children", VALID)
    assert checker.find_invalid() == []


def test_each_fault_is_told_with_its_page(tmp_path: Path) -> None:
    checker = PageChecker(tmp_path)
    checker.keep("http://127.0.0.1/children", VALID)
    checker.keep("http://127.0.0.1/records", VALID.replace("<p>", "<p id=''><span>"))
    faults = checker.find_invalid()
    assert faults
    assert all(fault.startswith("records.") for fault in faults)
