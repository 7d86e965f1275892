"""Forget the browsers of a customer: none of them is told anything more."""

from recours.correspondence.models import Subscription


def unsubscribe(*, customer: str) -> int:
    """Return how many browsers were forgotten, with what waited for them."""
    held = Subscription.objects.filter(customer=customer)
    number = held.count()
    held.delete()
    return number
