"""Files from strangers, read by a real reader of their kind and written anew, or refused.

Nothing of the file as it came is kept: images are drawn again, PDFs saved again without scripts,
attachments and metadata, documents packed again from the parts that a document needs. What hides
before, behind or between what the reader understands does not survive that.
"""

import io
import zipfile
from collections.abc import Callable, Iterable
from enum import StrEnum
from xml.etree.ElementTree import Element

import pikepdf
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from odf.opendocument import load as load_odf
from pikepdf.sanitize import Sanitizer
from PIL import Image, ImageOps, UnidentifiedImageError

PIXELS_AT_MOST = 40_000_000
UNPACKED_AT_MOST = 100 * 1024 * 1024  # bytes of all parts of a document together
PARTS_AT_MOST = 2_000
PDF_PAGES_AT_MOST = 500


class Problem(StrEnum):
    """Why a file is not taken."""

    NOT_WHAT_IT_SAYS = "not_what_it_says"
    LOCKED = "locked"
    ACTIVE = "active"
    TOO_LARGE_INSIDE = "too_large_inside"
    UNREADABLE = "unreadable"


class RefusedFileError(Exception):
    """The file is not taken, for this reason."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def clean(kind: str, content: bytes) -> bytes:
    """The file, harmless. ``kind`` is its usual ending. Raises RefusedFileError."""
    return _CLEANERS[kind](content)


def _clean_text(content: bytes) -> bytes:
    """Text in UTF-8 or Windows-1252, without what no keyboard types."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise RefusedFileError(Problem.NOT_WHAT_IT_SAYS)
    if any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in text):
        raise RefusedFileError(Problem.NOT_WHAT_IT_SAYS)
    return "\n".join(text.splitlines()).encode()


def _image_cleaner(form: str) -> Callable[[bytes], bytes]:
    def clean_image(content: bytes) -> bytes:
        try:
            with Image.open(io.BytesIO(content), formats=(form,)) as image:
                if image.width * image.height > PIXELS_AT_MOST:
                    raise RefusedFileError(Problem.TOO_LARGE_INSIDE)
                upright = ImageOps.exif_transpose(image)
                colours = "RGBA" if form == "PNG" and "A" in upright.getbands() else "RGB"
                drawn = Image.new(colours, upright.size)
                drawn.paste(upright.convert(colours))
        except (UnidentifiedImageError, Image.DecompressionBombError) as error:
            bomb = isinstance(error, Image.DecompressionBombError)
            problem = Problem.TOO_LARGE_INSIDE if bomb else Problem.NOT_WHAT_IT_SAYS
            raise RefusedFileError(problem) from error
        except (OSError, SyntaxError, ValueError) as error:
            raise RefusedFileError(Problem.UNREADABLE) from error
        out = io.BytesIO()
        drawn.save(out, form, **({"quality": 88} if form == "JPEG" else {}))
        return out.getvalue()

    return clean_image


def _clean_pdf(content: bytes) -> bytes:
    if not content.startswith(b"%PDF-"):
        raise RefusedFileError(Problem.NOT_WHAT_IT_SAYS)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise RefusedFileError(Problem.LOCKED)
            if len(pdf.pages) > PDF_PAGES_AT_MOST:
                raise RefusedFileError(Problem.TOO_LARGE_INSIDE)
            _strip_pdf(pdf)
            out = io.BytesIO()
            pdf.save(out, fix_metadata_version=False)
    except pikepdf.PasswordError as error:
        raise RefusedFileError(Problem.LOCKED) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise RefusedFileError(Problem.UNREADABLE) from error
    return out.getvalue()


_SANITIZER = (
    Sanitizer()
    .remove_javascript()
    .remove_external_access()
    .remove_attachments()
    .remove_multimedia()
    .remove_web_capture()
    .remove_private_app_data()
    .remove_collection()
    .remove_thumbnails()
)


def _strip_pdf(pdf: pikepdf.Pdf) -> None:
    """Scripts, attached files, links that act, metadata; what nothing refers to is not saved."""
    _SANITIZER.apply(pdf)
    for holder, name in (
        (pdf.Root, pikepdf.Name.Metadata),
        (pdf.Root, pikepdf.Name.PieceInfo),
        (pdf.Root.get(pikepdf.Name.AcroForm), pikepdf.Name.XFA),
        (pdf.trailer, pikepdf.Name.Info),
    ):
        if isinstance(holder, pikepdf.Dictionary | pikepdf.Object) and name in holder:
            del holder[name]
    for page in pdf.pages:
        if pikepdf.Name.Metadata in page.obj:
            del page.obj[pikepdf.Name.Metadata]


