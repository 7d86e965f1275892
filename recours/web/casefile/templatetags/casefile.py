"""How the parts of a complaint are named to the components that draw them."""

from django import template

register = template.Library()

AUDIENCES = {
    "customer": "client",
    "internal": "interne",
    "department": "service",
    "mediator": "mediateur",
}


@register.filter
def audience_key(audience: str) -> str:
    """Name the ink of a message's readers: customer → client."""
    return AUDIENCES.get(audience, "interne")
