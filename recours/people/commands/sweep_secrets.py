"""Remove what can let nobody in any more: dead codes, links, counts and sessions."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

from recours.people.models import AttemptCount, PasswordLink, SignInCode

KEPT = timedelta(days=1)  # long enough to answer "I received a code, it did not work"
LONGEST_WINDOW = timedelta(days=2)


@transaction.atomic
def sweep_secrets(*, at: datetime) -> int:
    """Return how many rows were removed."""
    gone = 0
    for rows in (
        SignInCode.objects.filter(expires_at__lt=at - KEPT),
        PasswordLink.objects.filter(expires_at__lt=at - KEPT),
        AttemptCount.objects.filter(window_start__lt=at - LONGEST_WINDOW),
        Session.objects.filter(expire_date__lt=at),
    ):
        gone += rows.delete()[0]
    return gone
