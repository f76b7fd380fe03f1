"""The blueprint of accounts, and where the links of its messages lead."""

from flask import Blueprint

from portal.kit.links import path_for

blueprint = Blueprint("accounts", __name__, template_folder="templates")


def set_up_path(token: str) -> str:
    return path_for("sign_in.start_set_up", token=token)


def invitation_path(token: str) -> str:
    return path_for("sign_in.show_link", token=token)
