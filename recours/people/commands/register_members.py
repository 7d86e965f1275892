"""Write the operator's list of members into the register of identities."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db import IntegrityError, transaction
from django.db.models import Q

from recours.people.errors import BadAddress, CardHeldByAnother
from recours.people.models import MemberIdentity
from recours.people.rules import (
    MemberRow,
    Registered,
    clean_name,
    folded,
    normalise_card,
    normalise_email,
)

_CHUNK = 1_000
_WRITTEN = ["card", "first_name", "last_name", "name_key", "email", "joined_on"]


def _address(text: str) -> str:
    # A list of members holds bad addresses; they stay unknown rather than stop the list.
    try:
        return normalise_email(text) if text.strip() else ""
    except BadAddress:
        return ""


def _identity(programme: str, row: MemberRow) -> MemberIdentity:
    return MemberIdentity(
        programme=programme,
        member=row.member,
        card=normalise_card(row.card) if row.card.strip() else "",
        first_name=clean_name(row.first_name),
        last_name=clean_name(row.last_name),
        name_key=folded(f"{row.last_name} {row.first_name}"),
        email=_address(row.email),
        joined_on=row.joined_on,
    )


def _refuse_card(programme: str, people: list[MemberIdentity]) -> CardHeldByAnother:
    """Name the first card that this list gives to somebody else."""
    holder: dict[str, str] = dict(
        MemberIdentity.objects.filter(
            programme=programme, card__in=[person.card for person in people if person.card]
        ).values_list("card", "member")
    )
    for person in people:
        if person.card and holder.setdefault(person.card, person.member) != person.member:
            return CardHeldByAnother(person.card)
    return CardHeldByAnother("?")


def _write(programme: str, people: list[MemberIdentity]) -> int:
    """Write one chunk; return how many of it were known already."""
    known: dict[str, tuple[str, int | None]] = {
        member: (email, customer)
        for member, email, customer in MemberIdentity.objects.filter(
            programme=programme, member__in=[person.member for person in people]
        ).values_list("member", "email", "customer_id")
    }
    moved = [
        person.member
        for person in people
        if person.member in known
        and known[person.member][1] is not None
        and known[person.member][0] != person.email
    ]
    try:
        with transaction.atomic():
            MemberIdentity.objects.bulk_create(
                people,
                update_conflicts=True,
                unique_fields=["programme", "member"],
                update_fields=_WRITTEN,
            )
    except IntegrityError as refused:
        raise _refuse_card(programme, people) from refused
    if moved:  # another address: whoever proved the old one no longer sees these points
        MemberIdentity.objects.filter(Q(programme=programme) & Q(member__in=moved)).update(
            customer=None
        )
    return len(known)


@transaction.atomic
def register_members(*, programme: str, rows: Iterable[MemberRow], at: datetime) -> Registered:  # noqa: ARG001  # the same verb form as every import
    """Write or rewrite each member of the list; raise `BadCard`, `CardHeldByAnother`.

    A member named twice keeps the last line. Members absent from the list stay.
    """
    seen: set[str] = set()
    known = 0
    lines = iter(rows)
    while chunk := list(islice(lines, _CHUNK)):
        people = {row.member: _identity(programme, row) for row in chunk}
        repeated = len(people.keys() & seen)
        known += _write(programme, list(people.values())) - repeated
        seen.update(people)
    return Registered(added=len(seen) - known, known=known)
