"""A whole folder: what is refused, what hangs on it, what is doubtful, and whose access closes."""

import io
from collections.abc import Callable
from datetime import date
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.records.access import file_opens, relationship_word, tells_of_adoption
from portal.domain.records.codes import code_tables
from portal.domain.records.contested import look_through
from portal.domain.records.folder import FolderReading
from portal.domain.records.quality import QualityCheck
from portal.domain.records.reading import Header, read_header
from portal.domain.records.reasons import Doubt, Finding, Reason, Refusal
from portal.domain.records.report import ExitCode, FileCount, ImportReport
from portal.domain.records.rows import Row
from portal.domain.records.shapes import SHAPE_OF, SHAPES

TODAY = date(2026, 11, 23)
CHILDREN = """person_id,caseref,surname,forename,personbirthdate
1,C1,Vale,Asha,2012-05-01
2,C2,Moss,Bo,2013-06-02
"""


def opener(text: str) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(text.encode())


class Folder:
    """Reads a folder of texts from end to end, as an import does."""

    def __init__(self, today: date = TODAY, /, **texts: str) -> None:
        files = {f"{name}.csv": opener(text) for name, text in texts.items()}
        headers = {
            name: read_header(SHAPE_OF[name], open_file) for name, open_file in files.items()
        }
        usable = {name: found for name, found in headers.items() if isinstance(found, Header)}
        self.rows: list[Row] = []
        self.refusals = [found for found in headers.values() if isinstance(found, Refusal)]
        self.findings: list[Finding] = []
        self.closed: dict[str, int] = {}
        self.reading = FolderReading(frozenset(usable), code_tables(), today)
        quality = QualityCheck(today)
        for shape in SHAPES:
            if shape.file not in usable:
                continue
            source = (shape, usable[shape.file], files[shape.file])
            look = look_through(*source)
            if shape.file == "contacts.csv":
                self.closed = self.reading.guard_contacts(*source, look).closed
            for result in self.reading.read(*source, look):
                if isinstance(result, Row):
                    self.rows.append(result)
                    self.findings.extend(quality.look_at(result))
                else:
                    self.refusals.extend(result)
        self.findings.extend(quality.at_end(frozenset(usable)))

    @property
    def faults(self) -> list[tuple[str, int, str, Reason]]:
        return [(r.file, r.line, r.column, r.reason) for r in self.refusals]

    @property
    def doubts(self) -> list[tuple[str, int, Doubt]]:
        return [(f.file, f.line, f.doubt) for f in self.findings]

    def lines(self, file: str) -> list[int]:
        return [row.line for row in self.rows if row.file == file]


def test_a_folder_with_the_children_alone_is_enough() -> None:
    folder = Folder(person=CHILDREN)
    assert folder.faults == []
    assert folder.lines("person.csv") == [2, 3]


def test_every_fault_of_a_row_is_named_with_what_can_be_shown() -> None:
    folder = Folder(
        person="person_id,caseref,surname,forename,personbirthdate,lookedafter\n"
        "1,C1,,Asha,31/02/2014,maybe\n"
    )
    assert folder.refusals == [
        Refusal("person.csv", 2, "surname", Reason.CELL_MISSING),
        Refusal("person.csv", 2, "personbirthdate", Reason.DATE_IMPOSSIBLE, "31/02/2014"),
        Refusal("person.csv", 2, "lookedafter", Reason.YES_NO_UNREADABLE, "maybe"),
    ]


def test_a_child_nobody_could_match_again_is_refused() -> None:
    folder = Folder(person="person_id,caseref,upn,surname,forename\n1,,,Vale,Asha\n")
    assert folder.faults == [("person.csv", 2, "caseref", Reason.NO_REFERENCE)]


def test_a_child_born_tomorrow_is_refused() -> None:
    folder = Folder(
        person="person_id,caseref,surname,forename,personbirthdate\n1,C1,V,A,24/11/2026\n"
        "2,C2,V,B,23/11/2026\n"
    )
    assert folder.faults == [("person.csv", 2, "personbirthdate", Reason.DATE_IMPOSSIBLE)]


