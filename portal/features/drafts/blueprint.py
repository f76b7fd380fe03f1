"""The blueprint that this feature's routes share, and what its pages read."""

from flask import Blueprint

from portal.domain.draft_comments import is_late
from portal.domain.draft_text import compare, read_blocks
from portal.features.drafts import wording

blueprint = Blueprint("drafts", __name__, template_folder="templates")

Page = tuple[str, int]
CONFLICT = 409
WRONG = 422


@blueprint.context_processor
def words() -> dict[str, object]:
    return {
        "draft_words": wording,
        "read_blocks": read_blocks,
        "compare": compare,
        "is_late": is_late,
    }
