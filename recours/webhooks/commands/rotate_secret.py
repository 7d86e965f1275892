"""Give an endpoint another secret; the former one still signs for a day."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from recours.webhooks.errors import EndpointNotFound
from recours.webhooks.models import Endpoint
from recours.webhooks.rules.signing import LENGTH, write_secret
from recours.webhooks.sealing import seal

BOTH = timedelta(hours=24)


@transaction.atomic
def rotate_secret(*, endpoint: str, at: datetime) -> str:
    """Return the new secret, once; raise `EndpointNotFound`."""
    row = Endpoint.objects.select_for_update().filter(pk=endpoint).first()
    if row is None:
        raise EndpointNotFound(endpoint)
    fresh = secrets.token_bytes(LENGTH)
    row.previous, row.previous_until = row.secret, at + BOTH
    row.secret = seal(fresh, of=str(row.pk))
    row.save(update_fields=["secret", "previous", "previous_until"])
    return write_secret(fresh)
