"""Write a letter that will leave by post, in the transaction that decided it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from recours.correspondence.enclosing import check_enclosed, enclose
from recours.correspondence.keys import message_key
from recours.correspondence.models import Attachment, Departure
from recours.correspondence.rules.mails import header_line
from recours.correspondence.states import Posting
from recours.correspondence.wording import put_into_words, write_down
from recours.jobs.commands.enqueue import enqueue

PDF = "application/pdf"


def queue_letter(
    *,
    about: str,
    address: str,
    to_name: str,
    language: str,
    template: str,
    values: Mapping[str, Any],
    at: datetime,
    key: str,
    attachments: Sequence[str] = (),
) -> str:
    """Return the key of the message; the same `key` again writes nothing more.

    `address` has one line a line. A PDF among the attachments is the letter itself; otherwise it
    is set when it is printed, from the same words that an e-mail would have carried.
    """
    worded = put_into_words(template=template, values=values, language=language, to_name=to_name)
    enclosed = check_enclosed(about=about, attachments=attachments)
    message = message_key(key)
    with transaction.atomic(savepoint=False):
        write_down(message=message, about=about, channel="letter", worded=worded, at=at)
        row = Departure(
            message_id=message,
            to_name=header_line(to_name, longest=120),
            address=address[:300],
            language=worded.language,
            attachment=Attachment.objects.filter(pk__in=enclosed, type=PDF).first(),
            state=Posting.TO_PRINT,
            queued_at=at,
        )
        Departure.objects.bulk_create([row], ignore_conflicts=True)
        enclose(message=message, attachments=enclosed)
        if row.attachment_id is None:  # set meanwhile, so that the printer need not wait
            enqueue(
                kind="correspondence.set_departure",
                payload={"message": str(message)},
                at=at,
                unique_key=f"departure:{message}",
            )
    return str(message)