def test_what_hangs_on_a_refused_child_is_refused_down_to_the_last_leaf() -> None:
    folder = Folder(
        person=CHILDREN.replace("2012-05-01", "soon"),
        requests="requests_id,person_id,receiveddate\nR1,1,2026-01-05\nR2,2,2026-01-05\n",
        assessment="assessment_id,requests_id\nA1,R1\nA2,R2\n",
        named_plan="named_plan_id,assessment_id,startdate\nP1,A1,2026-05-01\nP2,A2,2026-05-01\n",
        plan_detail="plan_detail_id,named_plan_id,urn\nD1,P1,100001\nD2,P2,100001\n",
        active_plans="active_plans_id,named_plan_id\nX1,P1\nX2,P2\n",
        placement_detail="placement_detail_id,active_plans_id,entrydate\n"
        "L1,X1,2026-09-01\nL2,X2,2026-09-01\n",
        sen_need="sen_need_id,person_id,sentype\nN1,1,ASD\nN2,2,ASD\n",
        contacts="contact_id,person_id,family,responsibility\nF1,1,Vale,yes\nF2,2,Moss,yes\n",
        events="person_id,event,date\n1,meeting,2026-11-02\n2,meeting,2026-11-02\n",
        caseload="person_id,caseworker_email\n1,k@council.example\n2,k@council.example\n",
    )
    hanging = [r for r in folder.refusals if r.reason is Reason.PARENT_REFUSED]
    assert {r.file for r in hanging} == {s.file for s in SHAPES} - {"person.csv", "settings.csv"}
    assert len(folder.refusals) == len(hanging) + 1
    assert Refusal("requests.csv", 2, "person_id", Reason.PARENT_REFUSED, "person.csv:2") in hanging
    assert all(folder.lines(s.file) == [3] for s in SHAPES if s.file != "settings.csv")


def test_a_row_that_hangs_on_nothing_in_the_folder_is_refused() -> None:
    folder = Folder(
        person=CHILDREN,
        requests="requests_id,person_id\nR1,9\n",
        named_plan="named_plan_id,person_id,assessment_id\nP1,,\nP2,1,A7\n",
    )
    assert folder.faults == [
        ("requests.csv", 2, "person_id", Reason.PARENT_UNKNOWN),
        ("named_plan.csv", 2, "assessment_id", Reason.PARENT_MISSING),
    ]
    assert folder.lines("named_plan.csv") == [3], "its assessment may be known from before"


def test_an_id_on_rows_that_contradict_each_other_is_refused_on_all_of_them() -> None:
    folder = Folder(
        person=CHILDREN + "1,C3,Reed,Cy,2014-01-01\n",
        requests="requests_id,person_id\nR1,1\nR2,2\n",
    )
    assert folder.faults == [
        ("person.csv", 2, "person_id", Reason.ID_TWICE),
        ("person.csv", 4, "person_id", Reason.ID_TWICE),
        ("requests.csv", 2, "person_id", Reason.PARENT_REFUSED),
    ]


def test_a_row_that_only_repeats_another_leaves_the_first_standing() -> None:
    folder = Folder(
        person=CHILDREN + CHILDREN.splitlines()[1] + "\n",
        requests="requests_id,person_id\nR1,1\n",
        events="person_id,event,date,detail\n1,meeting,2026-11-02,\n1,meeting,2026-11-02,\n",
    )
    assert folder.faults == [
        ("person.csv", 4, "person_id", Reason.ROW_REPEATED),
        ("events.csv", 3, "person_id", Reason.ROW_REPEATED),
    ]
    assert folder.lines("requests.csv") == [2]


def test_two_children_under_one_caseref_are_both_refused() -> None:
    folder = Folder(person=CHILDREN.replace("C2", "C1"))
    assert {fault[3] for fault in folder.faults} == {Reason.MATCHED_TWICE}
    assert folder.rows == []


