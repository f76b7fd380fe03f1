"""Files from strangers: harmless ones come through, hostile ones are refused or made harmless."""

import io
import zipfile

import pikepdf
import pytest
from docx import Document
from PIL import Image

from portal.outside import cleaning_apart
from portal.outside.cleaning_apart import clean_apart
from portal.outside.file_cleaning import (
    PARTS_AT_MOST,
    UNPACKED_AT_MOST,
    Problem,
    RefusedFileError,
    clean,
)
from tests.outside import hostile_files as hostile

RELATIONSHIPS = "word/_rels/document.xml.rels"
BODY = "word/document.xml"
OUTSIDE = (
    b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/%s" Target="https://evil.example/x" TargetMode="External"/></Relationships>'
)


def add_relationship(kind: bytes) -> bytes:
    return hostile.replaced(hostile.docx(), RELATIONSHIPS, b"</Relationships>", OUTSIDE % kind)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("pdf", hostile.pdf()),
        ("png", hostile.image("PNG")),
        ("jpg", hostile.image("JPEG")),
        ("docx", hostile.docx()),
        ("odt", hostile.odt()),
        ("txt", "Grüße\n".encode("cp1252")),
        ("docx", add_relationship(b"hyperlink")),
    ],
)
def test_a_harmless_file_comes_through(kind: str, content: bytes) -> None:
    once = clean(kind, content)
    assert once
    assert clean(kind, once), "and again"


@pytest.mark.parametrize(
    ("kind", "content", "problem"),
    [
        # not what they say
        ("pdf", b"<html>" + hostile.SCRIPT, Problem.NOT_WHAT_IT_SAYS),
        ("pdf", hostile.SCRIPT + hostile.pdf(), Problem.NOT_WHAT_IT_SAYS),
        ("pdf", b"%PDF-1.7\n" + hostile.SCRIPT, Problem.UNREADABLE),
        ("png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", Problem.NOT_WHAT_IT_SAYS),
        ("png", hostile.image("JPEG"), Problem.NOT_WHAT_IT_SAYS),
        ("jpg", hostile.image("JPEG")[:200], Problem.UNREADABLE),
        ("docx", hostile.odt(), Problem.NOT_WHAT_IT_SAYS),
        ("docx", hostile.SCRIPT + hostile.docx(), Problem.NOT_WHAT_IT_SAYS),
        ("odt", hostile.docx(), Problem.NOT_WHAT_IT_SAYS),
        ("txt", b"MZ\x00\x01\x02", Problem.NOT_WHAT_IT_SAYS),
        ("docx", b"PK\x03\x04 and no more", Problem.UNREADABLE),
        # locked
        ("pdf", hostile.pdf(password="secret"), Problem.LOCKED),
        # macros and active content
        ("docx", hostile.with_parts(hostile.docx(), {"word/vbaProject.bin": b"x"}), Problem.ACTIVE),
        (
            "docx",
            hostile.with_parts(hostile.docx(), {"word/embeddings/ole1.bin": b"x"}),
            Problem.ACTIVE,
        ),
        (
            "docx",
            hostile.replaced(
                hostile.docx(),
                "[Content_Types].xml",
                b"wordprocessingml.document.main+xml",
                b"ms-word.document.macroEnabled.main+xml",
            ),
            Problem.ACTIVE,
        ),
        ("docx", add_relationship(b"attachedTemplate"), Problem.ACTIVE),
        ("docx", add_relationship(b"image"), Problem.ACTIVE),
        (
            "docx",
            hostile.replaced(
                hostile.docx(),
                BODY,
                b"Needs a quiet room.</w:t>",
                b'x</w:t><w:instrText>DDEAUTO c:\\\\cmd "/k calc"</w:instrText>',
            ),
            Problem.ACTIVE,
        ),
        (
            "docx",
            hostile.with_parts(
                hostile.docx(),
                {"word/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            ),
            Problem.ACTIVE,
        ),
        (
            "odt",
            hostile.with_parts(hostile.odt(), {"Basic/Standard/Module1.xml": b"<x/>"}),
            Problem.ACTIVE,
        ),
        (
            "odt",
            hostile.replaced(
                hostile.odt(),
                "content.xml",
                b"</office:text>",
                b'<draw:image xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
                b'xmlns:xlink="http://www.w3.org/1999/xlink" '
                b'xlink:href="https://evil.example/x.png"/></office:text>',
            ),
            Problem.ACTIVE,
        ),
        # bombs
        ("png", hostile.bomb_image(), Problem.TOO_LARGE_INSIDE),
        (
            "docx",
            hostile.with_parts(hostile.docx(), {"word/x.txt": b"\0" * (UNPACKED_AT_MOST + 1)}),
            Problem.TOO_LARGE_INSIDE,
        ),
        (
            "docx",
            hostile.with_parts(
                hostile.docx(), {f"word/{number}.txt": b"" for number in range(PARTS_AT_MOST)}
            ),
            Problem.TOO_LARGE_INSIDE,
        ),
    ],
)
def test_a_hostile_file_is_refused(kind: str, content: bytes, problem: Problem) -> None:
    with pytest.raises(RefusedFileError) as refused:
        clean(kind, content)
    assert refused.value.problem is problem


def test_a_pdf_loses_scripts_attachments_and_metadata() -> None:
    before = hostile.pdf(script=True, attachment=True) + hostile.SCRIPT
    for word in (b"CanaryScript", b"CanaryAttachment", b"CanaryLaunch", b"Canary Author"):
        assert word in before
    after = clean("pdf", before)
    with pikepdf.open(io.BytesIO(after)) as pdf:
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        assert len(pdf.pages) == 1
    assert b"Canary" not in out.getvalue()
    assert hostile.SCRIPT not in after


@pytest.mark.parametrize(("kind", "form"), [("png", "PNG"), ("jpg", "JPEG")])
def test_an_image_keeps_its_picture_and_nothing_else(kind: str, form: str) -> None:
    before = hostile.image(form, hidden=hostile.SCRIPT)
    assert b"Canary" in before
    after = clean(kind, before)
    assert b"Canary" not in after
    assert hostile.SCRIPT not in after
    with Image.open(io.BytesIO(after)) as image:
        assert image.size == (20, 10)
        assert not image.getexif()


def test_a_document_keeps_its_words_and_nothing_that_hides_behind_them() -> None:
    before = hostile.docx() + hostile.SCRIPT
    after = clean("docx", before)
    assert hostile.SCRIPT not in after
    [paragraph] = Document(io.BytesIO(after)).paragraphs
    assert paragraph.text == "Needs a quiet room."
    with zipfile.ZipFile(io.BytesIO(clean("odt", hostile.odt()))) as packed:
        assert packed.namelist()[0] == "mimetype"
        assert b"Needs a quiet room." in packed.read("content.xml")


def test_files_are_read_in_a_process_of_their_own() -> None:
    assert clean_apart("txt", b"Seen twice.\r\n") == b"Seen twice."
    with pytest.raises(RefusedFileError) as refused:
        clean_apart("pdf", hostile.SCRIPT)
    assert refused.value.problem is Problem.NOT_WHAT_IT_SAYS


def test_a_reader_that_breaks_or_hangs_takes_nothing_down(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RefusedFileError) as refused:
        clean_apart("a kind that breaks the process", b"")
    assert refused.value.problem is Problem.UNREADABLE
    monkeypatch.setattr(cleaning_apart, "_WALL_SECONDS", 0.001)
    with pytest.raises(RefusedFileError) as refused:
        clean_apart("txt", b"")
    assert refused.value.problem is Problem.TOO_LARGE_INSIDE
