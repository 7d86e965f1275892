"""Ask for the antivirus again when files wait for it: it may be back."""

from datetime import datetime

from recours.correspondence.keeping import ask_inspection
from recours.correspondence.models import Inspection
from recours.correspondence.states import Verdict


def ask_inspections(*, at: datetime) -> bool:
    """Say whether a file waits whose turn has come; the worker is then asked, once a minute."""
    due = Inspection.objects.filter(verdict=Verdict.PENDING, next_try_at__lte=at).exists()
    if due:
        ask_inspection(at=at, key=f"{at:%Y%m%d%H%M}")
    return due
