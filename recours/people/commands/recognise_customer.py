"""Find the customer an address belongs to, or write a new one."""

from datetime import datetime

from django.db import IntegrityError, transaction

from recours.people.models import ContactPoint, Customer
from recours.people.phones import phone_key
from recours.people.rules import name_key, normalise_email


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


def _write(customer: Customer, at: datetime) -> Customer:
    try:
        with transaction.atomic():
            customer.save(force_insert=True)
    except IntegrityError:  # somebody else wrote this address a moment ago
        return Customer.objects.get(email=customer.email)
    ContactPoint.objects.bulk_create(_contact_points(customer, at))
    return customer


@transaction.atomic(savepoint=False)
def recognise_customer(*, name: str, email: str, phone: str, language: str, at: datetime) -> str:
    """Return the public id of the customer; raise `BadAddress`.

    Only the address identifies, never a name or a telephone; without an address the customer is
    new each time. What we already know is left as it is: anybody may type somebody's address.
    """
    address = normalise_email(email) if email.strip() else ""
    known = Customer.objects.filter(email=address).first() if address else None
    if known is None:
        known = _write(
            Customer(
                display_name=name.strip()[:120],
                name_key=name_key(name),
                email=address,
                phone=phone.strip()[:40],
                language=language,
                created_at=at,
            ),
            at,
        )
    return str(known.public_id)
