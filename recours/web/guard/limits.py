"""How many times an address may try something, counted in the database."""

import ipaddress
from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest

from recours.people.commands.count_attempt import count_attempt

_IPV6_NETWORK = 64


class Limit(NamedTuple):
    """So many attempts within so many seconds."""

    attempts: int
    seconds: int


SIGN_IN = Limit(20, 60)
CODE_BY_NETWORK = Limit(20, 600)
CODE_BY_ADDRESS = Limit(4, 600)
CODE_BY_ADDRESS_AND_DAY = Limit(20, 86_400)
PUBLIC_FORM = Limit(60, 600)


def client_network(request: HttpRequest) -> str:
    """Return where the request comes from: the IPv4 address, or the /64 of an IPv6 one.

    X-Forwarded-For is believed only for as many proxies as the settings declare.
    """
    proxies: int = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    text = request.META.get("REMOTE_ADDR", "")
    if proxies and len(hops) >= proxies:
        text = hops[-proxies]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _IPV6_NETWORK), strict=False))


def limit_network(request: HttpRequest, kind: str, limit: Limit) -> None:
    """Count one attempt of this kind from there; raise `TooManyAttempts`."""
    limit_key(client_network(request), kind, limit)


def limit_key(key: str, kind: str, limit: Limit) -> None:
    """Count one attempt of this kind for this key; raise `TooManyAttempts`."""
    count_attempt(
        kind=kind, key=key, limit=limit.attempts, seconds=limit.seconds, at=datetime.now(tz=UTC)
    )
