"""The blueprint that the caseworker's page and the releases share."""

from flask import Blueprint

blueprint = Blueprint("commissioning", __name__, template_folder="templates")
