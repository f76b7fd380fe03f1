"""Form fields as accessible GOV.UK components: WTForms holds the values, macros the markup.

Each field keeps what was typed, shows its error beside itself, and names in ``error_target`` the
element that the error summary links to, which can take focus.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext
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


def legend_params(field: fields.Field) -> dict[str, Any]:
    classes = getattr(field, "label_classes", "govuk-fieldset__legend--s")
    return {"legend": {"text": field.label.text, "classes": classes}}


def shared_params(field: fields.Field) -> dict[str, Any]:
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
                **shared_params(field),
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
            {"label": _label(field)}
            if self.folder == "select"
            else {"fieldset": legend_params(field)}
        )
        return component(
            self.folder,
            self.macro,
            {
                **shared_params(field),
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


class _Typed(_Targeted, fields.StringField):
    """What somebody types. A NUL, which no keyboard has and PostgreSQL refuses, is dropped."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata([text.replace("\x00", "") for text in valuelist])


class TextField(_Typed):
    widget = _InputWidget("input", "govukInput", type="text")


class EmailField(_Typed, fields.EmailField):
    widget = _InputWidget("input", "govukInput", type="email", spellcheck=False)


class TelephoneField(_Typed, fields.TelField):
    widget = _InputWidget("input", "govukInput", type="tel")


class CodeField(_Typed):
    """A one-time code, filled in by the phone where it can."""

    widget = _InputWidget(
        "input",
        "govukInput",
        type="text",
        inputmode="numeric",
        autocomplete="one-time-code",
        classes="govuk-input--width-5",
    )


class PasswordField(_Typed):
    """Never shown again: the value is not sent back to the page."""

    widget = _InputWidget("input", "govukInput", type="password", spellcheck=False)

    def _value(self) -> str:
        return ""


class TextAreaField(_Typed, fields.TextAreaField):
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
            **shared_params(field),
            "idPrefix": field.id,
            "items": [{"value": "y", "text": field.label.text, "checked": bool(field.data)}],
            **given,
        },
    )


class TickField(_Targeted, fields.BooleanField):
    """One box to tick, its label beside it."""

    widget = staticmethod(_tick)


class FilesField(_Targeted, fields.MultipleFileField):
    widget = _InputWidget("file-upload", "govukFileUpload", multiple=True)

    def _value(self) -> None:
        """A browser never takes a file's name back."""


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
    "legend_params",
    "required",
    "shared_params",
    "summary_errors",
]
