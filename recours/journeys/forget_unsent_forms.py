"""Forget the forms begun thirty days ago, and the photos given with them."""

from datetime import datetime, timedelta

from django.db import transaction

from recours.complaints.commands.drop_drafts import drop_drafts
from recours.correspondence.commands.drop_attachments import drop_attachments

KEPT = timedelta(days=30)  # as the page of personal data says
AT_ONCE = 500


def forget_unsent_forms(*, at: datetime) -> int:
    """Return how many forms were forgotten; a form that became a complaint left its files to it."""
    forgotten = 0
    while keys := _forget(at - KEPT):
        forgotten += keys
    return forgotten


@transaction.atomic
def _forget(before: datetime) -> int:
    keys = drop_drafts(before=before, limit=AT_ONCE)
    drop_attachments(about=[f"draft:{key}" for key in keys])
    return len(keys)