def test_a_upn_on_two_children_is_a_doubt_unless_it_is_all_there_is_to_match_by() -> None:
    head = "person_id,caseref,upn,surname,forename,personbirthdate\n"
    upn = "H801200001001"
    both = Folder(person=f"{head}1,C1,{upn},V,A,1/5/2012\n2,C2,{upn.lower()},V,B,1/5/2013\n")
    assert both.faults == []
    assert both.doubts == [("person.csv", 3, Doubt.UPN_ON_TWO_CHILDREN)]
    alone = Folder(person=f"{head}1,C1,{upn},V,A,1/5/2012\n2,,{upn},V,B,1/5/2013\n")
    assert alone.faults == [("person.csv", 3, "person_id", Reason.MATCHED_TWICE)]


def test_seen_rows_stand_in_the_file_even_where_they_were_refused() -> None:
    folder = Folder(person=CHILDREN.replace("2012-05-01", "soon"))
    assert folder.reading.stands_in("person.csv", "1")
    assert not folder.reading.stands_in("person.csv", "3")


def test_doubts_of_every_kind_are_listed_and_refuse_nothing() -> None:
    folder = Folder(
        person="person_id,caseref,upn,surname,forename,personbirthdate\n"
        "1,C1,B000000000000,Vale,Asha,\n2,C2,,Moss,Bo,2013-06-02\n",
        requests="requests_id,person_id,receiveddate,requestoutcome,requestoutcomedate\n"
        "R1,1,2026-12-05,Y,\nR2,2,2026-10-05,A,\n",
        named_plan="named_plan_id,person_id,startdate,ceasedate,ceasereason\n"
        "P1,1,2025-05-01,,\nP2,2,2025-05-01,,\nP3,2,2020-05-01,2022-05-01,5\nP4,2,,,2\n",
        active_plans="active_plans_id,named_plan_id,reviewmeeting,reviewoutcome\n"
        "X1,P1,2025-04-30,M\n",
        placement_detail="placement_detail_id,active_plans_id,entrydate\nL1,X1,\n",
        contacts="contact_id,person_id,given,family,responsibility,email,mobile,restriction\n"
        "F1,1,Ines,Vale,yes,i@post.example,,no contact order\n"
        "F2,2,Olu,Moss,yes,I@post.example,,\n",
    )
    assert folder.faults == []
    assert sorted(folder.doubts) == sorted(
        [
            ("person.csv", 2, Doubt.DATE_MISSING),
            ("requests.csv", 2, Doubt.DATE_IN_FUTURE),
            ("requests.csv", 2, Doubt.DATE_MISSING),
            ("named_plan.csv", 5, Doubt.DATE_MISSING),
            ("named_plan.csv", 5, Doubt.DATE_MISSING),
            ("active_plans.csv", 2, Doubt.DATE_MISSING),
            ("active_plans.csv", 2, Doubt.REVIEW_BEFORE_PLAN),
            ("placement_detail.csv", 2, Doubt.DATE_MISSING),
            ("contacts.csv", 2, Doubt.RESTRICTION_WITHOUT_REVIEW_DATE),
            ("contacts.csv", 3, Doubt.ADULTS_WITH_ONE_EMAIL),
            ("named_plan.csv", 3, Doubt.PLAN_WITHOUT_PLACEMENT),
            ("named_plan.csv", 5, Doubt.PLAN_WITHOUT_PLACEMENT),
            ("person.csv", 2, Doubt.UPN_DOUBTFUL),
        ]
    )


CONTACT_HEAD = (
    "contact_id,person_id,given,family,relationship,responsibility,email,restriction,"
    "restriction_review\n"
)


