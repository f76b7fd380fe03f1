"""The doors: staff who run a survey, families and settings who answer by link or signed in."""

from flask import Blueprint

staff_blueprint = Blueprint("surveys", __name__, template_folder="templates", url_prefix="/surveys")
family_blueprint = Blueprint("survey_answers", __name__, url_prefix="/s")
setting_blueprint = Blueprint("setting_surveys", __name__, url_prefix="/pupils")
own_blueprint = Blueprint(
    "own_surveys", __name__, template_folder="templates", url_prefix="/children"
)
