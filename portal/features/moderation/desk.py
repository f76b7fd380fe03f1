"""What waits at the desk, and what was decided."""

from flask import render_template

from portal.domain.moderation import State
from portal.features.moderation import wording
from portal.features.moderation.blueprint import blueprint, officer
from portal.kit.now import today
from portal.kit.paging import page_asked
from portal.store import desk_texts
from portal.store.db import db

ON_A_PAGE = 25


@blueprint.get("")
@officer
def list_texts() -> str:
    """Texts that wait, over all places, in random order; since when, in days, and where only."""
    session = db.session()
    page, counts = page_asked(), desk_texts.count_texts(session)
    waiting = counts.get(State.WAITING, 0)
    return render_template(
        "moderation/desk.html",
        groups=desk_texts.list_waiting_groups(session),
        texts=_page_of(State.WAITING, page),
        for_second=desk_texts.list_texts(session, State.FOR_SECOND, offset=0, limit=ON_A_PAGE),
        counts=counts,
        state=State,
        page=page,
        pages=_pages(waiting),
        first=(page - 1) * ON_A_PAGE,
        today=today(),
        wording=wording,
    )


@blueprint.get("/decided")
@officer
def list_decided() -> str:
    page, counts = page_asked(), desk_texts.count_texts(db.session())
    settled = counts.get(State.SETTLED, 0)
    return render_template(
        "moderation/decided.html",
        texts=_page_of(State.SETTLED, page),
        page=page,
        pages=_pages(settled),
        first=(page - 1) * ON_A_PAGE,
        wording=wording,
    )


def _page_of(state: State, page: int) -> list[desk_texts.ListedText]:
    offset = (page - 1) * ON_A_PAGE
    return desk_texts.list_texts(db.session(), state, offset=offset, limit=ON_A_PAGE)


def _pages(count: int) -> int:
    return -(-count // ON_A_PAGE)
