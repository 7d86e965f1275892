"""Give a job up."""

from datetime import datetime

from django.db import transaction

from recours.jobs.errors import JobNotFound
from recours.jobs.models import Job
from recours.jobs.states import MOVES, State
from recours.kernel.states import check_move


@transaction.atomic
def discard(*, job: str, at: datetime) -> None:
    """Set aside a job that waits or is dead; raise `ForbiddenMove` when it runs or is done."""
    row = Job.objects.select_for_update().filter(pk=job).first()
    if row is None:
        raise JobNotFound(job)
    check_move(MOVES, State(row.state), State.DISCARDED)
    Job.objects.filter(pk=job, state=row.state).update(state=State.DISCARDED, finished_at=at)
