"""Tell the systems that listen that something happened to a complaint."""

from collections.abc import Mapping
from datetime import datetime

from recours.complaints.models import Complaint
from recours.webhooks.commands.announce import announce
from recours.webhooks.queries import anybody_listens


def tell_listeners(
    *, reference: str, event: str, at: datetime, data: Mapping[str, str | int] | None = None
) -> None:
    """Announce it in the caller's transaction; one question when nobody listens.

    `data` holds keys and references, never what was said.
    """
    if not anybody_listens():
        return
    programme = (
        Complaint.objects.filter(reference=reference).values_list("programme", flat=True).first()
    )
    announce(event=event, about=reference, programme=programme or "", data=data or {}, at=at)
