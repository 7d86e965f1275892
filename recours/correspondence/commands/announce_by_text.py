"""Announce by text message what leaves by e-mail or by letter."""

import uuid
from datetime import datetime

from django.conf import settings

from recours.correspondence.house import operator
from recours.correspondence.models import TextMessage
from recours.correspondence.rules.channel import Way
from recours.correspondence.rules.mails import language_of
from recours.correspondence.rules.texts import announce
from recours.correspondence.states import Sending

LONGEST_NUMBER = 20


def announce_by_text(
    *, message: uuid.UUID, about: str, to: str, template: str, way: Way, language: str, at: datetime
) -> None:
    """Write the text message; nothing when no provider is set, or when it is written already."""
    if not settings.SMS_URL or not to.startswith("+") or len(to) > LONGEST_NUMBER:
        return
    text = announce(
        house=str(operator()["name"]),
        reference=about,
        template=template,
        way=way,
        language=language_of(language),
    )
    row = TextMessage(
        message_id=message,
        to=to,
        text=text,
        state=Sending.PENDING,
        queued_at=at,
        next_try_at=at,
    )
    TextMessage.objects.bulk_create([row], ignore_conflicts=True)
