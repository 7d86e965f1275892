"""What must always be true of the queue."""

from django.db.models import QuerySet

from recours.jobs.models import Job
from recours.jobs.states import State

SENTENCES = 20
ENDED = (State.DONE, State.DEAD, State.DISCARDED)


def invariants() -> dict[str, list[str]]:
    """Return what does not hold, a sentence each."""
    ended = Job.objects.filter(state__in=ENDED)
    living = Job.objects.exclude(state__in=ENDED)
    return {
        "a job that ended says when": _named(ended.filter(finished_at=None)),
        "a job that lives has not ended": _named(living.exclude(finished_at=None)),
        "a dead letter says what went wrong": _named(
            Job.objects.filter(state=State.DEAD, errors=[])
        ),
    }


def _named(rows: QuerySet[Job]) -> list[str]:
    return [
        f"{kind} {key}" for key, kind in rows.order_by("id").values_list("id", "kind")[:SENTENCES]
    ]
