"""The rows that a case system would hold of one child's assessment, plan and reviews."""

from collections.abc import Iterator
from datetime import date
from random import Random

from portal.features.demo.cases import Case, Review
from portal.features.demo.children import Child, person_row
from portal.features.demo.folder import Row
from portal.features.demo.school_calendar import days, school_year, working_day, year_group

_NEEDS = ("ASD", "SLCN", "SEMH", "MLD", "SPLD", "SLD", "PD", "HI", "VI", "PMLD", "MSI", "DS", "OTH")
_NEED_WEIGHTS = (32, 22, 16, 9, 5, 4, 3, 2, 1, 1, 1, 2, 2)
_PHASES = {-1: (2, 15), 2: (2, 15), 6: (2, 15), 11: (3, 31)}
"""Year group before the move, and the day before which the amended plan must be final."""


_Happening = tuple[str, date | None, str]
"""A kind of `events.csv`, its day (none where it has not happened), and the detail."""


def rows_of_child(child: Child, case: Case, rng: Random, today: date) -> Iterator[Row]:
    yield person_row(child, rng, today)
    yield (
        "caseload",
        {
            "person_id": child.person_id,
            "caseworker_email": child.caseworker[0],
            "caseworker_name": child.caseworker[1],
            "manager_email": child.manager,
        },
    )
    yield from _assessment(child, case)
    if case.plan_made is not None:
        yield from _plan(child, case, rng, today, case.plan_made)
    else:
        yield from _needs(child, rng, {"person_id": child.person_id})
    yield from _events(child, case, rng, today)


def _assessment(child: Child, case: Case) -> Iterator[Row]:
    cells = {
        "requests_id": f"R{child.number:06d}",
        "person_id": child.person_id,
        "receiveddate": case.received.isoformat(),
        "requestsource": case.source,
        "rya": "N",
        "requestoutcomedate": _iso(case.request_decided),
        "requestoutcome": case.request_outcome or "A",
        "requestmediation": "N",
        "requesttribunal": "N",
        "exported": "N",
    }
    yield "requests", cells
    if case.request_outcome != "Y":
        return
    cells = {
        "assessment_id": f"A{child.number:06d}",
        "requests_id": f"R{child.number:06d}",
        "assessmentoutcome": case.assessment_outcome or "A",
        "assessmentoutcomedate": _iso(case.assessment_decided),
        "week20": "Y" if case.exception else "N",
    }
    yield "assessment", cells


def _plan(child: Child, case: Case, rng: Random, today: date, made: date) -> Iterator[Row]:
    plan, active = f"N{child.number:06d}", f"L{child.number:06d}"
    cells = {
        "named_plan_id": plan,
        "assessment_id": f"A{child.number:06d}",
        "startdate": made.isoformat(),
        "pb": "Y" if rng.random() < 0.06 else "N",
        "dp": "Y" if rng.random() < 0.04 else "N",
        "ceasedate": _iso(case.ceased),
        "ceasereason": case.cease_reason,
    }
    yield "named_plan", cells
    yield (
        "active_plans",
        {
            "active_plans_id": active,
            "named_plan_id": plan,
            **_review(case, today),
            **_transfer(child, case, today),
        },
    )
    if rng.random() > 0.005:  # a few plans without a placement, for the data-quality report
        place = _place(child, rng, today)
        start = working_day(made + days(rng.randint(0, 20)))
        detail = {"plan_detail_id": f"D{child.number:06d}", "named_plan_id": plan}
        yield "plan_detail", {**detail, **place}
        entered = {"placement_detail_id": f"E{child.number:06d}", "active_plans_id": active}
        yield "placement_detail", {**entered, **place, "entrydate": start.isoformat()}
    yield from _needs(child, rng, {"active_plans_id": active})


def _place(child: Child, rng: Random, today: date) -> dict[str, str]:
    if child.school is not None:
        base = rng.random() < 0.06 and child.school.kind in ("primary", "secondary")
        cells = {"urn": child.school.urn, "placementrank": "1"}
        return {**cells, "senunitindicator": "Y" if base else "N"}
    grown = year_group(child.born, today) >= 12
    code = rng.choice(("NEET", "NIEC", "OTH")) if grown else "EHE"
    return {"sensetting": code, "placementrank": "1"}


