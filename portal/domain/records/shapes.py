"""The record files and their columns, as data. Source: the Department for Education's SEN2 return.

The order of `SHAPES` is the order of reading: what hangs on a row comes after it.
"""

from portal.domain.records.codes import CodeList
from portal.domain.records.columns import Column, Dated, Kind, Parent, Shape


def _id(name: str) -> Column:
    return Column(name, required=True)


def _text(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def _dates(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.DATE) for name in names)


def _yes_no(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.YES_NO) for name in names)


def _code(name: str, codes: CodeList, *, required: bool = False) -> Column:
    return Column(name, Kind.CODE, codes, required=required)


_DECIDED = frozenset("YN")  # A is still awaited, W withdrawn, H before the council's records
_PLACEMENT = (
    *_text("urn", "ukprn"),
    _code("sensetting", CodeList.SEN_SETTING),
    Column("sensettingother"),
    Column("placementrank", Kind.INTEGER),
    *_yes_no("senunitindicator", "resourcedprovisionindicator"),
)

SHAPES: tuple[Shape, ...] = (
    Shape(
        "settings.csv",
        key=("urn",),
        columns=(
            _id("urn"),
            Column("name", required=True),
            *_text("type", "phase"),
            Column("coordinator_email", Kind.EMAIL),
        ),
    ),
    Shape(
        "person.csv",
        key=("person_id",),
        columns=(
            _id("person_id"),
            Column("caseref"),
            Column("surname", required=True),
            Column("forename", required=True),
            Column("personbirthdate", Kind.DATE),
            *_text("sex", "ethnicity", "postcode"),
            Column("upn", Kind.UPN),
            *_text("uniquelearnernumber", "upnunknown"),
            Column("ncyear", Kind.YEAR_GROUP),
            Column("language"),
            Column("lookedafter", Kind.YES_NO),
        ),
        dated=(Dated("personbirthdate"),),
    ),
    Shape(
        "requests.csv",
        key=("requests_id",),
        columns=(
            _id("requests_id"),
            _id("person_id"),
            Column("receiveddate", Kind.DATE),
            _code("requestsource", CodeList.REQUEST_SOURCE),
            Column("rya", Kind.YES_NO),
            Column("requestoutcomedate", Kind.DATE),
            _code("requestoutcome", CodeList.REQUEST_OUTCOME),
            *_text("requestmediation", "requesttribunal", "exported"),
        ),
        parents=(Parent("person_id", "person.csv"),),
        dated=(Dated("receiveddate"), Dated("requestoutcomedate", "requestoutcome", _DECIDED)),
    ),
    Shape(
        "assessment.csv",
        key=("assessment_id",),
        columns=(
            _id("assessment_id"),
            _id("requests_id"),
            Column("assessmentoutcome"),
            Column("assessmentoutcomedate", Kind.DATE),
            *_text("assessmentmediation", "assessmenttribunal", "othermediation", "othertribunal"),
            Column("week20"),
        ),
        parents=(Parent("requests_id", "requests.csv"),),
        dated=(Dated("assessmentoutcomedate", "assessmentoutcome", _DECIDED),),
    ),
    Shape(
        "named_plan.csv",
        key=("named_plan_id",),
        columns=(
            _id("named_plan_id"),
            *_text("assessment_id", "person_id"),
            Column("startdate", Kind.DATE),
            _code("planres", CodeList.PLAN_RESIDENCE),
            *_text("planwbp", "pb", "oa", "dp"),
            Column("ceasedate", Kind.DATE),
            _code("ceasereason", CodeList.CEASE_REASON),
        ),
        parents=(Parent("assessment_id", "assessment.csv"), Parent("person_id", "person.csv")),
        dated=(Dated("startdate"), Dated("ceasedate", "ceasereason")),
    ),
    Shape(
        "plan_detail.csv",
        key=("plan_detail_id",),
        columns=(_id("plan_detail_id"), _id("named_plan_id"), *_PLACEMENT),
        parents=(Parent("named_plan_id", "named_plan.csv"),),
    ),
    Shape(
        "active_plans.csv",
        key=("active_plans_id",),
        columns=(
            _id("active_plans_id"),
            _id("named_plan_id"),
            Column("transferla"),
            Column("reviewmeeting", Kind.DATE),
            _code("reviewoutcome", CodeList.REVIEW_OUTCOME),
            *_dates("reviewdraft", "phasetransferduedate", "phasetransferfinaldate", "lastreview"),
        ),
        parents=(Parent("named_plan_id", "named_plan.csv"),),
        dated=(Dated("lastreview", "reviewoutcome"),),
    ),
    Shape(
        "placement_detail.csv",
        key=("placement_detail_id",),
        columns=(
            _id("placement_detail_id"),
            _id("active_plans_id"),
            *_PLACEMENT,
            *_dates("entrydate", "leavingdate"),
            *_text("res", "wbp"),
        ),
        parents=(Parent("active_plans_id", "active_plans.csv"),),
        dated=(Dated("entrydate"),),
    ),
    Shape(
        "sen_need.csv",
        key=("sen_need_id",),
        columns=(
            _id("sen_need_id"),
            *_text("active_plans_id", "person_id"),
            _code("sentype", CodeList.SEN_TYPE, required=True),
            Column("sentyperank", Kind.INTEGER),
        ),
        parents=(Parent("active_plans_id", "active_plans.csv"), Parent("person_id", "person.csv")),
    ),
    Shape(
        "contacts.csv",
        key=("contact_id", "person_id"),
        columns=(
            _id("contact_id"),
            _id("person_id"),
            *_text("title", "given"),
            Column("family", required=True),
            Column("relationship"),
            _code("responsibility", CodeList.RESPONSIBILITY),
            Column("email", Kind.EMAIL),
            Column("mobile", Kind.MOBILE),
            _code("channel", CodeList.CHANNEL),
            Column("language"),
            Column("interpreter", Kind.YES_NO),
            Column("restriction", Kind.RESTRICTION),
            Column("restriction_review", Kind.DATE),
        ),
        parents=(Parent("person_id", "person.csv"),),
    ),
    Shape(
        "events.csv",
        key=("person_id", "event", "date", "detail"),
        columns=(
            _id("person_id"),
            _code("event", CodeList.EVENT, required=True),
            Column("date", Kind.DATE, required=True),
            Column("detail", longest=2000),
        ),
        parents=(Parent("person_id", "person.csv"),),
    ),
    Shape(
        "caseload.csv",
        key=("person_id",),
        columns=(
            _id("person_id"),
            Column("caseworker_email", Kind.EMAIL, required=True),
            Column("caseworker_name"),
            Column("manager_email", Kind.EMAIL),
        ),
        parents=(Parent("person_id", "person.csv"),),
    ),
)

PERSON = "person.csv"
CONTACTS = "contacts.csv"
PARENT_FILES = frozenset(parent.file for shape in SHAPES for parent in shape.parents)
SHAPE_OF: dict[str, Shape] = {shape.file: shape for shape in SHAPES}
