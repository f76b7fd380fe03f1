"""A small folder of record files for tests: two children, everything that can hang on them."""

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.records import import_records
from portal.domain.people import Role, Viewer
from portal.domain.records.report import ImportReport
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.visibility import visible_children
from tests.conftest import Clock

TODAY = date(2026, 11, 23)

FILES: dict[str, str] = {
    "settings": """urn,name,type,phase,coordinator_email
100001,Testhill School,community,primary,co@testhill.example
""",
    "person": """person_id,caseref,surname,forename,personbirthdate,postcode,upn,ncyear,lookedafter
1,C1,Testvale,Testasha,2012-05-01,TE1 1ST,H801200001001,10,no
2,C2,Testmoss,Testbo,2013-06-02,TE2 2ST,,9,no
""",
    "requests": "requests_id,person_id,receiveddate,requestsource,requestoutcomedate,requestoutcome"
    """
R1,1,2022-Sep-28 00:00:00,1,2022-11-01,Y
R2,2,28/09/2022,2,01/11/2022,Y
""",
    "assessment": """assessment_id,requests_id,assessmentoutcome,assessmentoutcomedate
A1,R1,Y,2023-01-10
A2,R2,Y,2023-01-11
""",
    "named_plan": """named_plan_id,assessment_id,startdate,planres,ceasedate,ceasereason
P1,A1,2023-02-15,,,
P2,A2,2023-02-16,,,
""",
    "plan_detail": """plan_detail_id,named_plan_id,urn,placementrank,senunitindicator
D1,P1,100001,1,0
D2,P2,100001,1,1
""",
    "active_plans": """active_plans_id,named_plan_id,reviewmeeting,reviewoutcome,lastreview
X1,P1,2026-01-20,M,2026-02-10
X2,P2,2026-01-21,A,2026-02-11
""",
    "placement_detail": """placement_detail_id,active_plans_id,urn,entrydate
L1,X1,100001,2023-09-01
L2,X2,100001,2023-09-01
""",
    "sen_need": """sen_need_id,active_plans_id,person_id,sentype,sentyperank
N1,X1,,ASD,1
N2,,2,SLCN,1
""",
    "contacts": "contact_id,person_id,title,given,family,relationship,responsibility,email,mobile,"
    "channel,language,interpreter,restriction,restriction_review"
    """
F1,1,Ms,Testines,Testvale,mother,yes,ines@post.example,07700 900001,email,en,no,,
F2,1,,Testolu,Testreed,father,yes,olu@post.example,,sms,en,no,no_contact,2027-01-01
F3,2,,Testuna,Testmoss,mother,yes,una@post.example,,email,en,no,,
F1,2,Ms,Testines,Testvale,aunt,unknown,ines@post.example,07700 900001,email,en,no,,
""",
    "events": """person_id,event,date,detail
1,meeting,2026-01-20,
2,decision_amend,2026-02-11,
""",
    "caseload": """person_id,caseworker_email,caseworker_name,manager_email
1,kit@council.example,Testkit,mo@council.example
2,kit@council.example,Testkit,mo@council.example
""",
}


def write_folder(folder: Path, /, *only: str, **changed: str | None) -> Path:
    """The folder, or ``only`` some of its files, with some changed; None leaves a file out."""
    folder.mkdir(exist_ok=True)
    left_out = dict.fromkeys(FILES.keys() - set(only or FILES))
    for name, text in {**FILES, **left_out, **changed}.items():
        path = folder / f"{name}.csv"
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, encoding="utf-8")
    return folder


class Importer:
    """Imports a folder, and looks at what became of it."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self.session, self.clock = session, clock

    def __call__(self, folder: Path, *, dry_run: bool = False) -> ImportReport:
        report = import_records(self.session, folder, dry_run, self.clock())
        self.session.expire_all()
        return report

    def link(self, contact_id: str, caseref: str) -> FamilyLink:
        return self.session.scalars(
            select(FamilyLink)
            .join(Child, Child.id == FamilyLink.child_id)
            .join(FamilyMember, FamilyMember.id == FamilyLink.family_member_id)
            .where(FamilyMember.contact_id == contact_id, Child.caseref == caseref)
        ).one()

    def children_of(self, contact_id: str) -> set[str | None]:
        """Case references of the children this adult may see today."""
        adult = self.session.scalars(
            select(FamilyMember.id).where(FamilyMember.contact_id == contact_id)
        ).one()
        seen = visible_children(Viewer(Role.FAMILY_MEMBER, adult), TODAY)
        return set(self.session.scalars(select(Child.caseref).where(Child.id.in_(seen))))


def tallies(report: ImportReport) -> dict[str, tuple[int, int, int, int, int]]:
    return {
        c.file.removesuffix(".csv"): (c.added, c.changed, c.unchanged, c.marked, c.refused)
        for c in report.counts
    }
