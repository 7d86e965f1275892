"""Ties attachments to a message; those of another file are refused."""

import uuid
from collections.abc import Sequence

from recours.correspondence.errors import AttachmentNotFound
from recours.correspondence.models import Attachment, Enclosure


def check_enclosed(*, about: str, attachments: Sequence[str]) -> list[str]:
    """Return the keys, once each; raise `AttachmentNotFound` for one of another case."""
    wanted = list(dict.fromkeys(attachments))
    if wanted and Attachment.objects.filter(about=about, pk__in=wanted).count() != len(wanted):
        raise AttachmentNotFound(about)
    return wanted


def enclose(*, message: uuid.UUID, attachments: Sequence[str]) -> None:
    """Write the links of files that were checked."""
    if attachments:
        links = [Enclosure(message_id=message, attachment_id=one) for one in attachments]
        Enclosure.objects.bulk_create(links, ignore_conflicts=True)
