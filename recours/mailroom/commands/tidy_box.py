"""Say whether old messages put aside in a mailbox are to be removed now: once a day."""

from datetime import datetime, timedelta

from django.db.models import Q

from recours.mailroom.models import Box

A_DAY = timedelta(days=1)


def tidy_box(*, name: str, at: datetime) -> bool:
    """Return True once a day for each mailbox, whatever the clock did in between."""
    due = Q(tidied_at=None) | Q(tidied_at__lte=at - A_DAY) | Q(tidied_at__gt=at + A_DAY)
    return bool(Box.objects.filter(due, pk=name[:200]).update(tidied_at=at))
