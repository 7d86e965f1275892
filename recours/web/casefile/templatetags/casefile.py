"""How the parts of a complaint are named to the components that draw them."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from recours.correspondence.queries import AttachmentCard
from recours.web.casefile.deliveries import delivery_word, meaning_word, proof_told, route_word
from recours.web.casefile.shown_files import ShownFile, shown_files

register = template.Library()

register.filter("delivery_word", delivery_word)
register.filter("meaning_word", meaning_word)
register.filter("proof_told", proof_told)
register.filter("route_word", route_word)

AUDIENCES = {
    "customer": "client",
    "internal": "interne",
    "department": "service",
    "mediator": "mediateur",
}
SAYS = {
    "telephone": _("nous dit au téléphone"),
    "phone": _("nous dit au téléphone"),
    "counter": _("nous dit au magasin"),
    "chat": _("nous dit en ligne"),
}


@register.filter
def says(channel: str) -> str | Promise:
    """Say how somebody told us something: written, unless it was said."""
    return SAYS.get(channel, _("nous écrit"))


@register.filter
def audience_key(audience: str) -> str:
    """Name the ink of a message's readers: customer → client."""
    return AUDIENCES.get(audience, "interne")


@register.filter
def breakable(address: str) -> str:
    """Let an e-mail address go to the next line after its @, not in the middle of a name."""
    name, at, house = address.partition("@")
    return format_html("{}{}<wbr>{}", name, at, house)


@register.simple_tag(takes_context=True)
def attached(
    context: dict[str, Any], cards: Sequence[AttachmentCard], about: str, direction: str = "in"
) -> list[ShownFile]:
    """Return the files of a message as this person sees them."""
    return shown_files(context["request"], cards, about, ours=direction == "out")
