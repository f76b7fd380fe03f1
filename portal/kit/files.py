"""The object store that the settings name, made once a process."""

from pathlib import Path

from flask import current_app

from portal.outside.object_store import S3_SCHEME, ObjectStore, local_store, s3_store

_EXTENSION = "object_store"


def get_object_store() -> ObjectStore:
    """Where files lie in this installation."""
    made: ObjectStore | None = current_app.extensions.get(_EXTENSION)
    if made is None:
        made = current_app.extensions[_EXTENSION] = _make()
    return made


def _make() -> ObjectStore:
    settings = current_app.config
    where: str = settings["FILE_STORE"]
    if where.startswith(S3_SCHEME):
        return s3_store(
            where,
            endpoint=settings["FILE_STORE_ENDPOINT"],
            region=settings["FILE_STORE_REGION"],
            key_id=settings["FILE_STORE_KEY_ID"],
            secret=settings["FILE_STORE_SECRET"],
        )
    return local_store(Path(where) if where else Path(current_app.instance_path) / "files")
