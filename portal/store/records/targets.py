"""Where the rows of a file go that has one table to itself, or shares one, and hangs by its id."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from portal.domain.records.shapes import SHAPE_OF
from portal.store.records.run import Owner
from portal.store.tables.cases import ActivePlan, Assessment, AssessmentRequest, Placement, Plan
from portal.store.tables.children import Need

Parents = Callable[[Mapping[str, Owner]], dict[str, UUID | None]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where the rows of a file go. ``columns`` leads from the file's column to the table's.

    ``hang`` turns the owners found for a row into the table's own foreign keys; ``with_child``
    adds the child's id to a query of the table.
    """

    file: str
    table: Any
    key: str
    columns: Mapping[str, str]
    hang: Parents
    with_child: Callable[[Select[Any]], Select[Any]]
    fixed: Mapping[str, str] = field(default_factory=dict)

    @property
    def file_key(self) -> str:
        return SHAPE_OF[self.file].key[0]


def _through_plan(table: Any) -> Callable[[Select[Any]], Select[Any]]:
    return lambda query: query.add_columns(Plan.child_id).join(Plan, Plan.id == table.plan_id)


def _of_child(owners: Mapping[str, Owner]) -> dict[str, UUID | None]:
    return {"child_id": next(iter(owners.values())).child_id}


def _of_plan(owners: Mapping[str, Owner]) -> dict[str, UUID | None]:
    return {"plan_id": next(iter(owners.values())).id}


_PLACE = {
    "urn": "urn",
    "ukprn": "ukprn",
    "sensetting": "sen_setting",
    "sensettingother": "sen_setting_other",
    "placementrank": "rank",
    "senunitindicator": "sen_unit",
    "resourcedprovisionindicator": "resourced_provision",
}

PLAIN: Mapping[str, Target] = {
    target.file: target
    for target in (
        Target(
            "requests.csv",
            AssessmentRequest,
            "requests_id",
            {
                "receiveddate": "received_on",
                "requestsource": "source",
                "rya": "rya",
                "requestoutcome": "outcome",
                "requestoutcomedate": "outcome_on",
                "requestmediation": "mediation",
                "requesttribunal": "tribunal",
                "exported": "exported",
            },
            _of_child,
            lambda query: query.add_columns(AssessmentRequest.child_id),
        ),
        Target(
            "assessment.csv",
            Assessment,
            "assessment_id",
            {
                "assessmentoutcome": "outcome",
                "assessmentoutcomedate": "outcome_on",
                "assessmentmediation": "mediation",
                "assessmenttribunal": "tribunal",
                "othermediation": "other_mediation",
                "othertribunal": "other_tribunal",
                "week20": "week20",
            },
            lambda owners: {"request_id": owners["requests_id"].id},
            lambda query: query.add_columns(AssessmentRequest.child_id).join(
                AssessmentRequest, AssessmentRequest.id == Assessment.request_id
            ),
        ),
        Target(
            "named_plan.csv",
            Plan,
            "named_plan_id",
            {
                "startdate": "start_on",
                "planres": "residential",
                "planwbp": "work_based",
                "pb": "personal_budget",
                "oa": "organised_arrangement",
                "dp": "direct_payment",
                "ceasedate": "ceased_on",
                "ceasereason": "cease_reason",
            },
            lambda owners: {
                **_of_child(owners),
                "assessment_id": owners["assessment_id"].id if "assessment_id" in owners else None,
            },
            lambda query: query.add_columns(Plan.child_id),
        ),
        Target(
            "plan_detail.csv",
            Placement,
            "source_id",
            _PLACE,
            _of_plan,
            _through_plan(Placement),
            {"kind": "named"},
        ),
        Target(
            "active_plans.csv",
            ActivePlan,
            "active_plans_id",
            {
                "transferla": "transfer_la",
                "reviewmeeting": "review_meeting_on",
                "reviewoutcome": "review_outcome",
                "reviewdraft": "review_draft_on",
                "phasetransferduedate": "phase_transfer_due_on",
                "phasetransferfinaldate": "phase_transfer_final_on",
                "lastreview": "last_review_on",
            },
            _of_plan,
            _through_plan(ActivePlan),
        ),
        Target(
            "placement_detail.csv",
            Placement,
            "source_id",
            {
                **_PLACE,
                "entrydate": "entry_on",
                "leavingdate": "leaving_on",
                "res": "residential",
                "wbp": "work_based",
            },
            _of_plan,
            _through_plan(Placement),
            {"kind": "attended"},
        ),
        Target(
            "sen_need.csv",
            Need,
            "sen_need_id",
            {"sentype": "need_type", "sentyperank": "rank"},
            _of_child,
            lambda query: query.add_columns(Need.child_id),
        ),
    )
}
