"""Three safeguarding leads with mobiles, a rota for working days, and their ways through pages."""

from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.addresses import read_address
from portal.domain.people import Role
from portal.domain.safeguarding_hours import Duty
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.safeguarding_rota import set_mobile, set_weekday
from portal.store.tables.safeguarding import SafeguardingConcern
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.giving_views import form_of
from tests.people import add_staff

MOBILES = {"Ines": "+447700900301", "Osman": "+447700900302", "Petra": "+447700900303"}
WRITE = "/i-do-not-feel-safe/write"


@dataclass
class Leads:
    """Ines is on from 9 to 17 on working days, Osman after her; Petra is a lead too."""

    ids: dict[str, UUID]
    sign_in: SignIn

    def browser(self, name: str) -> CheckingClient:
        return self.sign_in(Role.SAFEGUARDING_LEAD, self.ids[name])


@pytest.fixture
def leads(app: Flask, sign_in: SignIn) -> Leads:
    with app.app_context():
        open_for("write")
        session = db.session()
        ids = {name: add_staff(session, Role.SAFEGUARDING_LEAD, name=name) for name in MOBILES}
        for name, number in MOBILES.items():
            set_mobile(session, ids[name], read_address(number))
        for weekday in range(5):
            set_weekday(session, weekday, Duty(time(9), time(17), (ids["Ines"], ids["Osman"])))
        session.commit()
    return Leads(ids, sign_in)


def press(browser: CheckingClient, page: str, action: str, **fields: str) -> int:
    """Open a page and press the button of its form that leads to ``action``."""
    assert browser.get(page).status_code == 200
    hidden = {
        str(field["name"]): str(field.get("value", ""))
        for form in browser.page.select("main form")
        if str(form.get("action", page)) == action
        for field in form.select("input[type=hidden]")
    }
    return browser.post(action, data=hidden | fields).status_code


def send_form(browser: CheckingClient, page: str, **fields: str) -> int:
    """Open the page of a form, fill it in and press its button."""
    assert browser.get(page).status_code == 200
    return browser.post(page, data=form_of(browser) | fields).status_code


def concern_rows(app: Flask) -> list[Any]:
    with app.app_context():
        open_for("read")
        return list(
            db.session.scalars(
                select(SafeguardingConcern).order_by(SafeguardingConcern.raised_at)
            ).all()
        )


def only_concern(app: Flask) -> str:
    """The address of the one concern there is."""
    [row] = concern_rows(app)
    return f"/safeguarding/concerns/{row.id}"
