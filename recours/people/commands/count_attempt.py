"""Count an attempt against its limit, in the database, whoever else counts at the same time."""

import hashlib
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from recours.people.errors import TooManyAttempts
from recours.people.models import AttemptCount

BUCKETS = 2**20  # the table is never larger, whatever is thrown at it


def _bucket(kind: str, key: str) -> int:
    digest = hashlib.sha256(f"{kind}\0{key}".encode()).digest()
    return int.from_bytes(digest[:4]) % BUCKETS


def _takes(bucket: int, limit: int, seconds: int, at: datetime) -> bool:
    """Add one to the running window, or open a new one; say whether it was possible."""
    row = AttemptCount.objects.filter(bucket=bucket)
    opened = at - timedelta(seconds=seconds)
    if row.filter(window_start__gt=opened, count__lt=limit).update(count=F("count") + 1):
        return True
    return bool(row.filter(window_start__lte=opened).update(count=1, window_start=at))


def count_attempt(*, kind: str, key: str, limit: int, seconds: int, at: datetime) -> None:
    """Count one; raise `TooManyAttempts` when `limit` were counted within `seconds`.

    Call it outside the transaction of the act: a refusal rolled back must stay counted.
    """
    bucket = _bucket(kind, key)
    if _takes(bucket, limit, seconds, at):
        return
    try:
        with transaction.atomic():
            AttemptCount.objects.create(bucket=bucket, window_start=at, count=1)
    except IntegrityError as exists:
        if _takes(bucket, limit, seconds, at):
            return
        started = AttemptCount.objects.values_list("window_start", flat=True).get(bucket=bucket)
        left = started + timedelta(seconds=seconds) - at
        raise TooManyAttempts(max(1, int(left.total_seconds()) + 1)) from exists
