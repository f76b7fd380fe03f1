from flask import Blueprint

blueprint = Blueprint("commitments", __name__, template_folder="templates")
