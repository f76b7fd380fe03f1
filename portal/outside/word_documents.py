"""A document as a DOCX file, with headings, lists and tables that a screen reader knows as such."""

from io import BytesIO

import docx
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table as DocxTable

from portal.domain.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    OutOfTen,
    Paragraph,
    ShareChart,
    Table,
)


def write_docx(document: Document) -> bytes:
    """Charts are left out: the table beside each says the same."""
    made = docx.Document()
    made.core_properties.title = document.title
    made.core_properties.language = document.language
    made.core_properties.author = ""
    made.add_heading(document.title, level=1)
    for block in document.blocks:
        _write(made, block)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _write(made: Docx, block: Block) -> None:
    match block:
        case Heading(text):
            made.add_heading(text, level=2)
        case Paragraph(text):
            made.add_paragraph(text)
        case Bullets(items):
            for item in items:
                made.add_paragraph(item, style="List Bullet")
        case OutOfTen(_, says):
            made.add_paragraph(says)
        case Table():
            _write_table(made, block)
        case ShareChart():
            pass


def _write_table(made: Docx, table: Table) -> None:
    made.add_paragraph(table.caption, style="Caption")
    grid = made.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    _describe(grid, table.caption)
    for cell, name in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    _repeat_on_every_page(grid)
    for row in table.rows:
        for cell, words in zip(grid.add_row().cells, row, strict=True):
            cell.text = words
    made.add_paragraph()


def _describe(table: DocxTable, caption: str) -> None:
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), caption)
    table._tbl.tblPr.append(described)


def _repeat_on_every_page(table: DocxTable) -> None:
    """The first row is the table's header, on each page it goes over to."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)
