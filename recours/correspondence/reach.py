"""What is known of how to reach a customer, put to the rule that chooses."""

from recours.correspondence.models import Preference, Subscription
from recours.correspondence.rules.channel import Choice, Contact, Way, choose_channel
from recours.people.queries import contact_points
from recours.people.rules import ContactCard

WAYS = {"email": Way.EMAIL, "post": Way.LETTER, "phone": Way.SMS}
BROWSER = "browser"


def way_to(*, customer: str, email: str, template: str) -> Choice:
    """Return the channel for this message to this customer, and why."""
    points = contact_points(customer)
    wishes = Preference.objects.filter(customer=customer).first()
    told = [Way.PUSH] if Subscription.objects.filter(customer=customer).exists() else []
    contacts = [*_contacts(points, email), *(Contact(way, BROWSER) for way in told)]
    return choose_channel(
        kind=template,
        contacts=contacts,
        preference=wishes.way if wishes else "",
        also=[*(Way(one) for one in (wishes.also if wishes else [])), *told],
    )


def _contacts(points: list[ContactCard], email: str) -> list[Contact]:
    """Return the address this is about first; former e-mail addresses are not written to."""
    found = [
        Contact(WAYS[one.kind], one.address, failing=one.failing_since is not None)
        for one in points
        if one.kind in WAYS and (one.kind != "email" or one.address == email.strip().lower())
    ]
    known = any(one.way is Way.EMAIL for one in found)
    return found if known or not email else [Contact(Way.EMAIL, email), *found]
