"""Ask for a piece of work, in the caller's transaction."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recours.jobs.models import Job

KEYS = uuid.UUID("0b6f6f4e-55a3-5b61-9d5b-2f0c1f2a7e11")  # ours, so that a key always names one job


def enqueue(
    *,
    kind: str,
    payload: Mapping[str, Any],
    at: datetime,
    unique_key: str | None = None,
    run_after: datetime | None = None,
    priority: int = 0,
    max_attempts: int = 5,
    backoff: int = 5,
    backend: str = "",
) -> str:
    """Return the key of the job: one INSERT, undone with the caller's transaction.

    A `unique_key` is one job until it is pruned: asking again writes nothing and returns the same
    key. `backoff` is the wait after the first failure, in seconds.
    """
    job = Job(
        id=uuid.uuid5(KEYS, unique_key) if unique_key else uuid.uuid4(),
        kind=kind,
        payload=dict(payload),
        backend=backend,
        priority=priority,
        unique_key=unique_key,
        enqueued_at=at,
        run_after=run_after or at,
        max_attempts=max_attempts,
        backoff=backoff,
    )
    Job.objects.bulk_create([job], ignore_conflicts=unique_key is not None)
    return str(job.pk)
