"""Two doors: people who are signed in, and advisers who come by a link."""

from flask import Blueprint

blueprint = Blueprint("advice", __name__, template_folder="templates")
giver_blueprint = Blueprint("advice_giver", __name__, url_prefix="/advice")
