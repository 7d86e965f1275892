"""Which addresses may be called: read strictly, then each number a name stands for. Pure."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from recours.webhooks.errors import BadAddress

LONGEST = 500
SECURE_PORT, PLAIN_PORT = 443, 80
LOWEST_OTHER_PORT, HIGHEST_PORT = 1024, 65535
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_TARGET = re.compile(r"/[!-~]*")
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


@dataclass(frozen=True, slots=True)
class Address:
    """Where to send: `target` is the path and the query."""

    host: str
    port: int
    target: str
    secure: bool

    @property
    def named(self) -> str:
        """Return what the Host header says."""
        usual = SECURE_PORT if self.secure else PLAIN_PORT
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return shown if self.port == usual else f"{shown}:{self.port}"


def read_address(text: str, *, local: bool) -> Address:
    """Return the parts of an address; raise `BadAddress` with a code that says what is wrong.

    `local` lets http, any port and any name in: for development, never for a site.
    """
    if len(text) > LONGEST or not text.isascii() or any(c.isspace() for c in text):
        raise BadAddress("malformed")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as wrong:
        raise BadAddress("malformed") from wrong
    if parts.scheme not in ({"http", "https"} if local else {"https"}):
        raise BadAddress("not-https")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadAddress("malformed")
    secure = parts.scheme == "https"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not _TARGET.fullmatch(target) or "\\" in text:
        raise BadAddress("malformed")
    address = Address(
        host=_host(parts.hostname or "", local=local),
        port=(SECURE_PORT if secure else PLAIN_PORT) if port is None else port,
        target=target,
        secure=secure,
    )
    if not local and not _is_usual(address.port):
        raise BadAddress("port")
    return address


def _is_usual(port: int) -> bool:
    return port == SECURE_PORT or LOWEST_OTHER_PORT <= port <= HIGHEST_PORT


def _host(text: str, *, local: bool) -> str:
    """Return the name; a number must be written whole and public, never in another base."""
    host = text.rstrip(".").lower()
    try:
        number = ip_address(host)
    except ValueError:
        labels = host.split(".")
        if not all(_LABEL.fullmatch(label) for label in labels):
            raise BadAddress("malformed") from None
        if not local and (len(labels) < 2 or not labels[-1][0].isalpha()):  # noqa: PLR2004
            raise BadAddress("private") from None
        return host
    if not (local or is_public(str(number))):
        raise BadAddress("private")
    return host


def is_public(number: str) -> bool:
    """Say whether a number is one of the Internet's, itself and whatever is wrapped in it."""
    try:
        address = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        return _is_public_6(address)
    return _is_public_4(address)


def _is_public_4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_public_6(address: IPv6Address) -> bool:
    if address.is_multicast or not address.is_global or any(address in net for net in _TRANSLATED):
        return False
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    return all(_is_public_4(one) for one in inside if one is not None)
