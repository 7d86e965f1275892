"""Hold a complaint until the transaction ends: whoever else acts on it waits, then reads again."""

from recours.complaints.errors import ComplaintNotFound
from recours.complaints.models import Complaint


def hold_complaint(*, reference: str) -> None:
    """Wait for the complaint; SQLite, which has one writer, holds it already."""
    held = Complaint.objects.select_for_update().filter(reference=reference).values_list("id")
    if held.first() is None:
        raise ComplaintNotFound(reference)
