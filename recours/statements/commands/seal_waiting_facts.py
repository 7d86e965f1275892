"""Seal, for every programme, the facts that came by API since the last time."""

from datetime import datetime

from recours.statements.commands.seal_late_facts import seal_late_facts
from recours.statements.models import Shelf

AUTHOR = "Recours"


def seal_waiting_facts(*, at: datetime) -> int:
    """Return how many lines were sealed, a batch for each programme and kind that had some."""
    waiting = Shelf.objects.filter(late__gt=0).order_by("programme", "kind")
    reports = [
        seal_late_facts(programme=programme, kind=kind, author=AUTHOR, at=at)
        for programme, kind in waiting.values_list("programme", "kind")
    ]
    return sum(report.rows_new for report in reports if report)
