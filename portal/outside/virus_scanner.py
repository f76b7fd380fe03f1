"""Asking clamd whether a file holds a virus (its INSTREAM command, over TCP or a local socket)."""

import socket
import struct
from contextlib import closing

_PART = 64 * 1024
_WAIT_SECONDS = 60
_ANSWER_AT_MOST = 4096


class ScannerSilentError(Exception):
    """clamd cannot be reached, or does not answer as it should: ask again later."""


def holds_virus(address: str, content: bytes) -> bool:
    """``address`` is ``host:port``, or the path of a socket. Raises ScannerSilentError."""
    try:
        with closing(_connect(address)) as talk:
            talk.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _PART):
                part = content[start : start + _PART]
                talk.sendall(struct.pack("!I", len(part)) + part)
            talk.sendall(struct.pack("!I", 0))
            answer = _read_answer(talk)
    except OSError as error:
        raise ScannerSilentError(type(error).__name__) from error
    if answer.endswith("OK"):
        return False
    if answer.endswith("FOUND"):
        return True
    raise ScannerSilentError("neither OK nor FOUND")


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        talk.settimeout(_WAIT_SECONDS)
        try:
            talk.connect(address)
        except OSError:
            talk.close()
            raise
        return talk
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_WAIT_SECONDS)


def _read_answer(talk: socket.socket) -> str:
    answer = b""
    while b"\0" not in answer and len(answer) < _ANSWER_AT_MOST:
        more = talk.recv(_ANSWER_AT_MOST)
        if not more:
            break
        answer += more
    return answer.split(b"\0")[0].decode("ascii", "replace").strip()
