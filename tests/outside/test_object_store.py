"""The object store: a folder, and a real S3-compatible server."""

from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from moto.server import ThreadedMotoServer

from portal.outside.object_store import ObjectMissingError, ObjectStore, local_store, s3_store

NAME = "0f3c2a9d8e7b46c5a1b2c3d4e5f60718"


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    """An S3-compatible server on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    with urlopen(Request(f"{address}/advice", method="PUT")):
        pass  # the bucket is there
    yield address
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return local_store(tmp_path / "files")
    return s3_store(
        "s3://advice/portal",
        endpoint=request.getfixturevalue("s3_server"),
        region="eu-west-2",
        key_id="invented",
        secret="invented",
    )


def test_what_is_put_is_got_until_it_is_removed(store: ObjectStore) -> None:
    content = bytes(range(256)) * 4096
    store.put(NAME, content)
    assert store.get(NAME) == content
    store.remove(NAME)
    with pytest.raises(ObjectMissingError):
        store.get(NAME)


def test_removing_what_is_not_there_does_nothing(store: ObjectStore) -> None:
    store.remove("ffff")


@pytest.mark.parametrize("name", ["../escape", "a/b", "", "a.txt"])
def test_a_name_is_never_a_path(store: ObjectStore, name: str) -> None:
    with pytest.raises(ValueError, match="no path"):
        store.put(name, b"")


def test_a_folder_is_closed_to_other_users_of_the_machine(tmp_path: Path) -> None:
    local_store(tmp_path / "files")
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0
