"""Give a dead letter another chance."""

from datetime import datetime

from django.db import transaction

from recours.jobs.errors import JobNotFound
from recours.jobs.models import Job
from recours.jobs.states import MOVES, State
from recours.kernel.states import check_move


@transaction.atomic
def retry(*, job: str, at: datetime) -> None:
    """Put a dead job back in the queue with all its attempts; raise `ForbiddenMove` otherwise."""
    row = Job.objects.select_for_update().filter(pk=job).first()
    if row is None:
        raise JobNotFound(job)
    check_move({**MOVES, State.RUNNING: frozenset()}, State(row.state), State.READY)
    Job.objects.filter(pk=job, state=State.DEAD).update(
        state=State.READY, attempts=0, run_after=at, finished_at=None
    )
