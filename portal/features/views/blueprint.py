"""The blueprint that this feature's three sets of routes share."""

from flask import Blueprint

blueprint = Blueprint("views", __name__, template_folder="templates")
