"""Open a closed complaint again, with the same person and a fresh date to answer."""

from datetime import date, datetime

from recours.complaints.errors import ComplaintNotClosed
from recours.complaints.models import Clock, Complaint
from recours.complaints.moves import move
from recours.complaints.rules.clocks import start_clocks
from recours.complaints.states import Status
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact

ANSWER = "A-ANS-ACPR"


def reopen(*, reference: str, today: date, at: datetime) -> None:
    """Start a new round; the customer's own clocks keep their first dates."""
    complaint = Complaint.objects.select_for_update().get(reference=reference)
    if complaint.status != Status.CLOSED:
        raise ComplaintNotClosed(reference)
    clocks = start_clocks(received_on=today, written_on=None, region=complaint.region)
    fresh = next(clock for clock in clocks if clock.rule == ANSWER)
    Clock.objects.filter(complaint=complaint, rule=ANSWER).update(
        frozen=dict(fresh.frozen),
        starts_on=fresh.starts_on,
        raw=fresh.raw,
        rolled=fresh.rolled,
        operator_due=fresh.operator_due,
        customer_due=fresh.customer_due,
        met_at=None,
    )
    moved = move(complaint, Status.ANALYSIS)
    complaint.round += 1
    complaint.closed_at = None
    complaint.next_due, complaint.next_rule = fresh.operator_due, ANSWER
    complaint.finding, complaint.points_due = "", None  # what was found then is asked again
    complaint.save(
        update_fields=[
            "finding",
            "points_due",
            "round",
            "closed_at",
            "next_due",
            "next_rule",
            *moved,
        ]
    )
    body = {"round": complaint.round, "answer_due": fresh.operator_due.isoformat()}
    append(facts=[Fact(kind="complaint.reopened", account=reference, body=body)], at=at)
