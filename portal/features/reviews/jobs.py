"""What the worker does for reviews, once a day."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from portal.actions.review_cycle import ReviewPaths, ReviewPolicy, keep_reviews_moving
from portal.domain.plan_dates import ClockPolicy
from portal.domain.review_cycle import CyclePolicy
from portal.kit.links import path_for

KEEP_REVIEWS_MOVING = "keep_reviews_moving"


def keep_moving(session: Session, _payload: dict[str, str], now: datetime) -> None:
    keep_reviews_moving(session, review_policy(), review_paths(), now)


def review_policy() -> ReviewPolicy:
    """As the settings have it."""
    settings = current_app.config
    before = settings["VIEWS_ASKED_DAYS_BEFORE_MEETING"]
    return ReviewPolicy(
        CyclePolicy(
            opens_before_meeting=settings["REVIEW_OPENS_DAYS_BEFORE_MEETING"],
            views_asked_before_meeting=before,
            views_asked_again_after=settings["VIEWS_ASKED_AGAIN_DAYS_AFTER"],
        ),
        ClockPolicy(
            feed_allows=timedelta(settings["RECORDS_FRESH_DAYS"]),
            views_asked_days_before_meeting=before,
        ),
        ring_within=timedelta(settings["RING_FAMILY_WITHIN_DAYS"]),
    )


def review_paths() -> ReviewPaths:
    return ReviewPaths(
        child=lambda child_id: path_for("plan_status.show_child", child_id=child_id),
        views=lambda review_id: path_for("views.start_views", review_id=review_id),
        setting=path_for("plan_status.list_setting_children"),
    )
