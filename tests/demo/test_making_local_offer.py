"""The invented comments on the Local Offer, and what was asked for: every part can be seen."""

from collections import Counter
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from portal.actions.local_offer import find_due
from portal.domain.commissioning_figures import ALL
from portal.domain.local_offer import State
from portal.domain.people import Role, Viewer
from portal.features.commissioning.files import commissioning_sheets
from portal.features.demo.making_commissioning import tick_what_was_asked
from portal.features.demo.making_local_offer import hear_comments
from portal.store import commissioning_releases, local_offer, local_offer_publications
from tests.people import add_staff

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


def test_the_demo_shows_a_published_year_and_one_that_goes_on(session: Session) -> None:
    officer = Viewer(Role.PARTICIPATION_OFFICER, add_staff(session, Role.PARTICIPATION_OFFICER))
    assert hear_comments(session, officer, TODAY, NOW) == 23
    (publication,) = local_offer_publications.list_publications(session)
    assert publication.summary is not None
    assert (publication.summary.published, publication.summary.received) == (12, 18)
    states = Counter(each.state for each in local_offer.list_open(session))
    assert states == {State.SHOWN: 2, State.WAITING: 3}
    draft = local_offer_publications.find_draft(session)
    assert draft is not None, "the next one is due soon"
    assert draft.due_on == find_due(session)
    assert len(local_offer.list_to_answer(session)) == 1


def test_the_demo_shows_a_release_of_what_was_asked_for(session: Session) -> None:
    officer = Viewer(Role.PARTICIPATION_OFFICER, add_staff(session, Role.PARTICIPATION_OFFICER))
    ticked = tick_what_was_asked(session, officer, officer, TODAY, NOW, commissioning_sheets)
    assert ticked == 0, "there is no review in an empty database"
    (release,) = commissioning_releases.list_releases(session)
    assert release.snapshot.shown(ALL) is None
