"""Papers are opened again by readers that had no part in making them."""

from io import BytesIO

import docx
import pikepdf
import pytest

from portal.domain.documents import Bullets, Document, Heading, OutOfTen, Paragraph, Table
from portal.outside.pdf import OutsideAddressError, write_pdf
from portal.outside.word_documents import write_docx

PAPER = Document(
    "Report 3",
    "en-GB",
    (
        Heading("What families said"),
        Paragraph("Three of four agree."),
        Bullets(("First", "Second")),
        Table("Each statement", ("Statement", "Agree"), (("Involved", "75 %"), ("Heard", "60 %"))),
        OutOfTen(7, "About 7 in 10 people agree."),
    ),
)


def test_a_pdf_is_tagged_and_says_its_title_and_language() -> None:
    made = write_pdf(
        '<html lang="ar"><head><title>Report 3</title></head>'
        "<body><h1>Report 3</h1><table><tr><th>Agree</th><td>75 %</td></tr></table></body></html>"
    )
    with pikepdf.open(BytesIO(made)) as pdf:
        assert pdf.docinfo["/Title"] == "Report 3"
        assert pdf.Root["/Lang"] == "ar"
        assert pdf.Root["/MarkInfo"]["/Marked"]
        kinds = [str(element.get("/S")) for element in walk(pdf.Root["/StructTreeRoot"])]
        assert {"/H1", "/Table", "/TH", "/TD"} <= set(kinds)


def walk(element: pikepdf.Object) -> list[pikepdf.Object]:
    found: list[pikepdf.Object] = []
    children = element.get("/K", pikepdf.Array())
    for child in children if isinstance(children, pikepdf.Array) else (children,):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [child, *walk(child)]
    return found


@pytest.mark.parametrize(
    "asking",
    [
        '<img src="https://elsewhere.example/picture.png" alt="">',
        '<img src="file:///etc/passwd" alt="">',
        '<link rel="stylesheet" href="https://elsewhere.example/style.css">',
    ],
)
def test_nothing_is_fetched_for_a_pdf(asking: str) -> None:
    with pytest.raises(OutsideAddressError):
        write_pdf(f'<html lang="en"><head><title>x</title></head><body>{asking}</body></html>')


def test_a_word_document_has_headings_lists_and_tables_with_headers() -> None:
    made = docx.Document(BytesIO(write_docx(PAPER)))
    styles = {
        paragraph.text: paragraph.style.name for paragraph in made.paragraphs if paragraph.style
    }
    assert styles["Report 3"] == "Heading 1"
    assert styles["What families said"] == "Heading 2"
    assert styles["First"] == "List Bullet"
    assert "About 7 in 10 people agree." in styles
    [table] = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Statement", "Agree"],
        ["Involved", "75 %"],
        ["Heard", "60 %"],
    ]
    assert "tblHeader" in table.rows[0]._tr.xml
    assert "tblHeader" not in table.rows[1]._tr.xml
    assert made.core_properties.title == "Report 3"
