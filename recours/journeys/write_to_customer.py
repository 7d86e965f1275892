"""Write to the customer of a complaint, or leave a note that the customer never sees."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.queries import complaint_seen_by
from recours.correspondence.commands.reach_customer import reach_customer
from recours.correspondence.commands.record_message import record_message
from recours.kernel.canonical import digest
from recours.people.rules import Actor
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


@transaction.atomic
def write_to_customer(
    *, complaint: str, text: str, internal: bool, key: str, actor: Actor, at: datetime
) -> None:
    """Keep the message, log its fingerprint, and send it unless it is a note of the house.

    `key` is the form's own: the same form sent twice is one message.
    """
    card = complaint_seen_by(actor, complaint)
    audience = "internal" if internal else "customer"
    if internal:
        record_message(
            about=complaint,
            direction="out",
            audience=audience,
            author=actor.name,
            subject="",
            text=text,
            at=at,
            channel="desk",
            key=key,
        )
    else:
        reach_customer(
            about=complaint,
            customer=card.customer,
            language=card.language,
            template="progress",
            values={
                "reference": complaint,
                "follow_url": f"{settings.SITE_URL}/suivre/{complaint}/",
                "sentence": text,
                "author": actor.name,
            },
            at=at,
            key=key,
        )
    body = {"audience": audience, "text_sha256": digest(text), "by": actor.key}
    append(facts=[Fact(kind="exchange.sent", account=complaint, body=body)], at=at)
    if not internal:
        tell_listeners(reference=complaint, event="message.sent", at=at)
