"""A date in three boxes: the one field whose error may sit in any of three places."""

from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from markupsafe import Markup
from wtforms import fields

from portal.kit.fields import component, legend_params, shared_params


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
            **shared_params(field),
            "id": field.id,
            "namePrefix": field.name,
            "items": items,
            "fieldset": {**legend_params(field), "role": "group"},
            **given,
        },
    )


class DateField(fields.Field):
    """A date in three boxes: day, month, year. Reads ``name-day``, ``name-month``, ``name-year``.

    ``data`` is the date, or None where all three are empty. What was typed is kept as typed.
    """

    widget = staticmethod(_date_boxes)
    PARTS = ("day", "month", "year")
    YEARS = range(1900, 2101)  # as in the record files; no clock counts on from 9999
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
            is_number = text.isascii() and text.isdigit()
            if not is_number or (part == "year" and not self._is_year(text)):
                self.wrong_part = part
                raise ValueError(str(say))
        try:
            return date(*(int(self.typed[part]) for part in reversed(self.PARTS)))
        except (ValueError, OverflowError):  # the second for a number of thirty digits
            raise ValueError(gettext("This date is not in the calendar. Check it")) from None

    def _is_year(self, text: str) -> bool:
        return len(text) == 4 and int(text) in self.YEARS

    @property
    def error_target(self) -> str:
        return f"{self.id}-{self.wrong_part}"
