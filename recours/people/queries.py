"""What others read of staff, customers, members and tokens: frozen cards, never rows."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from recours.people.errors import BadAddress, BadCard, NoSuchCustomer, NoSuchStaff
from recours.people.models import (
    ApiToken,
    ContactPoint,
    Customer,
    MemberIdentity,
    PasswordLink,
    SignInCode,
    StaffMember,
)
from recours.people.rules import (
    Actor,
    ContactCard,
    CustomerCard,
    MemberCard,
    StaffCard,
    TokenCard,
    normalise_card,
    normalise_email,
)
from recours.people.secrets import hash_of, is_token


def card_of_staff(row: StaffMember) -> StaffCard:
    """Return the card of a row of the register."""
    return StaffCard(
        id=str(row.pk),
        name=row.display_name,
        title=row.title_fr,
        title_en=row.title_en,
        email=row.email,
        roles=frozenset(row.roles),
        points_limit=row.points_limit,
        programmes=None if row.programmes is None else frozenset(row.programmes),
        language=row.language,
        is_active=row.is_active,
    )


def _customer(row: Customer) -> CustomerCard:
    return CustomerCard(
        public_id=str(row.public_id),
        name=row.display_name,
        email=row.email,
        phone=row.phone,
        language=row.language,
        failing_since=getattr(row, "failing_since", None),
    )


def _customers() -> QuerySet[Customer]:
    """Read customers with the date since when their address fails, in the same query."""
    mailbox = ContactPoint.objects.filter(
        customer=OuterRef("pk"), kind=ContactPoint.Kind.EMAIL, address=OuterRef("email")
    )
    return Customer.objects.annotate(failing_since=Subquery(mailbox.values("failing_since")[:1]))


def _member(row: MemberIdentity) -> MemberCard:
    return MemberCard(
        programme=row.programme,
        member=row.member,
        card=row.card,
        first_name=row.first_name,
        last_name=row.last_name,
        email=row.email,
        joined_on=row.joined_on,
        customer="" if row.customer is None else str(row.customer.public_id),
    )


def _token(row: ApiToken) -> TokenCard:
    return TokenCard(
        id=str(row.pk),
        name=row.name,
        scopes=frozenset(row.scopes),
        programmes=None if row.programmes is None else frozenset(row.programmes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )


_NOBODY = uuid.UUID(int=0)


def _key(text: str) -> uuid.UUID:
    """Return the key as the database compares it; what is not a key is nobody's."""
    try:
        return uuid.UUID(text)
    except (ValueError, AttributeError, TypeError):
        return _NOBODY


def staff_card(staff_id: str) -> StaffCard:
    """Return one member of staff; raise `NoSuchStaff`."""
    row = StaffMember.objects.filter(pk=_key(staff_id)).first()
    if row is None:
        raise NoSuchStaff(staff_id)
    return card_of_staff(row)


def staff_by_email(email: str) -> StaffCard:
    """Return the member of staff whose address this is; raise `NoSuchStaff`."""
    row = StaffMember.objects.filter(email=email.strip().lower()).first()
    if row is None:
        raise NoSuchStaff(email)
    return card_of_staff(row)


def staff_cards(ids: Iterable[str]) -> dict[str, StaffCard]:
    """Return the named members of staff by their id, in one query."""
    keys = [_key(text) for text in ids]
    return {str(row.pk): card_of_staff(row) for row in StaffMember.objects.filter(pk__in=keys)}


def staff_list(*, role: str = "", programme: str = "") -> list[StaffCard]:
    """Return who works here, by name; `role` and `programme` narrow the list."""
    cards = [card_of_staff(row) for row in StaffMember.objects.order_by("display_name", "pk")]
    return [
        card
        for card in cards
        if (not role or role in card.roles)
        and (not programme or card.programmes is None or programme in card.programmes)
    ]


def customer_card(public_id: str) -> CustomerCard:
    """Return one customer; raise `NoSuchCustomer`."""
    row = _customers().filter(public_id=_key(public_id)).first()
    if row is None:
        raise NoSuchCustomer(public_id)
    return _customer(row)


def customer_cards(public_ids: Iterable[str]) -> dict[str, CustomerCard]:
    """Return the named customers by their public id, in one query."""
    keys = [_key(text) for text in public_ids]
    rows = _customers().filter(public_id__in=keys)
    return {str(row.public_id): _customer(row) for row in rows}


def customer_by_email(email: str) -> CustomerCard | None:
    """Return the customer whose address this is, if there is one."""
    try:
        address = normalise_email(email)
    except BadAddress:
        return None
    row = _customers().filter(email=address).first()
    return None if row is None else _customer(row)


