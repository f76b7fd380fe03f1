"""Photos on their way in and out: cleaned as they come, and shown so that they can do nothing."""

from contextlib import closing
from datetime import datetime
from io import BytesIO
from uuid import UUID

import structlog
from flask import abort, current_app, send_file
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.actions import inspection_photos as actions
from portal.actions.inspection_photos import CleanPhoto, PhotoRefusal
from portal.actions.uploads import BYTES_AT_MOST, NotTaken, TooLarge, TooMany, WrongKind
from portal.domain.advice import FileKind, Scan
from portal.domain.inspections import PHOTOS_AT_MOST, Photo
from portal.features.events.inspection_forms import PHOTO_NUMBERS, PhotosForm
from portal.kit.files import get_object_store
from portal.outside.object_store import ObjectMissingError
from portal.outside.virus_scanner import holds_virus
from portal.store.db import db

log = structlog.get_logger()

UPLOAD_AT_MOST = BYTES_AT_MOST * len(PHOTO_NUMBERS) + 1024**2
CONTENT_SECURITY_POLICY = "default-src 'none'; sandbox"
"""Whatever a browser makes of the photo, it may load nothing and run nothing."""
MIME_TYPES = {FileKind.JPEG: "image/jpeg", FileKind.PNG: "image/png"}


def is_scanned() -> bool:
    """Whether a virus scanner is configured."""
    return bool(current_app.config["CLAMD"])


def clean_photos(form: PhotosForm) -> list[CleanPhoto] | None:
    """The photos of the form, or None where one cannot be taken, which then says why."""
    if form.lacks_words():
        return None
    clean = []
    for field, about, file in form.chosen:
        with closing(file.stream) as stream:
            content = stream.read(BYTES_AT_MOST + 1)
        photo = actions.clean_photo(file.filename or "", content, (about.data or "").strip())
        if isinstance(photo, CleanPhoto):
            clean.append(photo)
        else:
            field.errors = [refusal_words(photo)]
    return None if any(field.errors for field, _ in form.pairs) else clean


def refusal_words(refusal: PhotoRefusal) -> str:
    match refusal:
        case WrongKind():
            return str(gettext("Choose a photo that is a JPEG or PNG file"))
        case TooLarge():
            return str(gettext("This photo is larger than 10 MB. Choose a smaller one"))
        case TooMany():
            return str(gettext("%(most)d photos are the most", most=PHOTOS_AT_MOST))
        case NotTaken():
            return str(gettext("This photo cannot be read. Save it again as JPEG or PNG"))


def send_photo(photo: Photo) -> Response:
    """The photo, to be seen in the page. 404 where it has not been scanned yet, or the store has
    lost it: the page says in words what it showed."""
    if not photo.may_be_opened:
        abort(404)
    try:
        content = actions.read_photo(db.session(), get_object_store(), photo)
    except ObjectMissingError:
        log.error("stored photo missing", photo=str(photo.id))
        abort(404)
    response = send_file(BytesIO(content), mimetype=MIME_TYPES[photo.kind])
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


def scan_photo(session: Session, payload: dict[str, str], _now: datetime) -> None:
    """A job of the worker. Where the scanner is silent it fails, and is tried again later; a photo
    that the store has lost does not come back by waiting."""
    address = current_app.config["CLAMD"]
    scan = actions.scan_photo(
        session,
        get_object_store(),
        UUID(payload["photo_id"]),
        lambda content: holds_virus(address, content),
    )
    if scan is Scan.MISSING:
        log.error("stored photo missing", photo=payload["photo_id"])
