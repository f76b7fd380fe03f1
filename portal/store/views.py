"""Views for a review: the working copy by answer, and what was sent. Words are sealed for the author
and the child together."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.domain.views import (
    Addition,
    Audience,
    Contribution,
    Provenance,
    SentViews,
    Version,
    Wording,
)
from portal.domain.views_answers import Answer
from portal.domain.views_questions import Choice, Voice
from portal.store import tables
from portal.store.sealing import SubjectErased, prepare_keys
from portal.store.shared_sealing import Pair, seal_for_both, unseal_for_both
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.tables.reviews import Contribution as ContributionRow
from portal.store.tables.reviews import ContributionAnswer, ContributionSending, ReviewCycle
