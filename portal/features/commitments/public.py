"""You said, we did, as everybody reads it: all of it, by subject and year, or one by one."""

from uuid import UUID

from flask import render_template, request

from portal.domain.commitments import News
from portal.features.commitments.blueprint import blueprint
from portal.features.commitments.routes import get_commitment
from portal.features.commitments.wording import change_words, find_surroundings, show, show_all
from portal.kit.access import public
from portal.kit.now import today
from portal.store import commitments, subjects
from portal.store.db import db

YEARS = range(1900, 2101)


@blueprint.get("/you-said-we-did")
@public
def show_you_said_we_did() -> str:
    session = db.session()
    subject_id, year = _subject_asked(), _year_asked()
    found = commitments.list_commitments(session, subject_id=subject_id, year=year)
    listed = subjects.list_subjects(session)
    return render_template(
        "commitments/public.html",
        commitments=show_all(session, found, today(), listed),
        subjects=listed,
        years=commitments.list_years(session),
        subject_id=subject_id,
        year=year,
    )


@blueprint.get("/you-said-we-did/<uuid:commitment_id>")
@public
def show_public(commitment_id: UUID) -> str:
    """One commitment under an address that stays, with what changed of it and when."""
    session, commitment = db.session(), get_commitment(commitment_id)
    around = find_surroundings(session, [commitment.said])
    changed = [
        (each.at, change_words(each.change, around, everything=False))
        for each in commitments.list_changed(session, commitment_id)
    ]
    return render_template(
        "commitments/one.html",
        commitment=show(commitment, around, today()),
        changed=list(dict.fromkeys(changed)),
        told=News.MADE in commitment.told or News.DONE in commitment.told,
    )


def _subject_asked() -> UUID | None:
    try:
        return UUID(request.args.get("subject", ""))
    except ValueError:
        return None


def _year_asked() -> int | None:
    text = request.args.get("year", "")
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        return None
    return int(text) if int(text) in YEARS else None
