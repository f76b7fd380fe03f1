"""The one wave that the council published before the portal: September 2020, as it was printed.

Source: the Written Statement of Action. Ten families with plans issued in August 2020 answered; how
many were asked is not known, and outcomes were not reported. Whether communication was
"satisfactory" was asked then, and is typed in under that wording.
"""

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from portal.domain.people import Viewer
from portal.domain.statistics import Share
from portal.store import past_waves

_ANSWERED = 10
_AGREED = {"plan.involved": 10, "plan.communication": 10, "plan.needs": 10, "plan.provision": 9}
_AS_ASKED_FIRST = 1  # the number of the wording


def type_in_past_wave(session: Session, officer: Viewer, now: datetime) -> None:
    past_wave_id = uuid4()
    past_waves.add_past_wave(
        session,
        past_wave_id,
        title="New plans, September 2020",
        asked_on=date(2020, 9, 1),
        asked=None,
        answered=_ANSWERED,
        same_way=True,
        source="Written Statement of Action",
        typed_by_id=officer.person_id,
        now=now,
    )
    for measure, agree in _AGREED.items():
        share = Share(agree, _ANSWERED)
        past_waves.set_figure(
            session,
            past_wave_id,
            measure=measure,
            wording=_AS_ASKED_FIRST,
            percent=share.percent,
            share=share,
        )
