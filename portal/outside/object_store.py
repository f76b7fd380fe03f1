"""Where files lie: a folder on this machine, or an S3-compatible store.

What is handed in is sealed already, under a name that says nothing, so that whoever runs the store
sees neither content nor owner.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from obstore.exceptions import NotFoundError
from obstore.store import LocalStore, S3Store

if TYPE_CHECKING:
    from obstore.store import S3Config

S3_SCHEME = "s3://"


class ObjectMissingError(LookupError):
    """The store has nothing under this name."""


class ObjectStore(Protocol):
    """Keeps bytes under names; a name is written once."""

    def put(self, name: str, content: bytes) -> None: ...

    def get(self, name: str) -> bytes:
        """Raises ObjectMissingError."""

    def remove(self, name: str) -> None:
        """Does nothing where there is nothing under this name."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """Either kind of store, behind the three things that are asked of it."""

    store: LocalStore | S3Store

    def put(self, name: str, content: bytes) -> None:
        self.store.put(_place(name), content, mode="create")

    def get(self, name: str) -> bytes:
        try:
            return bytes(self.store.get(_place(name)).bytes())
        except (NotFoundError, FileNotFoundError) as error:
            raise ObjectMissingError(name) from error

    def remove(self, name: str) -> None:
        try:
            self.store.delete(_place(name))
        except (NotFoundError, FileNotFoundError):
            return


def _place(name: str) -> str:
    """No folder of a local store fills up with everything."""
    if not name.isalnum():
        raise ValueError("an object's name is letters and digits, so that it is no path")
    return f"{name[:2]}/{name}"


def local_store(folder: Path) -> ObjectStore:
    """Files in a folder, readable by this user alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return _Kept(LocalStore(folder, mkdir=True))


def s3_store(address: str, *, endpoint: str, region: str, key_id: str, secret: str) -> ObjectStore:
    """A bucket, or a folder in it: ``s3://bucket/folder``. ``endpoint`` is empty for Amazon's own;
    without a key the surroundings (a role of the machine) are asked. Plain HTTP is spoken only to
    this machine."""
    bucket, _, prefix = address.removeprefix(S3_SCHEME).partition("/")
    is_here = endpoint.startswith(("http://127.0.0.1:", "http://localhost:"))
    config: S3Config = {"bucket": bucket, "region": region}
    if endpoint:
        config["endpoint"] = endpoint
    if key_id:
        config["access_key_id"], config["secret_access_key"] = key_id, secret
    store = S3Store(prefix=prefix or None, config=config, client_options={"allow_http": is_here})
    return _Kept(store)
