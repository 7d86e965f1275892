"""Announce a message to the browsers of whoever asked."""

import uuid
from datetime import datetime

from recours.correspondence.models import Notice, Subscription
from recours.correspondence.states import Sending


def announce_by_push(*, message: uuid.UUID, customer: str, at: datetime) -> None:
    """Write a notice for each browser; nothing when it is written already."""
    rows = [
        Notice(
            message_id=message,
            subscription=browser,
            state=Sending.PENDING,
            queued_at=at,
            next_try_at=at,
        )
        for browser in Subscription.objects.filter(customer=customer)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
