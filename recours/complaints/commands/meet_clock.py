"""Write that what a clock asked for was done."""

from datetime import datetime

from recours.complaints.models import Clock, Complaint


def meet_clock(*, reference: str, rule: str, at: datetime) -> None:
    """Stop one clock of the operator; the next one of the complaint becomes the nearest."""
    complaint = Complaint.objects.select_for_update().get(reference=reference)
    Clock.objects.filter(complaint=complaint, rule=rule, met_at=None).update(met_at=at)
    running = (
        Clock.objects.filter(complaint=complaint, owed_by="operator", met_at=None)
        .order_by("operator_due", "rule")
        .first()
    )
    if running is not None and running.rule != complaint.next_rule:
        complaint.next_due, complaint.next_rule = running.operator_due, running.rule
        complaint.save(update_fields=["next_due", "next_rule"])
