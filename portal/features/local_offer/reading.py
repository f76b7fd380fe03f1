"""What everybody reads: comments with the council's answers, by year and part, and the yearly
publications. Their addresses never change."""

from flask import abort, render_template
from werkzeug.wrappers import Response

from portal.actions.local_offer import render_file
from portal.domain.exports import FileFormat
from portal.domain.local_offer import Subject
from portal.domain.local_offer_publications import Publication
from portal.domain.people import Role
from portal.features.local_offer import wording
from portal.features.local_offer.blueprints import public_blueprint as blueprint
from portal.features.local_offer.files import publication_sheets
from portal.kit.access import audience, public
from portal.kit.spreadsheets import send_written
from portal.store import local_offer as store
from portal.store import local_offer_publications as publications
from portal.store.db import db
from portal.store.trail import ReadPurpose

_ANY = ", ".join(f'"{each}"' for each in Subject)
SUBJECT = f"any({_ANY}):subject"


@blueprint.get("")
@public
def list_years() -> str:
    return render_template(
        "local_offer/years.html",
        years=store.count_shown(db.session()),
        publications=publications.list_publications(db.session()),
        wording=wording,
    )


@blueprint.get("/comments/<int(max=9999, min=2000):year>")
@public
def show_year(year: int) -> str:
    return _comments_page(year, None)


@blueprint.get(f"/comments/<int(max=9999, min=2000):year>/<{SUBJECT}>")
@public
def show_subject(year: int, subject: str) -> str:
    return _comments_page(year, Subject(subject))


@blueprint.get("/publications/<int(max=9999):number>")
@public
def show_publication(number: int) -> str:
    publication = _get_publication(number)
    return render_template(
        "local_offer/publication.html",
        publication=publication,
        summary=publication.summary,
        shown=publications.list_published(db.session(), publication),
        formats=list(FileFormat),
        wording=wording,
    )


@blueprint.get("/publications/<int(max=9999):number>/<any(csv, xlsx, ods):name>")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def download_publication(number: int, name: str) -> Response:
    """Made when it is asked for, so that what was taken out later is in no file."""
    publication, file_format = _get_publication(number), FileFormat(name)
    shown = publications.list_published(db.session(), publication)
    content = render_file(file_format, publication_sheets(publication, shown))
    stem = f"local-offer-comments-{number}"
    return send_written(file_format, stem, content, ReadPurpose.RELEASE_FILE)


def _comments_page(year: int, subject: Subject | None) -> str:
    shown = store.list_shown(db.session(), year, subject)
    counts = store.count_shown(db.session())
    return render_template(
        "local_offer/comments.html",
        year=year,
        subject=subject,
        shown=shown,
        of_year=counts.get(year, {}),
        wording=wording,
    )


def _get_publication(number: int) -> Publication:
    publication = publications.find_publication(db.session(), number)
    if publication is None:
        abort(404)
    return publication
