"""Write down which work comes back, and when."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from recours.jobs.models import Schedule
from recours.jobs.rules import Plan, next_slot


@transaction.atomic
def plan_schedules(*, plans: Sequence[Plan], at: datetime) -> None:
    """Make the table equal to the plans; a plan that did not change keeps its next slot."""
    known = {row.key: row for row in Schedule.objects.select_for_update()}
    for plan in plans:
        if not _is_same(known.get(plan.key), plan):
            Schedule.objects.update_or_create(key=plan.key, defaults=_row(plan, at))
    gone = known.keys() - {plan.key for plan in plans}
    if gone:
        Schedule.objects.filter(key__in=gone).delete()


def _is_same(row: Schedule | None, plan: Plan) -> bool:
    return row is not None and (row.cron, row.timezone, row.kind, row.payload) == (
        plan.cron,
        plan.timezone,
        plan.kind,
        dict(plan.payload),
    )


def _row(plan: Plan, at: datetime) -> dict[str, object]:
    return {
        "cron": plan.cron,
        "timezone": plan.timezone,
        "kind": plan.kind,
        "payload": dict(plan.payload),
        "next_run": next_slot(cron=plan.cron, timezone=plan.timezone, after=at),
    }
