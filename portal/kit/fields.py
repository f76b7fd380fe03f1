"""Form fields as accessible GOV.UK components: WTForms holds the values, macros the markup.

Each field keeps what was typed, shows its error beside itself, and names in ``error_target`` the
element that the error summary links to, which can take focus.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup
from wtforms import fields
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

COMPONENTS = "govuk_frontend_jinja/components"


def component(folder: str, macro: str, params: Mapping[str, Any]) -> Markup:
    """Render one GOV.UK component by the name of its folder and macro."""
    template = current_app.jinja_env.get_template(f"{COMPONENTS}/{folder}/macro.html")
    return Markup(getattr(template.module, macro)(params))  # noqa: S704 - escaped by the template


def _label(field: fields.Field) -> dict[str, Any]:
    classes = getattr(field, "label_classes", "govuk-label--s")
    return {"text": field.label.text, "classes": classes}


def _legend(field: fields.Field) -> dict[str, Any]:
    classes = getattr(field, "label_classes", "govuk-fieldset__legend--s")
    return {"legend": {"text": field.label.text, "classes": classes}}


def _shared(field: fields.Field) -> dict[str, Any]:
    params: dict[str, Any] = {"name": field.name}
    if field.description:
        params["hint"] = {"text": field.description}
    if field.errors:
        params["errorMessage"] = {
            "text": field.errors[0],
            "visuallyHiddenText": gettext("Error"),
        }
    return params


class _InputWidget:
    def __init__(self, folder: str, macro: str, **fixed: Any) -> None:
        self.folder, self.macro, self.fixed = folder, macro, fixed

    def __call__(self, field: Any, **given: Any) -> Markup:
        return component(
            self.folder,
            self.macro,
            {
                **_shared(field),
                "id": field.id,
                "label": _label(field),
                "value": field._value() if hasattr(field, "_value") else None,
                **self.fixed,
                **given,
            },
        )


class _ChoicesWidget:
    def __init__(self, folder: str, macro: str, **fixed: Any) -> None:
        self.folder, self.macro, self.fixed = folder, macro, fixed

    def __call__(self, field: Any, **given: Any) -> Markup:
        items = [
            {
                "value": choice.value,
                "text": choice.label,
                "checked": choice.selected,
                "selected": choice.selected,
                **(
                    {"hint": {"text": choice.render_kw["hint"]}}
                    if choice.render_kw.get("hint")
                    else {}
                ),
            }
            for choice in field.iter_choices()
        ]
        surround = (
            {"label": _label(field)} if self.folder == "select" else {"fieldset": _legend(field)}
        )
        return component(
            self.folder,
            self.macro,
            {
                **_shared(field),
                "id": field.id,
                "idPrefix": field.id,
                "items": items,
                **surround,
                **self.fixed,
                **given,
            },
        )


class _Targeted:
    """The element that takes the focus when the error summary's link is followed."""

    id: str

    @property
    def error_target(self) -> str:
        return self.id


class TextField(_Targeted, fields.StringField):
    widget = _InputWidget("input", "govukInput", type="text")


class EmailField(_Targeted, fields.EmailField):
    widget = _InputWidget("input", "govukInput", type="email", spellcheck=False)


class TelephoneField(_Targeted, fields.TelField):
    widget = _InputWidget("input", "govukInput", type="tel")


class CodeField(_Targeted, fields.StringField):
    """A one-time code, filled in by the phone where it can."""

    widget = _InputWidget(
        "input",
        "govukInput",
        type="text",
        inputmode="numeric",
        autocomplete="one-time-code",
        classes="govuk-input--width-5",
    )


class PasswordField(_Targeted, fields.StringField):
    """Never shown again: the value is not sent back to the page."""

    widget = _InputWidget("input", "govukInput", type="password", spellcheck=False)

    def _value(self) -> str:
        return ""


class TextAreaField(_Targeted, fields.TextAreaField):
    widget = _InputWidget("textarea", "govukTextarea", rows="6")


class SelectField(_Targeted, fields.SelectField):
    widget = _ChoicesWidget("select", "govukSelect")


