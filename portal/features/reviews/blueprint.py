"""The blueprint of reviews, with the words its pages need."""

from flask import Blueprint

from portal.kit.telling import case_words

blueprint = Blueprint("reviews", __name__, template_folder="templates")
blueprint.context_processor(case_words)