def _read_parts(content: bytes) -> dict[str, bytes]:
    """The parts of a packed document, read within bounds whatever its directory claims."""
    if not content.startswith(b"PK\x03\x04"):
        raise RefusedFileError(Problem.NOT_WHAT_IT_SAYS)
    parts: dict[str, bytes] = {}
    left = UNPACKED_AT_MOST
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if len(entries) > PARTS_AT_MOST:
                raise RefusedFileError(Problem.TOO_LARGE_INSIDE)
            for entry in entries:
                if entry.flag_bits & 1:
                    raise RefusedFileError(Problem.LOCKED)
                if entry.filename in parts:
                    raise RefusedFileError(Problem.UNREADABLE)
                with packed.open(entry) as part:
                    parts[entry.filename] = part.read(left + 1)
                left -= len(parts[entry.filename])
                if left < 0:
                    raise RefusedFileError(Problem.TOO_LARGE_INSIDE)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise RefusedFileError(Problem.UNREADABLE) from error
    return parts


def _pack(parts: Iterable[tuple[str, bytes]], *, first_plain: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, (name, content) in enumerate(parts):
            plain = first_plain and number == 0
            method = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            packed.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return out.getvalue()


def _parse(part: bytes) -> Element:
    try:
        root: Element = fromstring(part, forbid_dtd=True)
    except DefusedXmlException as error:
        raise RefusedFileError(Problem.ACTIVE) from error
    except ParseError as error:
        raise RefusedFileError(Problem.UNREADABLE) from error
    return root


_MAIN_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_CARRIERS = ("vba", "activex", "embeddings/", "oleobject", "afchunk", "customui", ".bin", ".exe")
_HARMLESS_OUTSIDE = ("/hyperlink",)


def _clean_docx(content: bytes) -> bytes:
    """A Word document without macros, embedded objects, fields that run programs, or parts that
    are fetched from elsewhere when it is opened."""
    parts = _read_parts(content)
    if _MAIN_DOCX.encode() not in parts.get("[Content_Types].xml", b""):
        macros = b"macroEnabled" in parts.get("[Content_Types].xml", b"")
        raise RefusedFileError(Problem.ACTIVE if macros else Problem.NOT_WHAT_IT_SAYS)
    if any(carrier in name.lower() for name in parts for carrier in _CARRIERS):
        raise RefusedFileError(Problem.ACTIVE)
    for name, part in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        for element in _parse(part).iter():
            tag = element.tag.rpartition("}")[2]
            if tag == "Relationship" and _fetches(element):
                raise RefusedFileError(Problem.ACTIVE)
            if tag in {"altChunk", "object"} or (tag in _FIELDS and _runs_program(element)):
                raise RefusedFileError(Problem.ACTIVE)
    clean = _pack(parts.items())
    try:
        Document(io.BytesIO(clean))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise RefusedFileError(Problem.NOT_WHAT_IT_SAYS) from error
    return clean


_FIELDS = {"instrText", "fldSimple"}


def _fetches(relationship: Element) -> bool:
    outside = relationship.get("TargetMode") == "External"
    return outside and not (relationship.get("Type") or "").endswith(_HARMLESS_OUTSIDE)


def _runs_program(field: Element) -> bool:
    words = " ".join([field.text or "", *field.attrib.values()]).upper().split()
    return any(word.startswith(("DDE", "INCLUDE")) for word in words)


_ODT = b"application/vnd.oasis.opendocument.text"
_ACTIVE_ODF = {"script", "event-listener", "object-ole", "plugin", "applet", "dde-source"}


def _clean_odt(content: bytes) -> bytes:
    """An OpenDocument text without macros, embedded objects, or pictures from elsewhere."""
    parts = _read_parts(content)
    if parts.pop("mimetype", b"").strip() != _ODT:
        raise RefusedFileError(Problem.NOT_WHAT_IT_SAYS)
    if any(name.startswith(("Basic/", "Scripts/", "Object", "Dialogs/")) for name in parts):
        raise RefusedFileError(Problem.ACTIVE)
    for name, part in parts.items():
        if not name.endswith((".xml", ".rdf")):
            continue
        for element in _parse(part).iter():
            tag = element.tag.rpartition("}")[2]
            if tag == "encryption-data":
                raise RefusedFileError(Problem.LOCKED)
            if tag in _ACTIVE_ODF or (tag in {"image", "object"} and _is_elsewhere(element)):
                raise RefusedFileError(Problem.ACTIVE)
    clean = _pack([("mimetype", _ODT), *parts.items()], first_plain=True)
    try:
        load_odf(io.BytesIO(clean))
    except Exception as error:  # the reader raises whatever its parser does
        raise RefusedFileError(Problem.NOT_WHAT_IT_SAYS) from error
    return clean


def _is_elsewhere(element: Element) -> bool:
    return any(name.endswith("}href") and ":" in value for name, value in element.attrib.items())


_CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "pdf": _clean_pdf,
    "docx": _clean_docx,
    "odt": _clean_odt,
    "txt": _clean_text,
    "png": _image_cleaner("PNG"),
    "jpg": _image_cleaner("JPEG"),
}
