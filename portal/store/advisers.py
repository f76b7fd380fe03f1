"""People without an account who are asked for advice, and their managers, as the outbox asks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.domain.addresses import Address, read_address
from portal.domain.messages import AdviserFacts, Recipient, RecipientKind
from portal.domain.sending import FAILURES
from portal.store.advice import find_request
from portal.store.tables.advice import AdviceRequestRow
from portal.store.tables.cases import Plan
from portal.store.tables.deliveries import MessageDelivery
from portal.store.tables.outbox import OutboxMessage

TO_ADVISERS = frozenset({RecipientKind.ADVISER, RecipientKind.ADVICE_MANAGER})


def list_adviser_facts(
    session: Session, request_ids: Sequence[UUID], *, died: str
) -> dict[UUID, AdviserFacts]:
    """What the stop list asks about these requests. One that is unknown counts as withdrawn.

    ``died`` is the code of a plan that ended because the child died.
    """
    has_died = exists().where(Plan.child_id == AdviceRequestRow.child_id, Plan.cease_reason == died)
    rows = session.execute(
        select(
            AdviceRequestRow.id,
            AdviceRequestRow.withdrawn_at,
            AdviceRequestRow.replied_at,
            has_died.label("died"),
        ).where(AdviceRequestRow.id.in_(request_ids))
    )
    known = {
        row.id: AdviserFacts(
            withdrawn=row.withdrawn_at is not None,
            answered=row.replied_at is not None,
            died=bool(row.died),
        )
        for row in rows
    }
    unknown = AdviserFacts(withdrawn=True, answered=False, died=False)
    return {request_id: known.get(request_id, unknown) for request_id in request_ids}


def list_not_reached(session: Session) -> Mapping[UUID, tuple[UUID, datetime]]:
    """Requests that wait and whose last message to the adviser did not arrive, with the child and
    when that became known."""
    rows = session.execute(
        select(
            AdviceRequestRow.id,
            AdviceRequestRow.child_id,
            MessageDelivery.status,
            MessageDelivery.status_at,
        )
        .join(OutboxMessage, OutboxMessage.recipient_id == AdviceRequestRow.id)
        .join(MessageDelivery, MessageDelivery.message_id == OutboxMessage.id)
        .where(
            AdviceRequestRow.replied_at.is_(None),
            AdviceRequestRow.withdrawn_at.is_(None),
            OutboxMessage.recipient_kind == RecipientKind.ADVISER,
        )
        .order_by(MessageDelivery.handed_at)
    )
    last = {request_id: (child_id, status, at) for request_id, child_id, status, at in rows}
    return {
        each: (child_id, at) for each, (child_id, status, at) in last.items() if status in FAILURES
    }


def find_address(session: Session, to: Recipient) -> Address | None:
    """Where the adviser, or the manager, of a request is written to: always by e-mail."""
    request = find_request(session, to.id)
    if request is None:
        return None
    asked = request.asked
    text = asked.adviser.email if to.kind is RecipientKind.ADVISER else asked.manager_email
    return read_address(text)
