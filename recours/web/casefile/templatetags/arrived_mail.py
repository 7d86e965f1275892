"""How a message that came by mail is shown beside its words, on the desk."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recours.correspondence.queries import MessageCard
from recours.mailroom.queries import ReadingCard, readings_of
from recours.web.casefile.mail_words import Notice, authentication_words, notices_shown

register = template.Library()

WITHHELD: dict[str, str | Promise] = {
    "no usable address": _("Pas d’adresse utilisable."),
    "this is our own address": _("C’est notre propre adresse."),
    "this address was acknowledged too often": _("Cette adresse vient d’en recevoir un."),
    "the sender is not authenticated": _("Rien ne prouve que l’expéditeur est le bon."),
    "too many messages from this address within an hour": _("Trop de messages en une heure."),
}


@dataclass(frozen=True, slots=True)
class ShownMail:
    """What is shown of a reading: the badge, what to beware of, what was folded."""

    mail: str
    subject: str
    sender: str
    badge: str | Promise
    tone: str
    notices: list[Notice]
    quoted: str
    has_html: bool


@register.simple_tag(takes_context=True)
def came_by_mail(context: dict[str, Any], message: MessageCard) -> ShownMail | None:
    """Return what was read of a message; one query for all those of the page."""
    request = context["request"]
    known: dict[str, ReadingCard] | None = getattr(request, "readings", None)
    if known is None:
        asked = [one.id for one in context.get("thread", ()) if one.channel == "email"]
        known = request.readings = readings_of(asked) if asked else {}
    found = known.get(message.id)
    return None if found is None else shown_mail(found)


def shown_mail(reading: ReadingCard) -> ShownMail:
    """Return how a reading is shown."""
    badge, tone = authentication_words(reading.authentication)
    return ShownMail(
        mail=reading.mail,
        subject=reading.subject,
        sender=reading.sender,
        badge=badge,
        tone=tone,
        notices=notices_shown(reading),
        quoted=reading.quoted,
        has_html=reading.has_html,
    )


@register.filter
def withheld_words(reason: str) -> str | Promise:
    """Say why a receipt was kept back."""
    return WITHHELD.get(reason, reason)
