"""Two doors: staff who run a survey, and families who answer one by their personal link."""

from flask import Blueprint

staff_blueprint = Blueprint("surveys", __name__, template_folder="templates", url_prefix="/surveys")
family_blueprint = Blueprint("survey_answers", __name__, url_prefix="/s")
