"""Note that a case could not be indexed, and when to try again."""

from datetime import datetime, timedelta

from django.db.models import F

from recours.search.models import Waiting

LONGEST = timedelta(hours=1)
FIRST = timedelta(seconds=5)


def note_failure(
    *, about: str, mark: int, attempts: int, error: BaseException, at: datetime
) -> None:
    """Wait twice as long as the last time, one hour at most; it is never given up."""
    wait = min(LONGEST, FIRST * 2 ** min(attempts, 12))
    Waiting.objects.filter(about=about, mark=mark).update(
        attempts=F("attempts") + 1,
        next_try_at=at + wait,
        reason=type(error).__name__[:120],
    )
