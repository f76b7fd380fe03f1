"""What the worker does for releases: papers, which take too long for a page."""

from datetime import datetime
from uuid import UUID

import structlog
from babel import Locale
from flask import current_app
from flask_babel import Babel, force_locale
from sqlalchemy.orm import Session

from portal.features.releases.easy_read import easy_read
from portal.features.releases.papers import report_paper
from portal.kit.documents import paper_html
from portal.outside.pdf import NoPdfHereError, write_pdf
from portal.outside.word_documents import write_docx
from portal.store import releases

_log = structlog.get_logger()


def make_papers(session: Session, payload: dict[str, str], _now: datetime) -> None:
    """Make a release's papers in the portal's own language, once; done again it changes nothing."""
    release = releases.find_release(session, UUID(payload["release_id"]))
    if release is None:
        return
    made = releases.list_file_names(session, release.id)
    babel: Babel = current_app.extensions["babel"].instance
    locale: Locale = babel.default_locale
    with force_locale(locale):
        language = str(locale).replace("_", "-")
        paper, easy = report_paper(release, language), easy_read(release.snapshot, language)
        files = {"docx": write_docx(paper)}
        try:
            files["pdf"] = write_pdf(paper_html(paper))
            files["easy-read"] = write_pdf(paper_html(easy))
        except NoPdfHereError as missing:
            _log.warning("no_pdf_here", missing=str(missing))
    releases.add_files(
        session, release.id, {name: file for name, file in files.items() if name not in made}
    )
