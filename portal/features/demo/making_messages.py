"""What the invented council has written to its families: news, letters that wait for the printer,
and two that reached somebody else."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.messages import queue_messages
from portal.domain.addresses import Channel
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Role
from portal.kit.links import path_for
from portal.store import contact_reports, demo
from portal.store.demo import KnownPerson
from portal.store.outbox import NewMessage

ON_PAPER, ASTRAY = 8, 2
NEWS_CAME = timedelta(days=3)  # before today
_FAMILY = (Role.FAMILY_MEMBER, Role.YOUNG_PERSON)


def write_to_families(session: Session, people: list[KnownPerson], now: datetime) -> int:
    """How many messages wait for the worker, who sends them when the demo is served."""
    caseworker = next(person for person in people if person.role is Role.CASEWORKER)
    cast = {person.person_id for person in people if person.role in _FAMILY}
    news = demo.list_children_of(session, cast)
    letters = demo.list_adults(session, channel=Channel.LETTER, limit=ON_PAPER)
    told = _news_about({**news, **letters})
    queued = len(queue_messages(session, told, now - NEWS_CAME))
    reached_another = demo.list_adults(session, caseworker_id=caseworker.person_id, limit=ASTRAY)
    for person_id in reached_another:
        contact_reports.add_report(session, person_id, now - timedelta(days=1))
    return queued


def _news_about(children: Mapping[UUID, UUID]) -> list[NewMessage]:
    return [
        NewMessage(
            Recipient(RecipientKind.FAMILY_MEMBER, person_id),
            MessageKind.PLAN_NEWS,
            path_for("plan_status.show_child", child_id=child_id),
            about=child_id,
        )
        for person_id, child_id in children.items()
    ]
