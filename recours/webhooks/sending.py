"""Calls an address over the network, and only the one that was checked.

The name is asked for once, every number it stands for must be public, and we connect to one of
those numbers: a name that changes its mind is not asked again. Nothing is followed, little is read,
and it all ends in time.
"""

import re
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from django.conf import settings

from recours.webhooks.errors import NotDelivered
from recours.webhooks.rules.addresses import Address, is_public, read_address

PATIENCE = 10.0  # seconds in all
MOST_READ = 16_384  # bytes of the answer: its first line is what we want
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9][0-9])(?: [^\r\n]*)?\r?\n")
_INTERIM = re.compile(rb"HTTP/1\.[01] 1[0-9][0-9][^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said, and how long it took."""

    status: int
    milliseconds: int


def post(
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
    tls: ssl.SSLContext | None = None,
    patience: float = PATIENCE,
) -> Answer:
    """Return the status of the answer; raise `BadAddress` or `NotDelivered` when there is none."""
    address = read_address(url, local=settings.WEBHOOKS_LOCAL)
    began = time.monotonic()
    end = began + patience
    number = _resolve(address)
    try:
        with closing(_connect(address, number, end, tls)) as line:
            _send(line, _request(address, headers, body), end)
            status = _status(line, end)
    except ssl.SSLError as problem:
        raise NotDelivered("tls") from problem
    except TimeoutError as problem:
        raise NotDelivered("timeout") from problem
    except OSError as problem:
        raise NotDelivered("connection") from problem
    return Answer(status, int(1000 * (time.monotonic() - began)))


def _resolve(address: Address) -> str:
    """Return the number to call: one that was checked with all its brothers."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise NotDelivered("name") from problem
    numbers = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not settings.WEBHOOKS_LOCAL and not all(is_public(number) for number in numbers):
        raise NotDelivered("private")
    if not numbers:
        raise NotDelivered("name")
    return numbers[0]


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _connect(
    address: Address, number: str, end: float, tls: ssl.SSLContext | None
) -> socket.socket:
    line = socket.create_connection((number, address.port), timeout=_left(end))
    if not address.secure:
        return line
    try:
        line.settimeout(_left(end))
        context = tls or ssl.create_default_context()
        return context.wrap_socket(line, server_hostname=address.host)
    except BaseException:
        line.close()
        raise


def _request(address: Address, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = {
        "Host": address.named,
        "User-Agent": "Recours-Webhooks/1",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {address.target} HTTP/1.1\r\n{head}\r\n".encode("ascii") + body


def _send(line: socket.socket, data: bytes, end: float) -> None:
    line.settimeout(_left(end))
    line.sendall(data)


def _status(line: socket.socket, end: float) -> int:
    """Read as far as the status; whatever the receiver adds is left unread."""
    read = b""
    while len(read) < MOST_READ:
        line.settimeout(_left(end))
        piece = line.recv(4096)
        read = _INTERIM.sub(b"", read + piece, count=1)
        if found := _STATUS.match(read):
            if not found[1].startswith(b"1"):
                return int(found[1])
        elif not piece or b"\n" in read:
            break
        if not piece:
            break
    raise NotDelivered("not-http")
