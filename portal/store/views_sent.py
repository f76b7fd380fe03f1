"""Views as they were sent: written once and never changed."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from portal.domain.reviews import Review
from portal.domain.views import (
    Addition,
    Audience,
    Provenance,
    SentViews,
    Version,
    Wording,
    reference_of,
)
from portal.domain.views_answers import Answer, in_order
from portal.domain.views_questions import Choice, Voice
from portal.store.sealing import SubjectErasedError
from portal.store.shared_sealing import Pair, hold_keys, seal_for_both, unseal_for_both
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.tables.reviews import Contribution as ContributionRow
from portal.store.tables.reviews import ContributionSending
from portal.store.visibility import link_is_open

_PLACE = {"table": "contribution_sendings", "column": "text_sealed"}


@dataclass(frozen=True, slots=True)
class AuthoredViews:
    """What one person sent, and who they are to the child."""

    contribution_id: UUID
    author_id: UUID
    given: str
    family: str
    relationship: str
    reference: str
    sent: SentViews


@dataclass(frozen=True, slots=True)
class Unheard:
    """Somebody with an open link to the child who has sent nothing yet."""

    given: str
    family: str
    relationship: str


def add_version(session: Session, contribution_id: UUID, pair: Pair, version: Version) -> None:
    """Freeze the views as they are being sent. Raises ValueError without a provenance."""
    given = version.wording.given()
    _add(
        session,
        pair,
        ContributionSending(
            id=uuid4(),
            contribution_id=contribution_id,
            is_addition=False,
            number=version.number,
            sent_at=version.sent_at,
            audience=version.wording.audience,
            provenance=Provenance(version.wording.provenance or ""),
            choices={key: answer.choice for key, answer in given.items() if answer.choice},
        ),
        {key: answer.words for key, answer in given.items() if answer.words},
        version.wording.provenance_detail,
    )


def add_addition(session: Session, contribution_id: UUID, pair: Pair, addition: Addition) -> None:
    """Keep words that came after the views had gone round."""
    _add(
        session,
        pair,
        ContributionSending(
            id=uuid4(),
            contribution_id=contribution_id,
            is_addition=True,
            number=addition.number,
            sent_at=addition.sent_at,
            audience=addition.audience,
            provenance=addition.provenance,
            choices={},
        ),
        {"": addition.words},
        addition.provenance_detail,
    )


def _add(
    session: Session,
    pair: Pair,
    row: ContributionSending,
    words: dict[str, str],
    detail: str,
) -> None:
    text = json.dumps({"words": words, "detail": detail}, ensure_ascii=False)
    row.text_sealed = seal_for_both(session, pair, **_PLACE, row_id=row.id, text=text)
    session.add(row)
    session.flush()


def read_sendings(
    session: Session, pair: Pair, voice: Voice, rows: Iterable[ContributionSending]
) -> SentViews:
    """What these rows hold, in their order. Raises SubjectErasedError."""
    versions: list[Version] = []
    additions: list[Addition] = []
    for row in rows:
        text = unseal_for_both(session, pair, **_PLACE, row_id=row.id, sealed=row.text_sealed)
        content = json.loads(text)
        words, detail = content["words"], content["detail"]
        provenance, audience = Provenance(row.provenance), Audience(row.audience)
        if row.is_addition:
            additions.append(
                Addition(row.number, row.sent_at, words[""], provenance, detail, audience)
            )
        else:
            answers = in_order(voice, _answers(row.choices, words))
            wording = Wording(answers, provenance, detail, audience)
            versions.append(Version(row.number, row.sent_at, wording))
    return SentViews(voice, tuple(versions), tuple(additions))


def _answers(choices: dict[str, str], words: dict[str, str]) -> dict[str, Answer]:
    return {
        key: Answer(Choice(choices[key]) if key in choices else None, words.get(key, ""))
        for key in choices.keys() | words.keys()
    }


def list_sent_views(session: Session, review: Review) -> list[AuthoredViews]:
    """All that was sent for a review, by author, working copies left shut. Who may read which of
    it is the domain's question. An erased person's views are left out."""
    rows = session.execute(
        select(ContributionRow, FamilyMember, FamilyLink.relationship, ContributionSending)
        .join(FamilyMember, FamilyMember.id == ContributionRow.author_id)
        .join(ContributionSending, ContributionSending.contribution_id == ContributionRow.id)
        .outerjoin(
            FamilyLink,
            and_(
                FamilyLink.family_member_id == FamilyMember.id,
                FamilyLink.child_id == review.child_id,
            ),
        )
        .where(ContributionRow.review_id == review.id)
        .order_by(ContributionRow.begun_at, ContributionRow.id, ContributionSending.number)
    ).all()
    if not rows:
        return []
    hold_keys(session, [review.child_id, *(row[0].author_id for row in rows)])
    by_contribution: dict[UUID, list[ContributionSending]] = defaultdict(list)
    for contribution, _, _, sending in rows:
        by_contribution[contribution.id].append(sending)
    found = []
    for contribution, author, relationship in dict.fromkeys(row[:3] for row in rows):
        pair = Pair(contribution.author_id, review.child_id)
        try:
            sent = read_sendings(
                session, pair, Voice(contribution.voice), by_contribution[contribution.id]
            )
        except SubjectErasedError:
            continue
        found.append(
            AuthoredViews(
                contribution_id=contribution.id,
                author_id=author.id,
                given=author.given,
                family=author.family,
                relationship=relationship or "",
                reference=reference_of(contribution.id),
                sent=sent,
            )
        )
    return found


def list_unheard(session: Session, review: Review, today: date) -> list[Unheard]:
    """Everybody who may give views for this review and has sent none, the child among them."""
    has_sent = exists().where(
        ContributionRow.review_id == review.id,
        ContributionRow.author_id == FamilyMember.id,
        ContributionSending.contribution_id == ContributionRow.id,
    )
    rows = session.execute(
        select(FamilyMember.given, FamilyMember.family, FamilyLink.relationship)
        .join(FamilyLink, FamilyLink.family_member_id == FamilyMember.id)
        .join(Child, Child.id == FamilyLink.child_id)
        .where(FamilyLink.child_id == review.child_id, link_is_open(today), ~has_sent)
        .order_by(FamilyMember.family, FamilyMember.given)
    )
    return [Unheard(*row) for row in rows]
