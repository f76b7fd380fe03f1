"""The files of a council's case system, as `sen2.md` lists them, written row by row."""

import csv
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

Row = tuple[str, Mapping[str, str]]
"""The file's name without ``.csv``, and the cells that have something in them."""

_PLACE = (
    "urn ukprn sensetting sensettingother placementrank senunitindicator "
    "resourcedprovisionindicator"
)

COLUMNS: Mapping[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "person": "person_id caseref surname forename personbirthdate sex ethnicity postcode upn "
        "uniquelearnernumber upnunknown ncyear language lookedafter",
        "requests": "requests_id person_id receiveddate requestsource rya requestoutcomedate "
        "requestoutcome requestmediation requesttribunal exported",
        "assessment": "assessment_id requests_id assessmentoutcome assessmentoutcomedate "
        "assessmentmediation assessmenttribunal othermediation othertribunal week20",
        "named_plan": "named_plan_id assessment_id person_id startdate planres planwbp pb oa dp "
        "ceasedate ceasereason",
        "plan_detail": f"plan_detail_id named_plan_id {_PLACE}",
        "active_plans": "active_plans_id named_plan_id transferla reviewmeeting reviewoutcome "
        "reviewdraft phasetransferduedate phasetransferfinaldate lastreview",
        "placement_detail": f"placement_detail_id active_plans_id {_PLACE} entrydate leavingdate "
        "res wbp",
        "sen_need": "sen_need_id active_plans_id person_id sentype sentyperank",
        "contacts": "contact_id person_id title given family relationship responsibility email "
        "mobile channel language interpreter restriction restriction_review",
        "events": "person_id event date detail",
        "caseload": "person_id caseworker_email caseworker_name manager_email",
        "settings": "urn name type phase coordinator_email",
    }.items()
}


def write_rows(rows: Iterable[Row], folder: Path) -> None:
    """Write every file into ``folder``, made if absent; memory does not grow with the rows."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        writers = {}
        for name, columns in COLUMNS.items():
            file = stack.enter_context(
                (folder / f"{name}.csv").open("w", newline="", encoding="utf-8")
            )
            writers[name] = csv.DictWriter(file, columns, restval="", lineterminator="\r\n")
            writers[name].writeheader()
        for name, cells in rows:
            writers[name].writerow(cells)
