"""The doors: a form for anybody, pages for anybody, and the officer's desk."""

from flask import Blueprint

form_blueprint = Blueprint("local_offer_form", __name__, url_prefix="/local-offer/comment")
public_blueprint = Blueprint(
    "local_offer", __name__, template_folder="templates", url_prefix="/local-offer"
)
desk_blueprint = Blueprint("local_offer_desk", __name__, url_prefix="/local-offer-desk")
