"""Write that a complaint that was said is now written: its written clocks start, once."""

from datetime import date, datetime

from recours.complaints.errors import ComplaintNotFound
from recours.complaints.models import Complaint, Invitation, Merge
from recours.complaints.rules.clocks import start_clocks
from recours.complaints.timing import WRITTEN_FROM, bring, own, set_nearest, start_missing
from recours.complaints.timing import written_on as day_written
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def confirm_writing(*, reference: str, written_on: date, by: str, at: datetime) -> bool:
    """Return whether this wrote it; what is written already keeps its day and its clocks.

    The clocks that run since it was said go on from that day: only those that the law counts from
    a written complaint start here. `by` is "link", "mail", "letter" or "desk".
    """
    complaint = Complaint.objects.select_for_update().filter(reference=reference).first()
    if complaint is None:
        raise ComplaintNotFound(reference)
    if own(complaint).filter(rule=WRITTEN_FROM).exists():
        return False
    started = start_missing(
        complaint,
        start_clocks(received_on=written_on, written_on=written_on, region=complaint.region),
        at=at,
    )
    complaint.written_on = day_written(complaint)
    complaint.version += 1
    complaint.save(update_fields=["written_on", "version", *set_nearest(complaint)])
    Invitation.objects.filter(complaint=complaint, confirmed_at=None).update(
        confirmed_at=at, confirmed_by=by
    )
    _tell_the_lead(complaint, at)
    append(facts=[_fact(complaint, written_on, started, by)], at=at)
    return True


def _tell_the_lead(complaint: Complaint, at: datetime) -> None:
    """Let the complaint it was joined to count from that day too, if it is the first."""
    join = Merge.objects.filter(merged=complaint, undone_at=None).first()
    if join is None:
        return
    lead = Complaint.objects.select_for_update().get(pk=join.kept_id)
    bring(join, at=at)
    lead.written_on = day_written(lead)
    lead.save(update_fields=["written_on", *set_nearest(lead)])


def _fact(complaint: Complaint, written_on: date, started: list[str], by: str) -> Fact:
    dates = own(complaint).filter(rule__in=started).order_by("rule")
    return Fact(
        kind="complaint.confirmed_in_writing",
        account=complaint.reference,
        body={
            "written_on": written_on.isoformat(),
            "by": by,
            "clocks": [
                {
                    "rule": clock.rule,
                    "starts_on": clock.starts_on.isoformat(),
                    "customer": clock.customer_due.isoformat(),
                }
                for clock in dates
            ],
        },
    )
