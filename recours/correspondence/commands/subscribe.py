"""Keep a browser that its owner asks to be told by."""

import hashlib
from datetime import datetime

from recours.correspondence.errors import NotASubscription, PostAway
from recours.correspondence.models import Subscription
from recours.correspondence.pushing import Carrier
from recours.correspondence.rules.mails import language_of
from recours.correspondence.rules.push_services import NotAService
from recours.correspondence.rules.sealed_push import KeysNotUsable, read_keys

MOST = 5  # browsers of one person; the oldest is forgotten


def subscribe(
    *,
    customer: str,
    endpoint: str,
    public: str,
    secret: str,
    language: str,
    at: datetime,
    carrier: Carrier | None = None,
) -> None:
    """Keep it, once however often asked; raise `NotASubscription`.

    The same browser that signs in as somebody else is theirs from then on.
    """
    try:
        read_keys(public, secret)
        (carrier or Carrier()).service(endpoint)
    except (KeysNotUsable, NotAService, PostAway) as refused:
        raise NotASubscription(str(refused)) from refused
    Subscription.objects.update_or_create(
        endpoint_sha256=hashlib.sha256(endpoint.encode()).hexdigest(),
        defaults={
            "customer": customer,
            "endpoint": endpoint,
            "public": public,
            "secret": secret,
            "language": language_of(language),
            "failures": 0,
            "at": at,
        },
    )
    kept = Subscription.objects.filter(customer=customer).order_by("-at", "id")
    Subscription.objects.filter(pk__in=[row.pk for row in kept[MOST:]]).delete()
