"""Write that an address no longer receives, or receives again."""

from datetime import datetime

from recours.people.errors import BadAddress
from recours.people.models import ContactPoint
from recours.people.rules import normalise_email


def mark_contact(*, kind: str, address: str, failing: bool, at: datetime) -> int:
    """Return how many contact points changed; the first failure keeps its date.

    Every customer who has this address is concerned. Who it belongs to is not looked at: a bounce
    says something of the address alone.
    """
    found = ContactPoint.objects.filter(kind=kind, address=_as_kept(kind, address))
    if failing:
        return found.filter(failing_since=None).update(failing_since=at)
    return found.exclude(failing_since=None).update(failing_since=None)


def _as_kept(kind: str, address: str) -> str:
    if kind != ContactPoint.Kind.EMAIL:
        return address.strip()
    try:
        return normalise_email(address)
    except BadAddress:
        return ""
