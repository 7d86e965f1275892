"""Take charge of a mailbox for a while, so that two workers do not empty the same one."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from recours.mailroom.models import Box


def lease_box(*, name: str, door: str, holder: str, lease: timedelta) -> bool:
    """Return whether `holder` has it now, by the clock of the database; asked again, it lasts."""
    if not Box.objects.filter(pk=name[:200]).exists():
        Box.objects.bulk_create([Box(name=name[:200], door=door)], ignore_conflicts=True)
    free = Q(claim__in=["", holder[:100]]) | Q(lease_until=None) | Q(lease_until__lt=Now())
    mine = Box.objects.filter(free, pk=name[:200])
    return bool(mine.update(claim=holder[:100], door=door, lease_until=Now() + lease))
