"""Asks clamd what it thinks of some bytes: INSTREAM, over TCP or a local socket."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlparse

from django.conf import settings

from recours.correspondence.errors import AntivirusAway

PIECE = 65_536
SECONDS = 20
LONGEST_ANSWER = 4_096
PORT = 3310


@dataclass(frozen=True, slots=True)
class Finding:
    """What the antivirus says: the name of what it found, or nothing; or that it cannot tell."""

    found: str = ""
    too_large: bool = False


def is_configured() -> bool:
    """Say whether there is an antivirus to ask."""
    return bool(settings.CLAMD)


def inspect(data: bytes) -> Finding:
    """Return what clamd finds; raise `AntivirusAway` when it does not answer, or not clearly."""
    try:
        with _connection() as line:
            line.sendall(b"zINSTREAM\0")
            sent = _send(line, data)
            said = _hear(line)
    except OSError as problem:
        raise AntivirusAway(str(problem)) from problem
    return _understood(said, sent=sent)


def answers() -> str:
    """Return the version clamd says it is; raise `AntivirusAway`."""
    try:
        with _connection() as line:
            line.sendall(b"zVERSION\0")
            return _hear(line)
    except OSError as problem:
        raise AntivirusAway(str(problem)) from problem


@contextmanager
def _connection() -> Iterator[socket.socket]:
    place = urlparse(settings.CLAMD)
    if place.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        address: str | tuple[str, int] = place.path
    else:
        line = socket.socket()
        line.settimeout(SECONDS)
        address = (place.hostname or "127.0.0.1", place.port or PORT)
    with line:
        line.connect(address)
        yield line


def _send(line: socket.socket, data: bytes) -> bool:
    """Send the bytes in pieces; return False when clamd hung up before the end."""
    try:
        for place in range(0, len(data), PIECE):
            piece = data[place : place + PIECE]
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        return False  # it answers before it hangs up: too large, most often
    return True


def _hear(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _understood(said: str, *, sent: bool) -> Finding:
    _, _, verdict = said.partition(": ")
    if verdict == "OK" and sent:
        return Finding()
    if verdict.endswith(" FOUND"):
        return Finding(found=verdict.removesuffix(" FOUND")[:200])
    if "size limit exceeded" in said:
        return Finding(too_large=True)
    raise AntivirusAway(said[:200] or "no answer")
