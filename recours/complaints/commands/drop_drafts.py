"""Remove the forms nobody has touched for long, sent or not."""

from datetime import datetime
from uuid import UUID

from recours.complaints.models import Draft


def drop_drafts(*, before: datetime, limit: int) -> list[UUID]:
    """Return the keys of the forms removed: those last changed before that moment, a few at once.

    What became a complaint is in the register; its form is only a copy.
    """
    old = Draft.objects.filter(changed_at__lt=before).order_by("changed_at")
    keys = list(old.values_list("key", flat=True)[:limit])
    Draft.objects.filter(key__in=keys, changed_at__lt=before).delete()
    return keys
