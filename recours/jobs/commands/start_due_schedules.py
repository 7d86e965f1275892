"""Put in the queue the work whose hour has come."""

from datetime import datetime

from django.db import transaction

from recours.jobs.commands.enqueue import enqueue
from recours.jobs.models import Schedule
from recours.jobs.rules import next_slot


def start_due_schedules(*, at: datetime) -> int:
    """Return how many were started: each slot once, whatever the number of workers.

    Slots missed while no worker ran are worked once, not once each.
    """
    due = list(Schedule.objects.filter(next_run__lte=at))
    return sum(_start(schedule, at) for schedule in due)


@transaction.atomic
def _start(schedule: Schedule, at: datetime) -> bool:
    slot = schedule.next_run
    following = next_slot(cron=schedule.cron, timezone=schedule.timezone, after=at)
    mine = Schedule.objects.filter(key=schedule.key, next_run=slot).update(next_run=following)
    if mine:
        enqueue(
            kind=schedule.kind,
            payload=schedule.payload,
            at=at,
            unique_key=f"{schedule.key}@{slot.isoformat()}",
        )
    return bool(mine)
