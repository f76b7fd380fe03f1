"""What the worker does for reviews, once a day."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.actions.review_cycle import keep_reviews_moving
from portal.actions.setting_reviews import send_term_lists
from portal.kit.links import path_for
from portal.kit.review_policy import review_work

KEEP_REVIEWS_MOVING = "keep_reviews_moving"


def keep_moving(session: Session, _payload: dict[str, str], now: datetime) -> None:
    work = review_work(now)
    keep_reviews_moving(session, work)
    send_term_lists(
        session,
        list_path=work.paths.setting,
        set_up_path=lambda token: path_for("sign_in.start_set_up", token=token),
        now=now,
    )
