"""Hand to each operator the corrections its own ledger owes, and read back what it posted."""

from datetime import datetime

from django.conf import settings

from recours.loyalty.commands.confirm_corrections import confirm_corrections
from recours.loyalty.commands.export_corrections import export_corrections
from recours.loyalty.queries import programmes


def export_corrections_to_operators(*, at: datetime) -> int:
    """Return how many corrections were handed over; those found in a statement are confirmed."""
    handed = 0
    for programme in programmes():
        if programme.ledger_keeper == "operator":
            folder = settings.DATA / "corrections"
            handed += export_corrections(programme=programme.code, folder=folder, at=at).corrections
            confirm_corrections(programme=programme.code, at=at)
    return handed
