"""Records coming in: each import or dry run, its staged files, and what it had to say."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class RecordImport(Base):
    """One folder handed over on the web page: first checked, then, if somebody says so, taken."""

    __tablename__ = "record_imports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    state: Mapped[str]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    added_at: Mapped[datetime] = mapped_column(index=True)
    changed_at: Mapped[datetime]
    rows_read: Mapped[int] = mapped_column(default=0)
    file_names: Mapped[list[str]] = mapped_column(JSON)
    counts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    exit_code: Mapped[int | None]


class RecordImportChunk(Base):
    """A part of a staged file, sealed; gone as soon as the import has ended."""

    __tablename__ = "record_import_chunks"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("record_imports.id"), primary_key=True)
    file: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[UUID] = mapped_column(default=uuid4)
    content_sealed: Mapped[bytes]


class RecordImportLine(Base):
    """A refusal, a doubt or a difference of one import; no name and no free text in it."""

    __tablename__ = "record_import_lines"
    __table_args__ = (Index("ix_record_import_lines_part", "import_id", "kind", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("record_imports.id"))
    kind: Mapped[str]
    number: Mapped[int]
    file: Mapped[str]
    line: Mapped[int]
    column: Mapped[str]
    reason: Mapped[str]
    detail: Mapped[str]


class RecordCode(Base):
    """A code that this council adds to one of the code lists of the record files."""

    __tablename__ = "record_codes"

    code_list: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    added_at: Mapped[datetime]
