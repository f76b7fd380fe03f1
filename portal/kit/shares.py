"""Shares in words."""

from flask_babel import gettext

from portal.domain.statistics import Share, wilson_interval


def share_text(share: Share) -> str:
    """A share with its 95 % interval, such as "90 % (60–98)"."""
    low, high = wilson_interval(share).percents
    return str(
        gettext("%(percent)d %% (%(low)d–%(high)d)", percent=share.percent, low=low, high=high)
    )