def _review(case: Case, today: date) -> dict[str, str]:
    """The latest finished decision and the latest meeting; a meeting to come is an event only."""
    held = [review for review in case.reviews if review.meeting <= today]
    decided = [review for review in held if review.decided is not None]
    cells = {"transferla": case.moved_in_from}
    if held:
        latest = held[-1]
        outcome = {"keep": "M", "amend": "A", "cease": "C", "": ""}[latest.decision]
        cells["reviewmeeting"] = latest.meeting.isoformat()
        cells["reviewoutcome"] = outcome
        cells["reviewdraft"] = _iso(latest.notice)
    if decided:
        cells["lastreview"] = _iso(decided[-1].decided)
    return cells


def _transfer(child: Child, case: Case, today: date) -> dict[str, str]:
    when = _PHASES.get(year_group(child.born, today))
    if when is None or case.ceased is not None:
        return {}
    due = date(school_year(today) + 1, *when)
    final = case.reviews[-1].final if case.reviews else None
    fresh = final is not None and final > due - days(240)
    cells = {"phasetransferduedate": due.isoformat()}
    return {**cells, "phasetransferfinaldate": _iso(final) if fresh else ""}


def _needs(child: Child, rng: Random, of: dict[str, str]) -> Iterator[Row]:
    first = rng.choices(_NEEDS, _NEED_WEIGHTS)[0]
    second = rng.choices(_NEEDS, _NEED_WEIGHTS)[0]
    kept = [first] if second == first or rng.random() < 0.5 else [first, second]
    for rank, need in enumerate(kept, start=1):
        cells = {"sen_need_id": f"S{child.number:06d}-{rank}", "sentype": need}
        yield "sen_need", {**cells, "sentyperank": str(rank), **of}


def _events(child: Child, case: Case, rng: Random, today: date) -> Iterator[Row]:
    for kind, day, detail in _happenings(child, case, rng, today):
        if day is not None:
            cells = {"person_id": child.person_id, "event": kind, "date": day.isoformat()}
            yield "events", {**cells, "detail": detail}


def _happenings(child: Child, case: Case, rng: Random, today: date) -> Iterator[_Happening]:
    yield "advice_asked", case.advice_asked, ""
    yield "advice_received", case.advice_received, ""
    yield "draft_served", case.draft_served, ""
    if case.exception:
        excused = working_day(case.received + days(140 + 70))
        yield "exception", case.received + days(60), f"{case.exception}; {excused}; SEND panel"
    if case.agreed_delay:
        yield "agreed_delay", case.received + days(100), case.agreed_delay
    yield "final_issued", case.plan_made, ""
    for review in case.reviews[-2:]:
        yield from _of_review(review)
    if case.plan_made is not None:
        yield from _welfare(child, case.plan_made, rng, today)


def _of_review(review: Review) -> Iterator[_Happening]:
    yield "meeting", review.meeting, ""
    yield "meeting_report", review.report, ""
    if review.decision:
        yield f"decision_{review.decision}", review.decided, ""
    yield "amendment_notice", review.notice, ""
    yield "final_issued", review.final, ""


def _welfare(child: Child, made: date, rng: Random, today: date) -> Iterator[_Happening]:
    """What the accurate list of children asks for beside the plan itself."""
    away = child.school is not None and child.school.kind == "independent special"
    if child.looked_after or away:
        yield "welfare_visit", _since(made, today, rng, 500), ""
    if child.school is None and year_group(child.born, today) < 12:
        yield "home_education_check", _since(made, today, rng, 300), ""
    if rng.random() < 0.03:
        start = _since(made, today, rng, 120)
        yield "awaiting_specialist_start", start, ""
        if rng.random() < 0.3:
            yield "awaiting_specialist_end", min(today, start + days(40)), ""
    if rng.random() < 0.02:
        start = _since(made, today, rng, 90)
        yield "missing_education_start", start, ""
        if rng.random() < 0.5:
            yield "missing_education_end", min(today, start + days(21)), ""


def _since(made: date, today: date, rng: Random, most: int) -> date:
    """A working day of the last ``most`` days, and not before the plan was made."""
    return max(made, working_day(today - days(rng.randint(1, most))))


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
