"""The blueprint of the desk, with the words its pages need."""

from flask import Blueprint

from portal.kit.telling import staff_case_words

blueprint = Blueprint("desk", __name__, template_folder="templates")
blueprint.context_processor(staff_case_words)
