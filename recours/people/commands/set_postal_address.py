"""Set the postal address a customer gives us: it replaces those we knew."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from recours.people.errors import BadAddress
from recours.people.models import ContactPoint, Customer
from recours.people.queries import customer_card

MOST_LINES, LONGEST_LINE = 6, 38  # NF Z 10-011


@transaction.atomic
def set_postal_address(*, customer: str, lines: Sequence[str], at: datetime) -> str:
    """Return the address as it is kept, a line a line; raise `BadAddress`, `NoSuchCustomer`.

    Six lines of 38 letters at most: what the post sorts by machine. No line at all forgets it.
    Kept again, the same address is believed again.
    """
    clean = [" ".join("".join(c if c.isprintable() else " " for c in one).split()) for one in lines]
    kept = [line for line in clean if line]
    if len(kept) > MOST_LINES or any(len(line) > LONGEST_LINE for line in kept):
        raise BadAddress("\n".join(kept)[:300])
    row = Customer.objects.get(public_id=customer_card(customer).public_id)
    address = "\n".join(kept)
    former = ContactPoint.objects.filter(customer=row, kind=ContactPoint.Kind.POST)
    former.exclude(address=address).delete()
    if address:
        ContactPoint.objects.update_or_create(
            customer=row,
            kind=ContactPoint.Kind.POST,
            address=address,
            defaults={"failing_since": None},
            create_defaults={"created_at": at},
        )
    return address