class RadioField(_Targeted, fields.RadioField):
    widget = _ChoicesWidget("radios", "govukRadios")


class CheckboxesField(_Targeted, fields.SelectMultipleField):
    widget = _ChoicesWidget("checkboxes", "govukCheckboxes")


def _tick(field: Any, **given: Any) -> Markup:
    return component(
        "checkboxes",
        "govukCheckboxes",
        {
            **_shared(field),
            "idPrefix": field.id,
            "items": [{"value": "y", "text": field.label.text, "checked": bool(field.data)}],
            **given,
        },
    )


class TickField(_Targeted, fields.BooleanField):
    """One box to tick, its label beside it."""

    widget = staticmethod(_tick)


def _date_boxes(field: Any, **given: Any) -> Markup:
    labels = {"day": gettext("Day"), "month": gettext("Month"), "year": gettext("Year")}
    wrong = field.wrong_part if field.errors else None
    items = [
        {
            "name": part,
            "label": labels[part],
            "value": field.typed[part],
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part == wrong else ""),
        }
        for part in field.PARTS
    ]
    return component(
        "date-input",
        "govukDateInput",
        {
            **_shared(field),
            "id": field.id,
            "namePrefix": field.name,
            "items": items,
            "fieldset": {**_legend(field), "role": "group"},
            **given,
        },
    )


class FilesField(_Targeted, fields.MultipleFileField):
    widget = _InputWidget("file-upload", "govukFileUpload", multiple=True)

    def _value(self) -> None:
        """A browser never takes a file's name back."""


class DateField(fields.Field):
    """A date in three boxes: day, month, year. Reads ``name-day``, ``name-month``, ``name-year``.

    ``data`` is the date, or None where all three are empty. What was typed is kept as typed.
    """

    widget = staticmethod(_date_boxes)
    PARTS = ("day", "month", "year")
    data: date | None

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.typed: dict[str, str] = dict.fromkeys(self.PARTS, "")
        self.wrong_part = "day"

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(None, *args, **kwargs)
        names = {part: f"{self.name}-{part}" for part in self.PARTS}
        if formdata is None or not any(name in formdata for name in names.values()):
            if self.data is not None:
                self.typed = {part: str(getattr(self.data, part)) for part in self.PARTS}
            return
        self.typed = {part: formdata.get(name, "").strip() for part, name in names.items()}
        self.raw_data = [text for text in self.typed.values() if text]
        self.data = None
        if not self.raw_data:
            return
        try:
            self.data = self._read()
        except ValueError as problem:
            self.process_errors = [str(problem)]

    def _read(self) -> date:
        for part, say in (
            ("day", lazy_gettext("Enter a day, like 27")),
            ("month", lazy_gettext("Enter a month as a number, like 3")),
            ("year", lazy_gettext("Enter a year with four numbers, like 2026")),
        ):
            text = self.typed[part]
            if not (text.isascii() and text.isdigit()) or (part == "year" and len(text) != 4):
                self.wrong_part = part
                raise ValueError(str(say))
        try:
            return date(*(int(self.typed[part]) for part in reversed(self.PARTS)))
        except ValueError:
            raise ValueError(gettext("This date is not in the calendar. Check it")) from None

    @property
    def error_target(self) -> str:
        return f"{self.id}-{self.wrong_part}"


def required(message: Any) -> InputRequired:
    """The field must be filled in; ``message`` says what to enter."""
    return InputRequired(message=message)


def summary_errors(form: Sequence[fields.Field]) -> list[dict[str, str]]:
    """The error summary's list: one line a field, linked to what takes the focus."""
    return [
        {"text": str(field.errors[0]), "href": f"#{field.error_target}"}
        for field in form
        if field.errors and hasattr(field, "error_target")
    ]


__all__ = [
    "CheckboxesField",
    "CodeField",
    "DateField",
    "EmailField",
    "FilesField",
    "PasswordField",
    "RadioField",
    "SelectChoice",
    "SelectField",
    "TelephoneField",
    "TextAreaField",
    "TextField",
    "TickField",
    "component",
    "required",
    "summary_errors",
]
