"""What a customer adds to a complaint: a message, a file, or both."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from recours.complaints.queries import ComplaintCard
from recours.correspondence.commands.store_attachment import store_attachment
from recours.correspondence.errors import RefusedAttachment
from recours.journeys.add_to_complaint import add_to_complaint
from recours.people.queries import customer_card
from recours.web.casefile.words import readable
from recours.web.guard.rows import GuardedRequest

LONGEST = 6_000
LONGEST_KEY = 40


def take_addition(request: GuardedRequest, card: ComplaintCard, *, channel: str) -> tuple[str, str]:
    """Keep what was sent; return what was typed and the sentence that refuses it, if any."""
    now = datetime.now(tz=UTC)
    text = readable(request.POST.get("text", ""))
    sent = request.FILES.get("file")
    if len(text) > LONGEST:
        return text, _("Le texte est trop long : 6 000 signes au plus.")
    if not text.strip() and sent is None:
        return text, _("Écrivez un mot, ou joignez un fichier.")
    attached = []
    if sent is not None:
        try:
            stored = store_attachment(
                data=sent.read(), name=sent.name or "", about=card.reference, at=now
            )
        except RefusedAttachment as refused:
            return text, str(refused)
        attached = [stored.id]
    add_to_complaint(
        complaint=card.reference,
        author=customer_card(card.customer).name,
        text=text,
        channel=channel,
        at=now,
        attachments=attached,
        key=_key_of(request, card),
    )
    return text, ""


def _key_of(request: GuardedRequest, card: ComplaintCard) -> str | None:
    key = request.POST.get("key", "")[:LONGEST_KEY]
    return f"addition:{card.reference}:{key}" if key else None
