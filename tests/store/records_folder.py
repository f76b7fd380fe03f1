"""A small folder of record files for tests: two children, everything that can hang on them."""

from pathlib import Path

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
