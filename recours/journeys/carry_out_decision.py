"""Carry out a settled decision: the points come back, then the answer leaves.

Each half is written once, whatever is killed between them; calling again finishes.
"""

from datetime import datetime

from recours.complaints.errors import ComplaintNotDecided
from recours.complaints.queries import complaint_card
from recours.complaints.states import Status
from recours.journeys.answer_complaint import answer_complaint
from recours.journeys.restore_points_on_complaint import restore_points_on_complaint


def carry_out_decision(*, complaint: str, at: datetime) -> None:
    """Do what is left to do on the decision; nothing when all is done."""
    status = complaint_card(complaint).status
    if status is Status.CLOSED:
        return
    if status is not Status.REMEDY:
        raise ComplaintNotDecided(complaint)
    restore_points_on_complaint(complaint=complaint, at=at)
    answer_complaint(complaint=complaint, at=at)
