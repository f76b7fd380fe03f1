"""The words for services, states and files."""

from flask import current_app
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.advice import FileKind, Scan
from portal.kit.advice_wording import SERVICE_WORDS
from portal.outside.file_cleaning import Problem

SERVICES = SERVICE_WORDS

SCANS: dict[Scan, LazyString] = {
    Scan.NOT_SCANNED: lazy_gettext("Not scanned for viruses"),
    Scan.WAITING: lazy_gettext("Being scanned for viruses. It can be opened after that"),
    Scan.CLEAN: lazy_gettext("Scanned: no virus found"),
    Scan.INFECTED: lazy_gettext("A virus was found, so the file was destroyed"),
    Scan.MISSING: lazy_gettext("We cannot find this file any more, so it has to be sent again"),
}

MIME_TYPES: dict[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.TEXT: "text/plain",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}

PROBLEMS: dict[Problem, LazyString] = {
    Problem.NOT_WHAT_IT_SAYS: lazy_gettext("it is not what its name says. Save it again."),
    Problem.LOCKED: lazy_gettext("it is locked with a password. Save it without one."),
    Problem.ACTIVE: lazy_gettext(
        "it holds macros, or parts that run or load something. Save it as a PDF."
    ),
    Problem.TOO_LARGE_INSIDE: lazy_gettext("it is too large once it is opened."),
    Problem.UNREADABLE: lazy_gettext("it cannot be read. Save it again, or as a PDF."),
}


def is_scanned() -> bool:
    """Whether a virus scanner is configured."""
    return bool(current_app.config["CLAMD"])
