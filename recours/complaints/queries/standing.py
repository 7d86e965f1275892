"""Where a complaint stands, in one question: for whoever needs no more of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from recours.complaints.models import Clock, Complaint
from recours.complaints.states import OPEN, Status
from recours.complaints.timing import LATER, WRITTEN_FROM


@dataclass(frozen=True, slots=True)
class Standing:
    """A complaint, whose it is, and whether somebody still owes something."""

    reference: str
    customer: str
    status: Status

    @property
    def is_open(self) -> bool:
        """Say whether somebody still owes something."""
        return self.status in OPEN


def standing(reference: str) -> Standing | None:
    """Return the complaint of that reference, or the one it was joined to; None for none."""
    fields = ("reference", "customer", "status", "merged_into__reference")
    while row := Complaint.objects.filter(reference=reference).values_list(*fields).first():
        if row[3] is None:
            return Standing(row[0], row[1], Status(row[2]))
        reference = row[3]
    return None


def all_written(references: Iterable[str]) -> bool:
    """Say whether each of these complaints was written, or confirmed in writing, by itself."""
    wanted = set(references)
    counts = Q(set_aside_at=None) | Q(set_aside_for=LATER)
    found = Clock.objects.filter(counts, rule=WRITTEN_FROM, merge=None)
    return found.filter(complaint__reference__in=wanted).values("complaint").distinct().count() == (
        len(wanted)
    )
