"""Find the customer an address belongs to, or write a new one, and say which of the two."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from recours.people.models import ContactPoint, Customer
from recours.people.phones import phone_key
from recours.people.rules import name_key, normalise_email


@dataclass(frozen=True, slots=True)
class Greeted:
    """The customer, and whether nothing was known of them before."""

    public_id: str
    new: bool


def _contact_points(customer: Customer, at: datetime) -> list[ContactPoint]:
    found = [
        (ContactPoint.Kind.EMAIL, customer.email),
        (ContactPoint.Kind.PHONE, phone_key(customer.phone)),
    ]
    return [
        ContactPoint(customer=customer, kind=kind, address=address, created_at=at)
        for kind, address in found
        if address
    ]


def _write(customer: Customer, at: datetime) -> Greeted:
    try:
        with transaction.atomic():
            customer.save(force_insert=True)
    except IntegrityError:  # somebody else wrote this address a moment ago
        known = Customer.objects.get(email=customer.email)
        return Greeted(str(known.public_id), new=False)
    ContactPoint.objects.bulk_create(_contact_points(customer, at))
    return Greeted(str(customer.public_id), new=True)


@transaction.atomic(savepoint=False)
def greet_customer(*, name: str, email: str, phone: str, language: str, at: datetime) -> Greeted:
    """Return the customer; raise `BadAddress`.

    Only the address identifies, never a name or a telephone; without an address the customer is
    new each time. What we already know is left as it is: anybody may type somebody's address.
    """
    address = normalise_email(email) if email.strip() else ""
    known = Customer.objects.filter(email=address).first() if address else None
    if known is not None:
        return Greeted(str(known.public_id), new=False)
    row = Customer(
        display_name=name.strip()[:120],
        name_key=name_key(name),
        email=address,
        phone=phone.strip()[:40],
        language=language,
        created_at=at,
    )
    return _write(row, at)
