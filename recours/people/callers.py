"""Who is calling: found by number, card, address or name, through indexes only."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from recours.people.errors import BadAddress, BadCard, BadPhone
from recours.people.models import ContactPoint, Customer, MemberIdentity
from recours.people.phones import written_forms
from recours.people.rules import folded, name_key, normalise_card, normalise_email

MOST = 8
SHORTEST_NAME = 2
FEWEST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class CallerCard:
    """Somebody a caller may be: a customer, a member, or a member who already wrote to us."""

    customer: str
    member: str
    programme: str
    name: str
    email: str
    phone: str
    card: str
    language: str
    why: str  # "phone", "card", "email" or "name"


def find_callers(words: str, *, programmes: Iterable[str] | None) -> list[CallerCard]:
    """Return who these words may name, customers first (eight at most).

    A number is read as a telephone number and as a card, anything with an @ as an address, the
    rest as a name. Members are looked for in these programmes (None: in all).
    """
    words = " ".join(words.split())
    within = None if programmes is None else sorted(programmes)
    if "@" in words:
        found = _by_email(words, within)
    elif sum(c.isdigit() for c in words) >= FEWEST_DIGITS:
        found = _by_phone(words) + _by_card(words, within)
    else:
        found = _by_name(words, within)
    return _once_each(found)[:MOST]


def same_person(customer: str) -> dict[str, str]:
    """Return the customers who may be this one, and by what: "customer", "email" or "phone"."""
    points = ContactPoint.objects.filter(customer__public_id=_key(customer))
    known = list(points.values_list("kind", "address"))
    same = {customer: "customer"}
    asked = Q(pk__in=())
    for kind, address in known:
        for form in _forms(kind, address):
            asked |= Q(kind=kind, address=form)
    rows = ContactPoint.objects.filter(asked).exclude(customer__public_id=_key(customer))
    for kind, found in rows.values_list("kind", "customer__public_id")[:MOST]:
        if kind in {ContactPoint.Kind.EMAIL, ContactPoint.Kind.PHONE}:
            same.setdefault(str(found), str(kind))
    return same


def _forms(kind: str, address: str) -> list[str]:
    if kind != ContactPoint.Kind.PHONE:
        return [address]
    try:
        return written_forms(address)
    except BadPhone:
        return [address]


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def _by_email(words: str, within: list[str] | None) -> list[CallerCard]:
    try:
        address = normalise_email(words)
    except BadAddress:
        return []
    points = ContactPoint.objects.filter(kind=ContactPoint.Kind.EMAIL, address=address)
    customers = Customer.objects.filter(Q(email=address) | Q(pk__in=points.values("customer")))
    return [
        *(_customer(row, "email") for row in customers.order_by("-pk")[:MOST]),
        *_members(Q(email=address), within, "email"),
    ]


def _by_phone(words: str) -> list[CallerCard]:
    try:
        forms = written_forms(words)
    except BadPhone:
        return []
    points = ContactPoint.objects.filter(kind=ContactPoint.Kind.PHONE, address__in=forms)
    rows = Customer.objects.filter(pk__in=points.values("customer")).order_by("-pk")
    return [_customer(row, "phone") for row in rows[:MOST]]


def _by_card(words: str, within: list[str] | None) -> list[CallerCard]:
    try:
        return _members(Q(card=normalise_card(words)), within, "card")
    except BadCard:
        return []


def _by_name(words: str, within: list[str] | None) -> list[CallerCard]:
    typed = folded(words)
    if len(typed) < SHORTEST_NAME:
        return []
    asked = _begins(typed) | _begins(name_key(words))
    customers = Customer.objects.filter(asked).order_by("name_key", "pk")[:MOST]
    return [
        *(_customer(row, "name") for row in customers),
        *_members(asked, within, "name"),
    ]


def _begins(prefix: str) -> Q:
    """Return what begins so, in the form each database answers from its index."""
    if connection.vendor == "postgresql":
        return Q(name_key__startswith=prefix)
    return Q(name_key__gte=prefix, name_key__lt=prefix + "\U0010ffff")


def _members(asked: Q, within: list[str] | None, why: str) -> list[CallerCard]:
    rows = MemberIdentity.objects.filter(asked).select_related("customer")
    if within is not None:
        rows = rows.filter(programme__in=within)
    found = list(rows.order_by("name_key", "pk")[:MOST])
    alone = {row.email for row in found if row.customer is None and row.email}
    by_email = {row.email: row for row in Customer.objects.filter(email__in=alone)}
    return [_member(row, row.customer or by_email.get(row.email), why) for row in found]


def _customer(row: Customer, why: str) -> CallerCard:
    return CallerCard(
        customer=str(row.public_id),
        member="",
        programme="",
        name=row.display_name,
        email=row.email,
        phone=row.phone,
        card="",
        language=row.language,
        why=why,
    )


def _member(row: MemberIdentity, known: Customer | None, why: str) -> CallerCard:
    """Return a member; whoever wrote to us from the member's address is taken for the member."""
    return CallerCard(
        customer=str(known.public_id) if known else "",
        member=row.member,
        programme=row.programme,
        name=f"{row.first_name} {row.last_name}".strip(),
        email=row.email,
        phone=known.phone if known else "",
        card=row.card,
        language=known.language if known else "fr",
        why=why,
    )


def _once_each(found: list[CallerCard]) -> list[CallerCard]:
    """Show a member who is also a customer once, with the card."""
    linked = {one.customer for one in found if one.member and one.customer}
    return [one for one in found if one.member or one.customer not in linked]
