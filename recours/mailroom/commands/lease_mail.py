"""Take messages that wait to be read, so that two workers do not read the same ones."""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from recours.mailroom.models import Incoming
from recours.mailroom.states import Standing

FREE = Q(lease_until=None) | Q(lease_until__lt=Now())


def lease_mail(*, limit: int, lease: timedelta) -> list[str]:
    """Return the keys of the oldest messages nobody holds, by the clock of the database.

    A lease only spares work: it is the row itself, held while it is filed, that makes one filing.
    """
    waiting = Incoming.objects.filter(FREE, state=Standing.PENDING)
    if not waiting.exists():  # a reading first: most of the time there is nothing to lock
        return []
    with transaction.atomic():
        chosen = waiting.select_for_update(skip_locked=True).order_by("received_at", "id")
        keys = list(chosen.values_list("pk", flat=True)[:limit])
        Incoming.objects.filter(pk__in=keys, state=Standing.PENDING).update(
            claim=uuid4().hex, lease_until=Now() + lease, attempts=F("attempts") + 1
        )
    return [str(key) for key in keys]
