"""Let in the customer who gives back the code or the link sent to their address."""

from datetime import datetime

from django.db import transaction

from recours.people.commands.recognise_customer import recognise_customer
from recours.people.errors import CodeRefused
from recours.people.models import ContactPoint, Customer, MemberIdentity
from recours.people.proving import spend_code
from recours.people.queries import customer_card
from recours.people.rules import CustomerCard


def _know(email: str, language: str, at: datetime) -> CustomerCard:
    """Write that the address is proved, and which memberships are therefore the customer's."""
    public_id = recognise_customer(name="", email=email, phone="", language=language, at=at)
    customer = Customer.objects.get(public_id=public_id)
    ContactPoint.objects.update_or_create(
        customer=customer,
        kind=ContactPoint.Kind.EMAIL,
        address=email,
        defaults={"verified_at": at, "failing_since": None},
        create_defaults={"verified_at": at, "created_at": at},
    )
    MemberIdentity.objects.filter(email=email, customer=None).update(customer=customer)
    return customer_card(public_id)


def confirm_sign_in_code(
    *, browser: str, at: datetime, code: str = "", link: str = "", language: str = "fr"
) -> CustomerCard:
    """Return the customer who has proved their address, once; raise `CodeRefused`.

    The code is good in the browser that asked for it; the link too; elsewhere it takes both.
    """
    with transaction.atomic():
        email = spend_code(browser=browser, link=link, code=code, at=at)
        known = _know(email, language, at) if email else None
    if known is None:  # outside: the wrong try must stay counted
        raise CodeRefused
    return known
