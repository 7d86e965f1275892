"""Hands a sealed notification to the push service of a browser, wherever that is allowed.

The name is looked up here, its numbers are checked, and the line is opened to the very number that
was checked: a name that changes its mind in between leads nowhere else. No redirection is followed.
"""

import http.client
import secrets
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from recours.correspondence.errors import PostAway, PostDelays, PostRefuses, PostUnsure
from recours.correspondence.house import operator
from recours.correspondence.keyring import keys_of
from recours.correspondence.rules.push_services import (
    NotAService,
    Service,
    is_public,
    read_service,
)
from recours.correspondence.rules.sealed_push import (
    CURVE,
    SALT,
    private_key,
    public_point,
    seal,
    to_text,
    vapid,
)

KEY = "push.key"
PATIENCE = 5.0  # seconds, for everything: whoever gave the address may want us to wait
STAYS = 24 * 3600  # seconds a service keeps it for a browser that is closed
GONE = frozenset({404, 410})
BUSY = frozenset({429, 503})


class SubscriptionGone(Exception):
    """The service says that this browser is told nothing more."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """How services are reached. Tests play a service here: `private`, with its own root."""

    private: bool = False
    roots: str = ""

    def service(self, endpoint: str) -> tuple[Service, str]:
        """Return the service and a number of its own; raise `NotAService` or `PostAway`."""
        found = read_service(endpoint, private=self.private)
        try:
            told = socket.getaddrinfo(found.host, found.port, type=socket.SOCK_STREAM)
        except OSError as problem:
            raise PostAway(f"{found.host}: {problem}") from problem
        numbers = [str(one[4][0]) for one in told]
        if not self.private and not all(is_public(number) for number in numbers):
            raise NotAService(f"{found.host} is not on the Internet")
        return found, numbers[0]

    def carry(self, *, endpoint: str, public: str, secret: str, plain: bytes, at: datetime) -> str:
        """Return what the service answered.

        Raise `SubscriptionGone`, `PostDelays`, `PostRefuses`, `NotAService`; `PostAway` when
        nothing left, and `PostUnsure` when the answer was lost.
        """
        service, number = self.service(endpoint)
        body = seal(
            plain,
            public=public,
            secret=secret,
            salt=secrets.token_bytes(SALT),
            own=ec.generate_private_key(CURVE),
        )
        contact = str(operator()["email"])
        headers = {
            "Authorization": vapid(_own(), origin=service.origin, contact=contact, at=at),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(STAYS),
            "Urgency": "normal",
        }
        with closing(self._dial(service, number)) as line, _not_for_long(line):
            status = _post(line, service, body, headers)
        return _meaning(status, service)

    def _dial(self, service: Service, number: str) -> http.client.HTTPSConnection:
        context = ssl.create_default_context(cafile=self.roots or None)
        line = http.client.HTTPSConnection(service.host, service.port, context=context)
        try:
            raw = socket.create_connection((number, service.port), timeout=PATIENCE)
            line.sock = context.wrap_socket(
                raw, server_hostname=service.host, do_handshake_on_connect=False
            )
        except OSError as problem:
            raise PostAway(f"{service.host}: {problem}") from problem
        return line


@contextmanager
def _not_for_long(line: http.client.HTTPSConnection) -> Iterator[None]:
    """Hang up when all of it takes too long, one byte at a time included."""
    watch = threading.Timer(PATIENCE, _hang_up, (line.sock,))
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _post(
    line: http.client.HTTPSConnection, service: Service, body: bytes, headers: dict[str, str]
) -> int:
    try:
        line.sock.do_handshake()
    except OSError as problem:
        raise PostAway(f"{service.host}: {problem}") from problem
    try:
        line.request("POST", service.path, body, headers)
        return line.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise PostUnsure(f"{service.host}: {type(problem).__name__}") from problem


def _meaning(status: int, service: Service) -> str:
    if status in GONE:
        raise SubscriptionGone(f"{service.host}: {status}")
    if status in BUSY:
        raise PostDelays(f"{service.host}: {status}")
    if not 200 <= status < 300:  # noqa: PLR2004  # the class of success
        raise PostRefuses(f"{service.host}: {status}")
    return f"{status} {service.host}"


def _own() -> ec.EllipticCurvePrivateKey:
    return private_key(keys_of(KEY)[0])


def public_key() -> str:
    """Return what browsers are told of the house, made at the first call under RECOURS_DATA."""
    return to_text(public_point(_own()))


def here() -> str:
    """Return where the words of a notification lead: the customer's space."""
    return f"{settings.SITE_URL}/espace/"
