"""Remove the files of large messages that no row names: left by a crash before the commit."""

from datetime import datetime, timedelta

from recours.mailroom import shelf
from recours.mailroom.models import RawMail

FORGOTTEN_AFTER = timedelta(hours=24)


def sweep_arrivals(*, at: datetime) -> int:
    """Return how many files, untouched for 24 hours and named by nothing, were removed."""
    removed = 0
    for place in shelf.older_than((at - FORGOTTEN_AFTER).timestamp()):
        if not RawMail.objects.filter(sha256=place.name).exists():
            place.unlink(missing_ok=True)
            removed += 1
    return removed
