"""Mark the promises whose day has come: they come back to the lists by themselves."""

from datetime import date, datetime

from recours.complaints.models import Promise
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def mark_due_promises(*, today: date, at: datetime, limit: int) -> int:
    """Return how many came due: promised for today or before, neither kept nor broken."""
    waiting = (
        Promise.objects.select_for_update(of=("self",))
        .select_related("complaint")
        .filter(due_on__lte=today, came_due_at=None, kept_at=None, broken_at=None)
        .order_by("due_on", "id")[:limit]
    )
    rows = list(waiting)
    if not rows:
        return 0
    Promise.objects.filter(pk__in=[row.pk for row in rows]).update(came_due_at=at)
    facts = [
        Fact(
            kind="promise.came_due",
            account=row.complaint.reference,
            body={"promise": str(row.pk), "due_on": row.due_on.isoformat()},
        )
        for row in rows
    ]
    append(facts=facts, at=at)
    return len(rows)
