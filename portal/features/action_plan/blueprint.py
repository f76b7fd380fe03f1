from flask import Blueprint

blueprint = Blueprint(
    "action_plan", __name__, template_folder="templates", url_prefix="/action-plan"
)
