"""Who of the adults around a young person is sent news, as the young person wants it."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.domain.messages import (
    MessageKind,
    Recipient,
    RecipientKind,
    StopReason,
    why_stopped,
)
from portal.domain.wishes import MaySee, Wish
from portal.store.access_decisions import Around
from portal.store.recipients import get_facts
from portal.store.wishes import add_wish
from tests import people

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
CHILD, SEVENTEEN, GROWN = date(2016, 5, 14), date(2009, 5, 5), date(2005, 1, 1)


def reason(session: Session, adult: UUID, child: UUID, kind: MessageKind) -> StopReason | None:
    facts = get_facts(session, Recipient(RecipientKind.FAMILY_MEMBER, adult), TODAY)
    return why_stopped(kind, facts, about=child)


@pytest.mark.parametrize(
    ("born", "said", "kind", "expected"),
    [
        (SEVENTEEN, None, MessageKind.DOCUMENT_SERVED, None),
        (SEVENTEEN, MaySee.EVERYTHING, MessageKind.DOCUMENT_SERVED, None),
        (SEVENTEEN, MaySee.NO_LETTERS, MessageKind.DOCUMENT_SERVED, StopReason.NO_LETTERS),
        (SEVENTEEN, MaySee.NO_LETTERS, MessageKind.PLAN_NEWS, StopReason.NO_LETTERS),
        (SEVENTEEN, MaySee.NO_LETTERS, MessageKind.COMMENTS_ANSWERED, None),
        (SEVENTEEN, MaySee.NO_LETTERS, MessageKind.SIGN_IN, None),
        (SEVENTEEN, MaySee.NOTHING, MessageKind.PLAN_NEWS, StopReason.RESTRICTED),
        (CHILD, MaySee.NO_LETTERS, MessageKind.PLAN_NEWS, None),
        (GROWN, None, MessageKind.PLAN_NEWS, None),
        (GROWN, None, MessageKind.DOCUMENT_SERVED, StopReason.DOCUMENTS_WAIT),
        (GROWN, MaySee.EVERYTHING, MessageKind.DOCUMENT_SERVED, None),
    ],
)
def test_letters_follow_the_young_persons_word(
    session: Session,
    born: date,
    said: MaySee | None,
    kind: MessageKind,
    expected: StopReason | None,
) -> None:
    child, mother = people.add_child(session, birth_date=born), people.add_adult(session)
    people.add_plan(session, child)
    people.link(session, child, mother)
    if said is not None:
        around = Around(child, mother)
        add_wish(session, around, Wish(said), recorded_by_id=None, note="", now=NOW)
    assert reason(session, mother, child, kind) is expected


def test_the_young_person_is_always_written_to(session: Session) -> None:
    child, own = people.add_child(session, birth_date=GROWN), people.add_adult(session)
    people.add_plan(session, child)
    people.link(session, child, own, relationship="self")
    assert reason(session, own, child, MessageKind.DOCUMENT_SERVED) is None
