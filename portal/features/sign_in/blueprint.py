"""The blueprint to which each part of signing in adds its routes."""

from flask import Blueprint

blueprint = Blueprint("sign_in", __name__, template_folder="templates")
