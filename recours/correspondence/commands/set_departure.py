"""Set the letter that will leave by post, so that the printer need not wait."""

from datetime import datetime

from django.db import transaction

from recours.correspondence.commands.render_letter import render_letter
from recours.correspondence.commands.store_attachment import store_attachment
from recours.correspondence.enclosing import enclose
from recours.correspondence.errors import MessageNotFound
from recours.correspondence.keys import read_key
from recours.correspondence.models import Departure

NAMES = {"fr": "lettre", "en": "letter"}


def set_departure(*, message: str, at: datetime) -> str:
    """Return the key of the letter's file; set once, however often asked."""
    row = Departure.objects.filter(pk=read_key(message)).select_related("message").first()
    if row is None:
        raise MessageNotFound(message)
    if row.attachment_id is not None:
        return str(row.attachment_id)
    said = row.message
    pdf = render_letter(
        template="message",
        values={
            "reference": said.about,
            "subject": said.subject,
            "text": said.text,
            "written_on": row.queued_at,
            "customer": {"name": row.to_name, "address": row.address.splitlines()},
        },
        language=row.language,
    )
    with transaction.atomic():
        held = Departure.objects.select_for_update().get(pk=row.pk)
        if held.attachment_id is not None:  # the worker and the printer asked at once
            return str(held.attachment_id)
        name = f"{said.about}-{NAMES[row.language]}-{str(row.pk)[:8]}.pdf"
        kept = store_attachment(data=pdf, name=name, about=said.about, at=at)
        Departure.objects.filter(pk=row.pk, attachment=None).update(attachment=kept.id)
        enclose(message=row.pk, attachments=[kept.id])
    return kept.id
