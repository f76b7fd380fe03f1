"""The forum's members against January 2019: typed in by the officer, read by the group as well."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.fields import Field
from wtforms.validators import Optional

from portal.actions import forum as actions
from portal.domain.forum import COUNT_AT_MOST, AlreadyCorrected, ForumCount, ForumEntry, compare
from portal.domain.people import Role
from portal.features.events.blueprints import forum_blueprint as blueprint
from portal.features.events.forms import NUMBER_BOX, at_most, check_count, read_count, written
from portal.features.events.staff import Page
from portal.kit.access import audience
from portal.kit.date_field import DateField
from portal.kit.fields import TextField, required
from portal.kit.forms import MakingForm
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store import forum
from portal.store.db import db


class CountForm(MakingForm):
    counted_on = DateField(
        _l("Day on which they were counted"), [required(_l("Enter the day of the count"))]
    )
    mainstream = TextField(
        _l("Members with a child in a mainstream setting"),
        [written(_l("Enter how many")), check_count(COUNT_AT_MOST)],
        render_kw=NUMBER_BOX,
    )
    special = TextField(
        _l("Members with a child in a special setting"),
        [written(_l("Enter how many")), check_count(COUNT_AT_MOST)],
        render_kw=NUMBER_BOX,
    )
    other = TextField(
        _l("All other members"),
        [Optional(), check_count(COUNT_AT_MOST)],
        description=_l("Leave it empty where the source does not count them."),
        render_kw=NUMBER_BOX,
    )
    source = TextField(
        _l("Where the numbers come from"),
        [written(_l("Enter where the numbers come from")), at_most(200)],
        description=_l("For example: the forum’s report of spring 2026."),
    )

    def validate_counted_on(self, field: Field) -> None:
        if field.data and field.data > today():
            raise ValidationError(gettext("Enter a day that has passed"))

    def fill(self, count: ForumCount) -> None:
        """Show a count as it was typed in."""
        self.counted_on.process(None, count.counted_on)
        self.mainstream.data, self.special.data = str(count.mainstream), str(count.special)
        self.other.data = "" if count.other is None else str(count.other)
        self.source.data = count.source

    @property
    def count(self) -> ForumCount:
        """What was typed. Only for a form that was found valid."""
        assert self.counted_on.data is not None  # noqa: S101 - the field is required
        return ForumCount(
            counted_on=self.counted_on.data,
            mainstream=read_count(self.mainstream.data, COUNT_AT_MOST) or 0,
            special=read_count(self.special.data, COUNT_AT_MOST) or 0,
            other=read_count(self.other.data, COUNT_AT_MOST),
            source=(self.source.data or "").strip(),
        )


@blueprint.get("")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def list_counts() -> str:
    entries = forum.list_entries(db.session())
    compared = compare(entries)
    return render_template(
        "events/forum.html",
        compared=compared,
        has_baseline=any(each.is_baseline for each in compared),
        corrected=[entry for entry in entries if entry.corrected],
    )


@blueprint.get("/new")
@audience(Role.PARTICIPATION_OFFICER)
def start_count() -> str:
    return _form_page(CountForm(), None)


@blueprint.post("/new")
@audience(Role.PARTICIPATION_OFFICER)
def add_count() -> Page:
    return _keep(CountForm(), None)


@blueprint.get("/<uuid:count_id>/correct")
@audience(Role.PARTICIPATION_OFFICER)
def start_correction(count_id: UUID) -> str:
    entry, form = _get(count_id), CountForm()
    form.fill(entry.count)
    return _form_page(form, entry)


@blueprint.post("/<uuid:count_id>/correct")
@audience(Role.PARTICIPATION_OFFICER)
def correct_count(count_id: UUID) -> Page:
    """The wrong count stays, marked as put right."""
    return _keep(CountForm(), _get(count_id))


def _keep(form: CountForm, entry: ForumEntry | None) -> Page:
    if not form.validate_on_submit():
        return _form_page(form, entry), 422
    outcome = actions.add_count(
        db.session(),
        get_viewer(),
        form.count,
        now(),
        new_id=form.id_to_make,
        corrects=entry.id if entry else None,
    )
    if isinstance(outcome, AlreadyCorrected):
        form.counted_on.errors = [gettext("This count has been put right before")]
        return _form_page(form, entry), 422
    flash(gettext("Saved."))
    return redirect(url_for(".list_counts"), 303)


def _get(count_id: UUID) -> ForumEntry:
    entry = forum.find_entry(db.session(), count_id)
    if entry is None:
        abort(404)
    return entry


def _form_page(form: CountForm, entry: ForumEntry | None) -> str:
    return render_template("events/forum_form.html", form=form, entry=entry)
