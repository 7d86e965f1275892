"""Forget jobs that are long done."""

from datetime import datetime, timedelta

from recours.jobs.models import Job
from recours.jobs.states import State

DONE_KEPT = timedelta(days=7)
DISCARDED_KEPT = timedelta(days=90)
AT_ONCE = 5000


def prune(*, at: datetime) -> int:
    """Return how many rows were removed: done for 7 days, given up for 90; a dead letter stays."""
    return _remove(State.DONE, at - DONE_KEPT) + _remove(State.DISCARDED, at - DISCARDED_KEPT)


def _remove(state: State, before: datetime) -> int:
    removed = 0
    while True:
        old = Job.objects.filter(state=state, finished_at__lt=before)
        keys = list(old.values_list("pk", flat=True)[:AT_ONCE])
        if not keys:
            return removed
        removed += Job.objects.filter(pk__in=keys, state=state).delete()[0]
