"""A manager's page of the shares, over the cases of the own team, and the cases behind each."""

from flask import Blueprint, render_template, request

from portal.actions.timeliness import Timeliness, work_out_timeliness
from portal.domain.people import Role
from portal.domain.timeliness import TimelinessMeasure
from portal.features.timeliness import wording
from portal.features.timeliness.periods import Offered, find_period, offer_periods
from portal.kit.access import audience
from portal.kit.now import today
from portal.kit.paging import page_asked
from portal.kit.plan_wording import REASONS
from portal.kit.signed_in import get_viewer
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read

CASES_A_PAGE = 100

blueprint = Blueprint("timeliness", __name__, template_folder="templates")


@blueprint.get("/in-time")
@audience(Role.CASEWORKER)
def show_shares() -> str:
    """Each share for a month or a year: how many of how many, and the way to the cases."""
    offered = _period()
    return render_template(
        "timeliness/shares.html",
        found=_work_out(offered),
        offered=offered,
        periods=offer_periods(today()),
        words=wording,
    )


@blueprint.get(
    "/in-time/<any("
    "'new-plans', 'new-plans-without-exceptions', 'reviews-secondary-transfer', "
    "'reviews-post16-transfer', 'reviews-all-others', 'amended-plans'):name>"
)
@audience(Role.CASEWORKER)
def list_measure_cases(name: str) -> str:
    """The cases behind a share, by name."""
    offered, measure, viewer = _period(), TimelinessMeasure(name), get_viewer()
    found = _work_out(offered)
    judged = found.judged(measure)
    page = page_asked()
    shown = judged[(page - 1) * CASES_A_PAGE : page * CASES_A_PAGE]
    for case, _ in shown:
        record_read(db.session(), viewer, child_id=case.child_id, purpose=ReadPurpose.CASE_WORK)
    return render_template(
        "timeliness/cases.html",
        measure=measure,
        share=found.shares[measure],
        offered=offered,
        judged=shown,
        count=len(judged),
        page=page,
        pages=-(-len(judged) // CASES_A_PAGE),
        words=wording,
        reasons=REASONS,
    )


def _period() -> Offered:
    return find_period(request.args.get("period", ""), today())


def _work_out(offered: Offered) -> Timeliness:
    return work_out_timeliness(db.session(), get_viewer(), offered.period, today())
