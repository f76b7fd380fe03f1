"""How a connection begins: read-only or ready to write, and what SQLite is told once.

A transaction is opened *for reading* or *for writing*, and the database itself holds it to that:
``query_only`` on SQLite, ``READ ONLY`` on PostgreSQL. The edges say which (see `portal.kit.edge`).
A write transaction on SQLite begins IMMEDIATE: it waits its turn instead of failing half way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

Access = Literal["read", "write"]
_access: ContextVar[Access] = ContextVar("access", default="write")

BUSY_TIMEOUT_MS = 15_000
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    # What is destroyed (a draft, a link) must not stay readable in the file's free pages.
    "PRAGMA secure_delete=ON",
)


def open_for(access: Access) -> None:
    """From here on, in this thread, a new transaction begins for reading or for writing."""
    _access.set(access)


@contextmanager
def write_door(session: Session) -> Iterator[None]:
    """The one door through which a GET writes: the read trail, session use and rate counters.

    Ends the reading transaction, writes in one of its own and commits before the page leaves.
    In a writing transaction it is a plain pass: the edge's one commit takes it along.
    """
    if _access.get() == "write":
        yield
        return
    session.commit()  # ends the reading transaction; a stray write in it fails here
    _access.set("write")
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        _access.set("read")


@contextmanager
def session_beside(session: Session, access: Access) -> Iterator[Session]:
    """A second session with a transaction of its own, for a job that must not write while it
    reads for long, and must say meanwhile how far it is. Commits at the end where it writes.
    """
    outside = _access.get()
    with Session(session.get_bind(), info=dict(session.info)) as other:
        _access.set(access)
        try:
            other.connection()  # begins here, so that the other way of beginning can come back
        finally:
            _access.set(outside)
        yield other
        if access == "write":
            other.commit()


def watch(engine: Engine) -> None:
    """Make every transaction of this engine begin as described above."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _prepare_sqlite(dbapi_connection: Any, record: Any) -> None:
    # The driver must not open transactions by itself: SQLAlchemy's BEGIN below is the only one.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    access = _access.get()
    if connection.info.get("access", "write") != access:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if access == 'read' else 'OFF'}")
        connection.info["access"] = access
    connection.exec_driver_sql("BEGIN" if access == "read" else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if _access.get() == "read":
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
