"""Give a customer another e-mail address, once they have proved that they read it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from recours.people.errors import AddressOfAnother, CodeRefused
from recours.people.models import ContactPoint, Customer
from recours.people.proving import spend_code
from recours.people.queries import customer_card
from recours.people.rules import CustomerCard


def change_email(*, customer: str, browser: str, code: str, at: datetime) -> CustomerCard:
    """Return the customer with the new address; raise `CodeRefused` or `AddressOfAnother`.

    The code was asked for by this browser and sent to the new address. Two customers never become
    one by this: an address that belongs to another is refused.
    """
    with transaction.atomic():
        email = spend_code(browser=browser, code=code, at=at)
        taken = bool(email) and _take(customer, email, at)
    if not email:  # outside: the wrong try must stay counted
        raise CodeRefused
    if not taken:
        raise AddressOfAnother(email)
    return customer_card(customer)


def _take(customer: str, email: str, at: datetime) -> bool:
    row = Customer.objects.select_for_update().get(public_id=customer_card(customer).public_id)
    if Customer.objects.filter(email=email).exclude(pk=row.pk).exists():
        return False
    try:
        with transaction.atomic():
            Customer.objects.filter(pk=row.pk).update(email=email)
    except IntegrityError:  # somebody else wrote this address a moment ago
        return False
    ContactPoint.objects.update_or_create(
        customer=row,
        kind=ContactPoint.Kind.EMAIL,
        address=email,
        defaults={"verified_at": at, "failing_since": None},
        create_defaults={"verified_at": at, "created_at": at},
    )
    return True
