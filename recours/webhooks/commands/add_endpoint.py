"""Have an address told of some events."""

import secrets
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from recours.webhooks.errors import BadAddress, TooManyEndpoints
from recours.webhooks.models import Endpoint
from recours.webhooks.rules.addresses import read_address
from recours.webhooks.rules.events import check_events
from recours.webhooks.rules.signing import LENGTH, write_secret
from recours.webhooks.sealing import seal

MOST = 50
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class AddedEndpoint:
    """The endpoint just made: the only time its secret is seen."""

    id: str
    secret: str


def add_endpoint(
    *,
    name: str,
    url: str,
    events: Iterable[str],
    programmes: Collection[str] | None,
    by: str,
    at: datetime,
) -> AddedEndpoint:
    """Return the secret, once; raise `BadAddress`, `UnknownEvent` or `TooManyEndpoints`.

    An address listens once: a form sent twice adds nothing.
    """
    read_address(url, local=settings.WEBHOOKS_LOCAL)
    wanted = check_events(events)
    if not wanted:
        raise BadAddress("no-event")
    if Endpoint.objects.filter(url=url).exists():
        raise BadAddress("taken")
    if Endpoint.objects.count() >= MOST:
        raise TooManyEndpoints(MOST)
    key, secret = uuid.uuid4(), secrets.token_bytes(LENGTH)
    Endpoint.objects.create(
        id=key,
        name=" ".join(name.split())[:LONGEST_NAME],
        url=url,
        events=wanted,
        programmes=None if programmes is None else sorted(programmes),
        secret=seal(secret, of=str(key)),
        created_at=at,
        created_by=by,
    )
    return AddedEndpoint(str(key), write_secret(secret))