def contact_points(public_id: str) -> list[ContactCard]:
    """Return every way to reach a customer, the oldest first."""
    rows = ContactPoint.objects.filter(customer__public_id=_key(public_id)).order_by("id")
    return [ContactCard(r.kind, r.address, r.verified_at, r.failing_since) for r in rows]


def is_address_of(public_id: str, email: str) -> bool:
    """Say whether this customer is known by this address, proved or not."""
    try:
        address = normalise_email(email)
    except BadAddress:
        return False
    mine = Q(email=address) | Q(contact_points__kind="email", contact_points__address=address)
    return Customer.objects.filter(mine, public_id=_key(public_id)).exists()


def is_staff_address(email: str) -> bool:
    """Say whether somebody of the house signs in with this address."""
    return StaffMember.objects.filter(email=email.strip().lower()).exists()


def contact_is_verified(public_id: str, email: str) -> bool:
    """Say whether this customer has proved this address by a code or a link."""
    return ContactPoint.objects.filter(
        customer__public_id=_key(public_id),
        kind=ContactPoint.Kind.EMAIL,
        address=email.strip().lower(),
        verified_at__isnull=False,
    ).exists()


def member_card(programme: str, member: str) -> MemberCard | None:
    """Return the identity behind an opaque member id, if it is known."""
    row = (
        MemberIdentity.objects.filter(programme=programme, member=member)
        .select_related("customer")
        .first()
    )
    return None if row is None else _member(row)


def member_cards(programme: str, members: Iterable[str]) -> dict[str, MemberCard]:
    """Return the identities behind these opaque ids, in one query."""
    rows = MemberIdentity.objects.filter(programme=programme, member__in=list(members))
    return {row.member: _member(row) for row in rows.select_related("customer")}


def member_by_card(programme: str, card: str) -> MemberCard | None:
    """Return the member who holds this card, however it was typed."""
    try:
        number = normalise_card(card)
    except BadCard:
        return None
    row = (
        MemberIdentity.objects.filter(programme=programme, card=number)
        .select_related("customer")
        .first()
    )
    return None if row is None else _member(row)


def members_with_card(card: str) -> list[tuple[str, str]]:
    """Return programme and opaque id of whoever holds this card, in any programme."""
    try:
        number = normalise_card(card)
    except BadCard:
        return []
    rows = MemberIdentity.objects.filter(card=number).order_by("programme", "member")
    return list(rows.values_list("programme", "member")[:20])


def members_of_customer(public_id: str) -> list[MemberCard]:
    """Return the memberships of a customer who has proved the address of the members' list."""
    rows = MemberIdentity.objects.filter(customer__public_id=_key(public_id))
    return [_member(row) for row in rows.select_related("customer").order_by("programme", "member")]


def programme_of_address(email: str) -> str:
    """Return the programme of whoever proved this address and is a member, or nothing."""
    rows = MemberIdentity.objects.filter(customer__email=email.strip().lower())
    return rows.order_by("id").values_list("programme", flat=True).first() or ""


def member_count(programme: str) -> int:
    """Return how many members a programme has."""
    return MemberIdentity.objects.filter(programme=programme).count()


def tokens() -> list[TokenCard]:
    """Return the integrators' tokens, the newest first."""
    return [_token(row) for row in ApiToken.objects.order_by("-created_at", "pk")]


def token_actor(plain: str, *, at: datetime) -> Actor | None:
    """Return who holds this token, if it is good at this time."""
    if not is_token(plain):
        return None
    row = (
        ApiToken.objects.filter(token_hash=hash_of(plain), revoked_at__isnull=True)
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at))
        .first()
    )
    if row is None:
        return None
    card = _token(row)
    return Actor(
        kind="token",
        key=card.id,
        roles=frozenset({"integrator"}),
        name=card.name,
        programmes=card.programmes,
        scopes=card.scopes,
    )


def staff_of_link(token: str, *, at: datetime) -> StaffCard | None:
    """Return who may set a password by this link, if it is still good. Reading consumes nothing."""
    if not is_token(token):
        return None
    row = (
        PasswordLink.objects.filter(
            token_hash=hash_of(token), used_at__isnull=True, expires_at__gt=at
        )
        .select_related("staff")
        .first()
    )
    return None if row is None or not row.staff.is_active else card_of_staff(row.staff)


def is_live_link(token: str, *, browser: str, at: datetime) -> bool:
    """Say whether this sign-in link is good here. Reading consumes nothing."""
    if not is_token(token):
        return False
    return SignInCode.objects.filter(
        link_hash=hash_of(token), browser_hash=hash_of(browser), used_at=None, expires_at__gt=at
    ).exists()
