"""How a complaint goes from one status to the next: by the table, and nowhere else."""

from recours.complaints.models import Complaint
from recours.complaints.states import MOVES, NOT_DECIDED, Status, awaits
from recours.kernel.states import check_move


def move(complaint: Complaint, status: Status) -> list[str]:
    """Change the status in memory and return the names of the fields to save."""
    if status is not Status(complaint.status):
        check_move(MOVES, Status(complaint.status), status)
    complaint.status = status
    complaint.awaits = awaits(status)
    complaint.version += 1
    return ["status", "awaits", "version"]


def ask_evidence_again(complaint: Complaint) -> list[str]:
    """Forget in memory what was concluded before something changed; return the fields to save."""
    complaint.finding, complaint.points_due = "", None
    if complaint.status not in NOT_DECIDED or complaint.status == Status.RECEPTION:
        return ["finding", "points_due"]
    return ["finding", "points_due", *move(complaint, Status.ANALYSIS)]
