"""Open a closed complaint again, with the same person and a fresh date to answer."""

from datetime import date, datetime

from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.errors import ComplaintNotClosed
from recours.complaints.models import Complaint
from recours.complaints.moves import move
from recours.complaints.rules.clocks import start_clocks
from recours.complaints.states import Status
from recours.complaints.timing import counted, set_aside, set_nearest, start_missing
from recours.search.commands.mark_changed import mark_changed
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
    set_aside(counted(complaint).filter(rule=ANSWER), why="reopened", at=at)
    start_missing(complaint, [fresh], at=at)
    moved = move(complaint, Status.ANALYSIS)
    complaint.round += 1
    complaint.closed_at = None
    complaint.finding, complaint.points_due = "", None  # what was found then is asked again
    complaint.save(
        update_fields=[
            "finding",
            "points_due",
            "round",
            "closed_at",
            *set_nearest(complaint),
            *moved,
        ]
    )
    body = {"round": complaint.round, "answer_due": fresh.operator_due.isoformat()}
    mark_changed(about=reference, at=at)
    tell_listeners(reference=reference, event="complaint.reopened", at=at)
    append(facts=[Fact(kind="complaint.reopened", account=reference, body=body)], at=at)
