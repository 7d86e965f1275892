"""Write that what a clock asked for was done."""

from datetime import datetime

from recours.complaints.models import Complaint
from recours.complaints.timing import running, set_nearest


def meet_clock(*, reference: str, rule: str, at: datetime) -> None:
    """Stop one clock of the operator; the next one of the complaint becomes the nearest."""
    complaint = Complaint.objects.select_for_update().get(reference=reference)
    running(complaint).filter(rule=rule, met_at=None).update(met_at=at)
    if fields := set_nearest(complaint):
        complaint.save(update_fields=fields)
