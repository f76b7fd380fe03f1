"""What a database keeps of a row after it is gone, and how it is told to let go."""

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from portal.store.tables.calls import SurveyCallAttempt, SurveyCallClaim
from portal.store.tables.event_feedback import EventAnswers, EventFormTaken, EventWords
from portal.store.tables.keys import DataKey
from portal.store.tables.local_offer import (
    LocalOfferComment,
    LocalOfferContact,
    LocalOfferSender,
    LocalOfferTaken,
)
from portal.store.tables.surveys import (
    SurveyInvitation,
    SurveyPaperNumber,
    SurveyPress,
    SurveyText,
    SurveyWaiting,
    SurveyWave,
)

_SWEPT = ", ".join(
    table.__tablename__
    for table in (
        *(SurveyWaiting, SurveyInvitation, SurveyWave, DataKey),
        *(SurveyText, SurveyPaperNumber, SurveyPress),
        *(SurveyCallAttempt, SurveyCallClaim),
        *(EventAnswers, EventWords, EventFormTaken),
        *(LocalOfferComment, LocalOfferContact, LocalOfferSender, LocalOfferTaken),
    )
)


def sweep(session: Session) -> None:
    """Remove dead rows (PostgreSQL), or the write-ahead log's old pages (SQLite).

    Works on a connection of its own, because neither can be done inside a transaction; the
    session must not have begun one. Where somebody else is reading, some of it stays until the
    database's own clearing up.
    """
    engine = session.get_bind()
    assert isinstance(engine, Engine)  # noqa: S101 - the application's sessions have no other
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"VACUUM {_SWEPT}"))
        return
    raw = engine.raw_connection()
    try:
        # secure_delete has already overwritten the file's own free pages.
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()
