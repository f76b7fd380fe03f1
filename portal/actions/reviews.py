"""Keeping the portal's reviews in step with the council's records."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.domain.clocks import SEND_REGULATIONS_BEGIN
from portal.domain.reviews import Review, begins_new_cycle, meeting_in_cycle
from portal.store import reviews
from portal.store.reviews import RecordedCycle


def keep_reviews_in_step(session: Session, today: date, *, child_id: UUID | None = None) -> int:
    """Give every plan in force exactly one open review, for its present cycle; how many reviews
    were opened, mended or closed. The same records twice change nothing.

    A decision that was taken back is no end: the review that it closed goes on, with the views in
    it, unless somebody has begun to write in the next one.

    Reads every plan, or those of one child, in two statements and writes in at most four, whatever
    their number; a few more for every few hundred decisions that were taken back.
    """
    opened: list[Review] = []
    mended: list[Review] = []
    over: list[UUID] = []
    began_before: dict[UUID, Review] = {}
    for recorded in reviews.stream_recorded_cycles(session, today, child_id):
        review = recorded.review
        if review is None:
            opened.append(_new_review(recorded, today))
        elif recorded.began is not None and begins_new_cycle(review, recorded.began):
            over.append(review.id)
            opened.append(_new_review(recorded, today))
        else:
            known = review.cycle_began if review.cycle_began >= SEND_REGULATIONS_BEGIN else today
            began = recorded.began or known
            as_recorded = replace(
                review, cycle_began=began, meeting=meeting_in_cycle(began, recorded.meeting)
            )
            if as_recorded != review:
                mended.append(as_recorded)
            if began < review.cycle_began:
                began_before[review.id] = as_recorded
    closed = reviews.close_reviews_of_ended_plans(session, today)
    reviews.close_reviews(session, over, today)
    reviews.mend_reviews(session, mended)
    _go_on(session, began_before, today)
    reviews.add_reviews(session, opened)
    return closed + len(over) + len(mended) + len(opened)


def _go_on(session: Session, began_before: Mapping[UUID, Review], today: date) -> None:
    """Where the cycle began on the day on which a review began that was closed since, that one is
    open again in the place of the present one."""
    again = reviews.list_closed_too_early(session, began_before.values())
    reviews.close_reviews(session, again, today)
    reviews.reopen_reviews(
        session,
        [replace(began_before[open_id], id=closed_id) for open_id, closed_id in again.items()],
    )


def _new_review(recorded: RecordedCycle, today: date) -> Review:
    """Where no file says when the plan was made, the cycle counts from today: a family must not
    lose its say over a hole in the record, which a later file may fill."""
    began = recorded.began or today
    meeting = meeting_in_cycle(began, recorded.meeting)
    return Review(uuid4(), recorded.child_id, recorded.plan_id, began, meeting)
