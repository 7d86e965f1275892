"""Let in the customer who gives back the code or the link sent to their address."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare

from recours.people.commands.recognise_customer import recognise_customer
from recours.people.errors import CodeRefused
from recours.people.models import ContactPoint, Customer, MemberIdentity, SignInCode
from recours.people.queries import customer_card
from recours.people.rules import CustomerCard
from recours.people.secrets import hash_of, hash_of_code, is_token

MAX_TRIES = 5


def _asked(browser: str, link: str, at: datetime) -> QuerySet[SignInCode]:
    """Return what may be confirmed: by the link it carries, otherwise by this browser."""
    live = SignInCode.objects.filter(used_at=None, expires_at__gt=at, tries__lt=MAX_TRIES)
    if link:
        return live.filter(link_hash=hash_of(link)) if is_token(link) else live.none()
    return live.filter(browser_hash=hash_of(browser))


def _proves(row: SignInCode, browser: str, link: str, code: str) -> bool:
    """Say whether the link opened in the browser that asked, or the six digits, are right.

    A link opened elsewhere proves nothing alone: links are copied, logged and prefetched.
    """
    if link and constant_time_compare(row.browser_hash, hash_of(browser)):
        return True
    return constant_time_compare(row.code_hash, hash_of_code(code, row=str(row.pk)))


def _spend(asked: QuerySet[SignInCode], browser: str, link: str, code: str, at: datetime) -> str:
    """Return the address proved, or nothing.

    The try is counted before it is judged: a hundred tries at once are five tries.
    """
    row = asked.order_by("-created_at").first()
    if row is None:
        return ""
    mine = SignInCode.objects.filter(pk=row.pk, used_at=None)
    if not mine.filter(tries__lt=MAX_TRIES).update(tries=F("tries") + 1):
        return ""
    if not _proves(row, browser, link, code):
        return ""
    return row.email if mine.update(used_at=at) else ""


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
    typed = "".join(code.split())
    with transaction.atomic():
        email = _spend(_asked(browser, link, at), browser, link, typed, at)
        known = _know(email, language, at) if email else None
    if known is None:  # outside: the wrong try must stay counted
        raise CodeRefused
    return known
