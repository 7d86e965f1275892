"""Add to a complaint what its customer has to say or to show."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from recours.correspondence.commands.record_message import record_message
from recours.correspondence.queries import was_said
from recours.kernel.canonical import digest
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


@transaction.atomic
def add_to_complaint(
    *,
    complaint: str,
    author: str,
    text: str,
    channel: str,
    at: datetime,
    attachments: Sequence[str] = (),
    key: str | None = None,
) -> str:
    """Keep the message in the thread and its fingerprint in the log; return its reference.

    `key` is the form's own: the same form sent twice is one message, and returns nothing.
    """
    if key is not None and was_said(key):
        return ""
    message = record_message(
        about=complaint,
        direction="in",
        audience="customer",
        author=author,
        subject="",
        text=text,
        at=at,
        channel=channel,
        attachments=attachments,
        key=key,
    )
    body = {"text_sha256": digest(text), "attachments": list(attachments), "channel": channel}
    append(facts=[Fact(kind="exchange.received", account=complaint, body=body)], at=at)
    return message
