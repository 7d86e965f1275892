"""Write down something that was said about a complaint."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from recours.correspondence.enclosing import check_enclosed, enclose
from recours.correspondence.keys import message_key
from recours.correspondence.models import Message
from recours.correspondence.rules.mails import header_line
from recours.correspondence.words import clean_text
from recours.search.commands.mark_changed import mark_changed


def record_message(
    *,
    about: str,
    direction: str,
    audience: str,
    author: str,
    subject: str,
    text: str,
    at: datetime,
    channel: str,
    attachments: Sequence[str] = (),
    key: str | None = None,
) -> str:
    """Return the key of the message; it never changes afterwards.

    The same `key` again writes nothing more. Raise `AttachmentNotFound` for a file of another case.
    """
    message = Message(
        id=message_key(key),
        about=about,
        direction=direction,
        audience=audience,
        author=header_line(author, longest=120),
        channel=channel,
        subject=header_line(subject),
        text=clean_text(text),
        at=at,
    )
    message.clean_fields()
    enclosed = check_enclosed(about=about, attachments=attachments)
    with transaction.atomic(savepoint=False):
        Message.objects.bulk_create([message], ignore_conflicts=key is not None)
        enclose(message=message.pk, attachments=enclosed)
        mark_changed(about=about, at=at)
    return str(message.pk)
