"""Ties attachments to a message; those of another file are refused."""

import uuid
from collections.abc import Sequence

from recours.correspondence.errors import AttachmentNotFound
from recours.correspondence.models import Attachment, Enclosure


def enclose(*, message: uuid.UUID, about: str, attachments: Sequence[str]) -> None:
    """Write the links, once each; raise `AttachmentNotFound` for a key of another file."""
    wanted = list(dict.fromkeys(attachments))
    if not wanted:
        return
    known = Attachment.objects.filter(about=about, pk__in=wanted).count()
    if known != len(wanted):
        raise AttachmentNotFound(about)
    Enclosure.objects.bulk_create(
        [Enclosure(message_id=message, attachment_id=one) for one in wanted], ignore_conflicts=True
    )
