"""Where a notification may be sent: an address that a browser gave, and that we do not believe.

Only https, only the ordinary port, only names; and the numbers behind the name must be public, at
the moment it is kept and again at the moment something is sent there.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

LONGEST = 1000
SECURE = 443
_NAME = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z]")
_READABLE = re.compile(r"[!-~]+")
_WRAPS = ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")
_WRAPS_ANOTHER = tuple(ip_network(net) for net in _WRAPS)


class NotAService(ValueError):
    """Nothing is sent to this address."""


@dataclass(frozen=True, slots=True)
class Service:
    """A push service: the machine, and what is asked of it."""

    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Return the site, as signatures name it."""
        return f"https://{self.host}" + ("" if self.port == SECURE else f":{self.port}")


def read_service(endpoint: str, *, private: bool = False) -> Service:
    """Return the service; raise `NotAService`. `private` is for a service of this very machine."""
    if len(endpoint) > LONGEST or not _READABLE.fullmatch(endpoint):
        raise NotAService("malformed")
    try:
        told = urlsplit(endpoint)
        host, port = told.hostname or "", told.port or SECURE
    except ValueError as problem:
        raise NotAService("malformed") from problem
    if told.scheme != "https" or told.username is not None or told.fragment:
        raise NotAService("https only")
    if not private and (port != SECURE or not _NAME.fullmatch(host)):
        raise NotAService("a public name and its ordinary port")
    return Service(host, port, f"{told.path or '/'}{'?' if told.query else ''}{told.query}")


def is_public(number: str) -> bool:
    """Say whether a number is one of the Internet's, and wraps no other."""
    try:
        address = ip_address(number)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    wraps = any(address in net for net in _WRAPS_ANOTHER)
    return address.is_global and not address.is_multicast and not wraps
