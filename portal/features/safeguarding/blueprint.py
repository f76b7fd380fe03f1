"""The blueprint that the four sets of routes of this feature share."""

from flask import Blueprint

blueprint = Blueprint("safeguarding", __name__, template_folder="templates")
