"""The blueprint that the pages and the row file share."""

from flask import Blueprint

blueprint = Blueprint("releases", __name__, template_folder="templates", url_prefix="/releases")
