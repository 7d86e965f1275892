"""Write how a door goes: looked at and well, or in trouble, in words for a person."""

from datetime import datetime

from django.db.models import F

from recours.mailroom.models import Box


def report_box(
    *, name: str, door: str, at: datetime, backlog: int | None = None, trouble: str = ""
) -> int:
    """Return how often it failed in a row; a look that went well starts from nothing again.

    `trouble` stays written, with its time, after things went well again: a person may ask why.
    """
    box = Box.objects.filter(pk=name[:200])
    if not box.exists():
        Box.objects.bulk_create([Box(name=name[:200], door=door)], ignore_conflicts=True)
    if trouble:
        box.update(trouble=trouble[:300], trouble_at=at, failures=F("failures") + 1)
        return box.values_list("failures", flat=True).first() or 0
    box.update(looked_at=at, backlog=backlog, failures=0)
    return 0
