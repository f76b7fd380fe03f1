"""The form on which the record files are handed over."""

from pathlib import PurePosixPath
from typing import Any

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms.validators import ValidationError

from portal.domain.records.shapes import PERSON, SHAPE_OF
from portal.kit.fields import FilesField
from portal.kit.forms import Form


class RecordFilesForm(Form):
    files = FilesField(
        lazy_gettext("Choose the files"),
        description=lazy_gettext(
            "Choose person.csv and any of the other files. To choose several, hold Ctrl or Shift."
        ),
    )

    def validate_files(self, field: Any) -> None:
        names = [name_of(file) for file in self.chosen]
        if not names:
            raise ValidationError(gettext("Choose the files of the case system"))
        if PERSON not in names:
            raise ValidationError(
                gettext("Choose person.csv as well. Every other file belongs to it")
            )
        for name in names:
            if names.count(name) > 1:
                raise ValidationError(gettext("Choose %(name)s once only", name=name))

    @property
    def chosen(self) -> list[FileStorage]:
        """The files chosen; a browser sends a nameless one where there is none."""
        return [file for file in self.files.data or [] if getattr(file, "filename", "")]

    @property
    def known(self) -> dict[str, FileStorage]:
        """Those that are record files, by name. What is not asked for is not kept."""
        return {name_of(file): file for file in self.chosen if name_of(file) in SHAPE_OF}


def name_of(file: FileStorage) -> str:
    return PurePosixPath((file.filename or "").replace("\\", "/")).name.lower()[:100]
