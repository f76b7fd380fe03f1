"""Asking clamd, against a stand-in that speaks its INSTREAM command over a real socket."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from portal.outside.virus_scanner import ScannerSilentError, holds_virus


@dataclass
class Clamd:
    """Finds a virus in whatever contains this word, and keeps what it was sent."""

    listener: socket.socket
    answer: bytes | None = None
    got: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.listener.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                talk, _ = self.listener.accept()
            except OSError:
                return
            with closing(talk), talk.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                content = b""
                while (size := struct.unpack("!I", sent.read(4))[0]) > 0:
                    content += sent.read(size)
                self.got.append(content)
                found = b"stream: Eicar FOUND\0" if b"virus" in content else b"stream: OK\0"
                talk.sendall(found if self.answer is None else self.answer)


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Clamd(listener)
        threading.Thread(target=made.serve, daemon=True).start()
        yield made
        listener.shutdown(socket.SHUT_RDWR)


def test_the_scanner_sees_the_whole_file_and_its_word_is_taken(clamd: Clamd) -> None:
    content = b"x" * 200_000 + b" virus"
    assert holds_virus(clamd.address, content)
    assert not holds_virus(clamd.address, b"clean")
    assert clamd.got == [content, b"clean"]


@pytest.mark.parametrize("answer", [b"", b"stream: size limit exceeded ERROR\0"])
def test_anything_but_a_clear_word_is_no_word(clamd: Clamd, answer: bytes) -> None:
    clamd.answer = answer
    with pytest.raises(ScannerSilentError):
        holds_virus(clamd.address, b"clean")


def test_a_scanner_that_is_away_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ScannerSilentError):
        holds_virus(f"127.0.0.1:{port}", b"clean")
    with pytest.raises(ScannerSilentError):
        holds_virus("/nowhere/clamd.sock", b"clean")
