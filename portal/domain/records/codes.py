"""Code tables of the record files. A council may add codes of its own; none is ever taken away."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

CodeTable = Mapping[str, str]
"""From a code in lower case to the code as it is kept."""


class CodeList(StrEnum):
    """The code lists of SEN2, and the few that the portal's own files add."""

    REQUEST_SOURCE = "request_source"
    REQUEST_OUTCOME = "request_outcome"
    PLAN_RESIDENCE = "plan_residence"
    CEASE_REASON = "cease_reason"
    SEN_SETTING = "sen_setting"
    REVIEW_OUTCOME = "review_outcome"
    SEN_TYPE = "sen_type"
    RESPONSIBILITY = "responsibility"
    CHANNEL = "channel"
    EVENT = "event"


_BUILT_IN: dict[CodeList, str] = {
    CodeList.REQUEST_SOURCE: "1 2 3 4 5",
    CodeList.REQUEST_OUTCOME: "Y N A W H",
    CodeList.PLAN_RESIDENCE: "A B",
    CodeList.CEASE_REASON: "1 2 3 4 5 6 7 8 9",
    CodeList.SEN_SETTING: "OLA OPA EHE EYP OTH NEET NIEC NIEO",
    CodeList.REVIEW_OUTCOME: "M A C",
    CodeList.SEN_TYPE: "SPLD MLD SLD PMLD SEMH SLCN HI VI MSI PD ASD DS OTH",
    CodeList.RESPONSIBILITY: "yes no unknown",
    CodeList.CHANNEL: "email sms letter phone",
    CodeList.EVENT: (
        "advice_asked advice_received draft_served meeting meeting_report decision_keep"
        " decision_amend decision_cease amendment_notice final_issued exception agreed_delay"
        " welfare_visit missing_education_start missing_education_end awaiting_specialist_start"
        " awaiting_specialist_end home_education_check"
    ),
}


def code_tables(added: Iterable[tuple[CodeList, str]] = ()) -> dict[CodeList, CodeTable]:
    """Every code list with the council's own codes in it; a built-in code keeps its spelling."""
    tables: dict[CodeList, dict[str, str]] = {
        name: {code.lower(): code for code in codes.split()} for name, codes in _BUILT_IN.items()
    }
    for name, code in added:
        tables[name].setdefault(code.strip().lower(), code.strip())
    return dict(tables)
