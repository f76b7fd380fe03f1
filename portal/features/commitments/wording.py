"""What ratings say in words, and what a commitment comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from portal.domain.commitments import (
    Commitment,
    MeasureSaid,
    Rating,
    Said,
    ThemeSaid,
    is_overdue,
)
from portal.domain.releases import Release
from portal.kit.safe_html import safe_html
from portal.kit.shares import share_text

RATINGS: Mapping[Rating, LazyString] = {
    Rating.RED: _l("Red: not started, or badly late"),
    Rating.AMBER: _l("Amber: started, and a little late"),
    Rating.GREEN: _l("Green: on track"),
    Rating.BLUE: _l("Blue: done, and it works"),
}

TAG_COLOURS: Mapping[Rating, str] = {
    Rating.RED: "govuk-tag--red",
    Rating.AMBER: "govuk-tag--yellow",
    Rating.GREEN: "govuk-tag--green",
    Rating.BLUE: "govuk-tag--blue",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A commitment as a page shows it."""

    id: UUID
    said: str
    source: str
    action: str
    owner: str
    due: date
    rating: LazyString | None
    tag: str
    evidence: str
    reply: str
    overdue: bool


def show_all(
    commitments: Iterable[Commitment], releases: Iterable[Release], today: date
) -> list[Shown]:
    by_id = {release.id: release for release in releases}
    return [_show(commitment, by_id, today) for commitment in commitments]


def _show(commitment: Commitment, releases: Mapping[UUID, Release], today: date) -> Shown:
    promise = commitment.promise
    said, source = _said(commitment.said, releases)
    return Shown(
        id=commitment.id,
        said=said,
        source=source,
        action=promise.action,
        owner=promise.owner,
        due=promise.due,
        rating=RATINGS[promise.rating] if promise.rating else None,
        tag=TAG_COLOURS[promise.rating] if promise.rating else "",
        evidence=promise.evidence,
        reply=safe_html(promise.reply),
        overdue=is_overdue(promise.due, promise.rating, today),
    )


def _said(said: Said, releases: Mapping[UUID, Release]) -> tuple[str, str]:
    match said:
        case ThemeSaid(theme):
            return theme, ""
        case MeasureSaid(release_id, measure):
            release = releases[release_id]
            return figure_sentence(release, measure), str(
                gettext(
                    "Report %(number)d: %(title)s",
                    number=release.number,
                    title=release.snapshot.wave.title,
                )
            )


def figure_sentence(release: Release, measure: str) -> str:
    """A released figure in words. Only for a figure that the release shows."""
    figure = release.snapshot.figure(measure)
    if figure is None or figure.share is None:
        raise LookupError(f"release {release.number} shows nothing of {measure}")
    return str(
        gettext(
            "%(share)s of families agreed: “%(statement)s”",
            share=share_text(figure.share),
            statement=release.snapshot.asked(measure).statement,
        )
    )
