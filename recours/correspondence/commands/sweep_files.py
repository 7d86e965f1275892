"""Remove the files that no row names: left by transactions that were undone, or by a crash."""

from datetime import datetime, timedelta

from recours.correspondence import store
from recours.correspondence.models import Attachment, Derivative, Outbox
from recours.correspondence.quota import forget_turns

FORGOTTEN_AFTER = timedelta(hours=24)


def sweep_files(*, at: datetime) -> int:
    """Return how many files, untouched for 24 hours and named by nothing, were removed."""
    removed = 0
    for place in store.older_than((at - FORGOTTEN_AFTER).timestamp()):
        if not _is_named(place.name):
            place.unlink(missing_ok=True)
            removed += 1
    forget_turns(at=at)
    return removed


def _is_named(sha256: str) -> bool:
    if Attachment.objects.filter(sha256=sha256).exists():
        return True
    if Derivative.objects.filter(sha256=sha256).exists():
        return True
    return Outbox.objects.filter(raw_sha256=sha256).exists()
