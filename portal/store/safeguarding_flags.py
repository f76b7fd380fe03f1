"""Which texts somebody was worried about, asked wherever a text goes on to readers."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.safeguarding import Flag
from portal.store.tables.safeguarding import SafeguardingConcern


def flags_of(session: Session, source_ids: Collection[UUID]) -> Mapping[UUID, Flag]:
    """Of these texts, those about which somebody was worried, and whether they may go on."""
    if not source_ids:
        return {}
    rows = session.execute(
        select(
            SafeguardingConcern.source_id,
            SafeguardingConcern.decided_at,
            SafeguardingConcern.may_go_on,
        ).where(SafeguardingConcern.source_id.in_(source_ids))
    )
    flags: dict[UUID, Flag] = {}
    for row in rows:
        one = Flag(row.decided_at is None, row.may_go_on)
        known = flags.get(row.source_id, one)
        flags[row.source_id] = replace(
            known,
            is_open=known.is_open or one.is_open,
            may_go_on=known.may_go_on and one.may_go_on,
        )
    return flags
