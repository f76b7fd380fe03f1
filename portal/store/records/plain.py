"""The files whose rows go to one table as they are, each found again by its own id."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, select

from portal.domain.records.reasons import Reason, Refusal
from portal.domain.records.report import Outcome
from portal.domain.records.rows import Row
from portal.domain.records.shapes import SHAPE_OF
from portal.store.records.run import CHUNK, Landed, Landing, Owner, Run, find_parents
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


class PlainLander:
    """Compares some rows with the table's and writes those that differ."""

    def __init__(self, run: Run, target: Target) -> None:
        self.run, self.target = run, target

    def land(self, rows: Sequence[Row]) -> list[Landed]:
        target, run = self.target, self.run
        parents = find_parents(run, rows)
        known = self._known([str(row.values[target.file_key]) for row in rows])
        landed: list[Landed] = []
        added: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for row in rows:
            owners = parents[row.line]
            if isinstance(owners, Refusal):
                landed.append(owners)
                continue
            row_id = str(row.values[target.file_key])
            child_id = next(iter(owners.values())).child_id
            before = known.get(row_id)
            if before is not None and before["child"] != child_id:
                landed.append(Refusal(row.file, row.line, target.file_key, Reason.OTHER_CHILD))
                continue
            own_id = before["id"] if before else uuid4()
            values = self._values(row, owners)
            # What hangs on a review's row in the files hangs on its plan in the record.
            stands_for = values["plan_id"] if target.table is ActivePlan else own_id
            run.note_owner(row.file, row_id, Owner(stands_for, child_id))
            if before is None:
                added.append({"id": own_id, target.key: row_id, **target.fixed, **values})
                landed.append(Landing(row, Outcome.ADDED))
                continue
            columns = self._differences(before, values)
            if columns or before["marked_absent_on"] is not None:
                changed.append({"id": own_id, **values, "marked_absent_on": None})
                landed.append(Landing(row, Outcome.CHANGED, columns))
            else:
                landed.append(Landing(row, Outcome.UNCHANGED))
        run.add(target.table, added)
        run.change(target.table, changed)
        return landed

    def mark_absent(self) -> int:
        table, run = self.target.table, self.run
        query = select(table.id, getattr(table, self.target.key)).where(
            table.marked_absent_on.is_(None), *self._of_this_file()
        )
        absent = [
            own_id
            for own_id, row_id in run.session.execute(query.execution_options(yield_per=CHUNK))
            if not run.reading.stands_in(self.target.file, row_id)
        ]
        return run.mark(table, absent)

    def _values(self, row: Row, owners: Mapping[str, Owner]) -> dict[str, Any]:
        values: dict[str, Any] = {
            attribute: row.values[column]
            for column, attribute in self.target.columns.items()
            if row.has(column)
        }
        return values | self.target.hang(owners)

    def _differences(self, before: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[str, ...]:
        named = {attribute: column for column, attribute in self.target.columns.items()}
        return tuple(
            named.get(attribute, attribute)
            for attribute, value in values.items()
            if before[attribute] != value
        )

    def _known(self, row_ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        table = self.target.table
        query = select(*table.__table__.columns).where(
            getattr(table, self.target.key).in_(row_ids), *self._of_this_file()
        )
        rows = self.run.session.execute(self.target.with_child(query)).all()
        names = [column.name for column in table.__table__.columns]
        known = [dict(zip([*names, "child"], row, strict=True)) for row in rows]
        return {row[self.target.key]: row for row in known}

    def _of_this_file(self) -> list[Any]:
        return [getattr(self.target.table, name) == fix for name, fix in self.target.fixed.items()]
