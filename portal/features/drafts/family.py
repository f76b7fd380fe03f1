"""A family reads a draft or proposed changes: where to begin, and the whole on one page."""

from uuid import UUID

from flask import abort, render_template

from portal.actions.draft_comments import Commenting, NotReadable, open_commenting
from portal.domain.draft_comments import topics_of
from portal.domain.drafts import document_state, takes_comments
from portal.domain.people import Role
from portal.features.drafts.blueprint import blueprint
from portal.kit.access import audience
from portal.kit.now import today
from portal.kit.signed_in import get_viewer
from portal.store.cases import find_case
from portal.store.db import db
from portal.store.plan_drafts import list_readable
from portal.store.trail import ReadPurpose, record_read


@blueprint.get("/children/<uuid:child_id>/drafts")
@audience(Role.FAMILY_MEMBER, Role.YOUNG_PERSON)
def list_drafts(child_id: UUID) -> str:
    """Every draft and every set of changes that this person may read."""
    viewer = get_viewer()
    case = find_case(db.session(), viewer, child_id, today())
    if case is None:
        abort(404)
    record_read(db.session(), viewer, child_id=child_id, purpose=ReadPurpose.READ_DOCUMENT)
    documents = list_readable(db.session(), viewer, child_id, today())
    return render_template(
        "drafts/list.html",
        case=case,
        documents=[(each, document_state(each, today())) for each in documents],
    )


@blueprint.get("/drafts/<uuid:draft_id>")
@audience(Role.FAMILY_MEMBER, Role.YOUNG_PERSON)
def start_reading(draft_id: UUID) -> str:
    """What it is, by when to say something, each part, and what was said and answered."""
    commenting = get_commenting(draft_id)
    document = commenting.document
    return render_template(
        "drafts/start.html",
        commenting=commenting,
        state=document_state(document, today()),
        topics=topics_of(document),
        may_comment=takes_comments(document),
    )


@blueprint.get("/drafts/<uuid:draft_id>/whole")
@audience(Role.FAMILY_MEMBER, Role.YOUNG_PERSON)
def read_whole(draft_id: UUID) -> str:
    """Every section on one page, for paper too."""
    return render_template("drafts/whole.html", commenting=get_commenting(draft_id))


def get_commenting(draft_id: UUID, *, to_write: bool = False) -> Commenting:
    """The document and this person's own comments; 404 where it is not theirs to read."""
    found = open_commenting(db.session(), get_viewer(), draft_id, today(), to_write=to_write)
    if isinstance(found, NotReadable):
        abort(404)
    return found
