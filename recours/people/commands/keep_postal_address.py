"""Remember where a customer receives letters."""

from datetime import datetime

from recours.people.errors import NoSuchCustomer
from recours.people.models import ContactPoint, Customer

LONGEST = 300


def keep_postal_address(*, customer: str, address: str, at: datetime) -> None:
    """Keep the address, a line a line; the same again changes nothing. Raise `NoSuchCustomer`."""
    lines = [" ".join(line.split()) for line in address.replace(",", "\n").splitlines()]
    written = "\n".join(line for line in lines if line)[:LONGEST]
    if not written:
        return
    row = Customer.objects.filter(public_id=customer).first()
    if row is None:
        raise NoSuchCustomer(customer)
    point = ContactPoint(customer=row, kind=ContactPoint.Kind.POST, address=written, created_at=at)
    ContactPoint.objects.bulk_create([point], ignore_conflicts=True)
