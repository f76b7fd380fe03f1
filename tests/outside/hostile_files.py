"""Files that mean harm, and harmless ones of each kind, made here so that none lies about."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pikepdf
from docx import Document
from odf.opendocument import OpenDocumentText
from odf.text import P
from PIL import Image

SCRIPT = b"<script>alert(1)</script>"


def pdf(*, script: bool = False, attachment: bool = False, password: str = "") -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    with made.open_metadata() as metadata:
        metadata["dc:creator"] = ["Canary Author"]
    made.docinfo["/Author"] = "Canary Author"
    if script:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('CanaryScript')")
        made.Root.OpenAction = made.make_indirect(action)
        made.pages[0].obj.AA = pikepdf.Dictionary(O=action)
        made.pages[0].obj.Annots = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Link,
                    Rect=[0, 0, 10, 10],
                    A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="CanaryLaunch.exe"),
                )
            ]
        )
        made.Root.AcroForm = pikepdf.Dictionary(
            Fields=pikepdf.Array(), XFA=pikepdf.String("CanaryForm")
        )
    if attachment:
        made.attachments["canary.exe"] = b"MZ CanaryAttachment"
    out = io.BytesIO()
    encryption = pikepdf.Encryption(owner=password, user=password) if password else False
    made.save(out, encryption=encryption, compress_streams=False)
    return out.getvalue()


def image(form: str = "PNG", *, hidden: bytes = b"") -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Canary Author"
    Image.new("RGB", (20, 10), "teal").save(out, form, exif=exif, comment=hidden)
    return out.getvalue() + hidden


def bomb_image(side: int = 60_000) -> bytes:
    """A PNG of some bytes that says it is 3.6 thousand million pixels large."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        crc = struct.pack("!I", zlib.crc32(kind + content))
        return struct.pack("!I", len(content)) + kind + content + crc

    header = struct.pack("!IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def docx() -> bytes:
    out = io.BytesIO()
    made = Document()
    made.add_paragraph("Needs a quiet room.")
    made.save(out)
    return out.getvalue()


def odt() -> bytes:
    out = io.BytesIO()
    made = OpenDocumentText()
    made.text.addElement(P(text="Needs a quiet room."))
    made.save(out)
    return out.getvalue()


def with_parts(packed: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same document with these parts added, or in the place of those it has."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            if name not in parts:
                after.writestr(name, before.read(name))
        for name, content in parts.items():
            after.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def replaced(packed: bytes, name: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packed)) as before:
        part = before.read(name)
    assert old in part
    return with_parts(packed, {name: part.replace(old, new, 1)})
