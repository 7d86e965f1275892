"""Makes the bytes of a message once, keeps them, and gives the same ones ever after."""

from typing import Any

from django.conf import settings

from recours.correspondence import store
from recours.correspondence.in_force import wording_of
from recours.correspondence.mime import Enclosed, Envelope, write
from recours.correspondence.models import Enclosure, Outbox
from recours.correspondence.rendering import render_page
from recours.correspondence.rules.mails import mail
from recours.correspondence.rules.threads import reply_address


def compose(row: Outbox) -> bytes:
    """Return the message as it leaves; not kept yet."""
    return write(
        envelope=_envelope(row),
        text=row.message.text,
        page=page_of(row),
        enclosed=[_enclosed(one) for one in _enclosures(row)],
    )


def page_of(row: Outbox) -> str:
    """Return the HTML part of the message."""
    return render_page(
        template=row.template,
        values=row.values,
        language=row.language,
        subject=row.message.subject,
        words=wording_of(row.template, row.worded, row.language),
    )


def _envelope(row: Outbox) -> Envelope:
    operator: dict[str, Any] = row.values["operator"]
    return Envelope(
        message_id=row.mail_id,
        sender=settings.MAIL_FROM,
        sender_name=operator["name"],
        to=row.to,
        to_name=row.to_name,
        reply_to=reply_address(about=row.message.about, to=row.to),
        subject=row.message.subject,
        language=row.language,
        submitted=mail(row.template).submitted,
        at=row.queued_at,
    )


def _enclosures(row: Outbox) -> list[Enclosure]:
    found = Enclosure.objects.filter(message=row.pk).select_related("attachment")
    return list(found.order_by("pk"))


def _enclosed(one: Enclosure) -> Enclosed:
    kept = one.attachment
    return Enclosed(name=kept.name, type=kept.type, data=store.read(kept.sha256))
