"""Add to a complaint what its customer has to say or to show."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.queries import all_written, leads_to
from recours.correspondence.commands.adopt_attachments import adopt_attachments
from recours.correspondence.commands.record_message import record_message
from recours.correspondence.queries import was_said
from recours.journeys.confirm_in_writing import confirm_in_writing
from recours.kernel.canonical import digest
from recours.kernel.days import legal_day
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact

WRITTEN = {"email": "mail", "web": "link", "portal": "link", "post": "letter"}


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

    `key` is the form's own: the same form sent twice is one message, and returns nothing. What
    comes for a complaint that was joined to another goes to the one that leads. Written words
    make written what was only said.
    """
    if key is not None and was_said(key):
        return ""
    named, complaint = complaint, leads_to(complaint)
    if named != complaint:
        adopt_attachments(attachments=attachments, draft=named, about=complaint)
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
    told = {"message": message, "channel": channel}
    tell_listeners(reference=complaint, event="message.received", data=told, at=at)
    if channel in WRITTEN and text.strip() and not all_written([named, complaint]):
        day = legal_day(at)
        confirm_in_writing(complaint=named, written_on=day, by=WRITTEN[channel], at=at)
    return message
