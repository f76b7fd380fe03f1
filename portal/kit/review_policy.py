"""What the rules of reviews need from the settings, and where messages lead."""

from datetime import datetime, timedelta

from flask import current_app

from portal.actions.review_cycle import ReviewPaths, ReviewPolicy, ReviewWork
from portal.domain.review_cycle import CyclePolicy
from portal.kit.links import path_for
from portal.kit.now import now
from portal.kit.telling import clock_policy


def _policy() -> ReviewPolicy:
    """As the settings have it."""
    settings = current_app.config
    return ReviewPolicy(
        CyclePolicy(
            opens_before_meeting=settings["REVIEW_OPENS_DAYS_BEFORE_MEETING"],
            views_asked_before_meeting=settings["VIEWS_ASKED_DAYS_BEFORE_MEETING"],
            views_asked_again_after=settings["VIEWS_ASKED_AGAIN_DAYS_AFTER"],
        ),
        clock_policy(),
        ring_within=timedelta(settings["RING_FAMILY_WITHIN_DAYS"]),
    )


def _paths() -> ReviewPaths:
    return ReviewPaths(
        child=lambda child_id: path_for("plan_status.show_child", child_id=child_id),
        views=lambda review_id: path_for("views.start_views", review_id=review_id),
        setting=path_for("reviews.list_setting_children"),
    )


def review_work(at: datetime | None = None) -> ReviewWork:
    """For acting on reviews now, or at the moment that a job was given."""
    return ReviewWork(_policy(), _paths(), at or now())