@pytest.mark.parametrize(
    ("row", "closes"),
    [
        ("F1,1,Ines,Vale,mother,yes,i@post.example,no contact,2027-01-01", False),  # it lands
        ("F1,1,Ines,Vale,mother,yes,not an address,no contact,2027-01-01", True),
        ("F1,9,Ines,Vale,mother,yes,i@post.example,no contact,2027-01-01", True),
        ("F1,1,Ines,Vale,mother,yes,i@post.example,,someday", True),
        ("F1,1,Ines,Vale,mother,yes,i@post.example,no\x07contact,", True),
        ("F1,1,Ines,Vale,mother,maybe,i@post.example,,", True),
        ("F1,1,Ines,Vale,mother,yes,i@post.example", True),
        ("F1,1,Ines,Vale,mother,yes,not an address,,", False),
        ("F1,1,Ines,Vale,mother,yes,not an address,none,", False),
        ("F1,9,Ines,Vale,mother,yes,i@post.example,,", False),
    ],
)
def test_a_restriction_that_cannot_land_closes_that_adults_access(row: str, closes: bool) -> None:
    folder = Folder(person=CHILDREN, contacts=f"{CONTACT_HEAD}{row}\n")
    assert folder.closed == ({"F1": 2} if closes else {})


def test_one_contact_id_on_two_different_adults_is_refused_and_closed() -> None:
    folder = Folder(
        person=CHILDREN,
        contacts=f"{CONTACT_HEAD}F1,1,Ines,Vale,mother,yes,i@post.example,,\n"
        "F1,2,Olu,Moss,father,yes,o@post.example,,\nF2,2,Una,Moss,mother,yes,,,\n",
    )
    assert [fault[1:] for fault in folder.faults] == [
        (2, "contact_id", Reason.ID_TWICE),
        (3, "contact_id", Reason.ID_TWICE),
    ]
    assert folder.closed == {"F1": 2}


def test_one_adult_of_two_children_stands_on_two_rows() -> None:
    folder = Folder(
        person=CHILDREN,
        contacts=f"{CONTACT_HEAD}F1,1,Ines,Vale,mother,yes,i@post.example,,\n"
        "F1,2,Ines,Vale,aunt,no,i@post.example,,\n",
    )
    assert folder.faults == []
    assert folder.doubts == []
    assert folder.lines("contacts.csv") == [2, 3]


@given(
    st.sampled_from(["mother", "foster carer", "self", "adoptive father", "unknown"]),
    st.sampled_from(["yes", "no", "unknown"]),
    st.booleans(),
    st.booleans(),
)
def test_a_file_opens_only_for_a_responsible_adult_or_the_child_at_home(
    relationship: str, responsibility: str, looked_after: bool, adopted: bool
) -> None:
    opens = file_opens(
        relationship=relationship,
        responsibility=responsibility,
        looked_after=looked_after,
        adopted=adopted,
    )
    if looked_after or adopted or (relationship != "self" and responsibility != "yes"):
        assert not opens
    else:
        assert opens


def test_a_relationship_is_kept_as_one_word() -> None:
    assert relationship_word(" Foster-Carer ") == "foster_carer"
    assert relationship_word(None) == "unknown"
    assert tells_of_adoption(relationship_word("Adoptive Mother"))
    assert tells_of_adoption(relationship_word("birth father"))
    assert not tells_of_adoption(relationship_word("step father"))


def test_the_exit_code_says_how_much_was_taken() -> None:
    refusal = Refusal("person.csv", 2, "upn", Reason.NO_REFERENCE)
    nothing = ImportReport(dry_run=False, counts=[FileCount("person.csv", refused=1)])
    nothing.refusals.append(refusal)
    some = ImportReport(dry_run=False, counts=[FileCount("person.csv", unchanged=1, refused=1)])
    some.refusals.append(refusal)
    every = ImportReport(dry_run=False, counts=[FileCount("person.csv", unchanged=1)])
    codes = [report.exit_code for report in (every, nothing, some)]
    assert codes == [ExitCode.ALL_TAKEN, ExitCode.NONE_TAKEN, ExitCode.SOME_REFUSED]
    assert [int(code) for code in codes] == [0, 2, 3]
