"""Shares in words."""

from flask_babel import gettext

from portal.domain.releases import Release
from portal.domain.statistics import Share, wilson_interval


def share_text(share: Share) -> str:
    """A share with its 95 % interval, such as "90 % (60–98)"."""
    low, high = wilson_interval(share).percents
    return str(
        gettext("%(percent)d %% (%(low)d–%(high)d)", percent=share.percent, low=low, high=high)
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
