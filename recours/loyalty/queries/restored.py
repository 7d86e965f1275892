"""The points that were restored, whatever the ledger."""

from recours.loyalty.models import Restoration


def points_restored(reason: str) -> dict[str, int]:
    """Return the points restored for that reason, by source."""
    rows = Restoration.objects.filter(reason=reason).order_by("id")
    return dict(rows.values_list("source", "points").iterator())
