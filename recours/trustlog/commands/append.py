"""Write facts into their streams, in the transaction of what they tell."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from recours.trustlog.errors import OutsideTransaction
from recours.trustlog.models import Entry, Pending
from recours.trustlog.rules import BEGINNING, Fact, Place, Sealed, seal

__all__ = ["Fact", "append"]


def append(*, facts: Sequence[Fact], at: datetime) -> list[str]:
    """Return the commitment of each fact, in order; they wait for their place in the log.

    One read for all the streams that are not said to begin (one that never began, begins), two
    inserts whatever their number. Raise `OutsideTransaction` without a transaction around,
    `NotCanonical` when a body holds what cannot be written in one way.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("append() belongs in the transaction of what it records")
    places = _last_places(_streams_that_go_on(facts))
    sealed = [_seal_next(fact, places, at) for fact in facts]
    Entry.objects.bulk_create(
        [_entry(fact, one, at) for fact, one in zip(facts, sealed, strict=True)]
    )
    Pending.objects.bulk_create([Pending(commitment=one.commitment, at=at) for one in sealed])
    return [one.commitment for one in sealed]


def _streams_that_go_on(facts: Iterable[Fact]) -> set[str]:
    """Return the streams whose first fact here is not the first of all."""
    first_here: dict[str, Fact] = {}
    for fact in facts:
        first_here.setdefault(fact.account, fact)
    return {account for account, fact in first_here.items() if not fact.first}


def _hold(accounts: Iterable[str]) -> None:
    """Make other writers of these streams wait; SQLite has one writer already."""
    if connection.vendor != "postgresql":
        return
    keys = sorted(
        int.from_bytes(hashlib.sha256(account.encode()).digest()[:8], "big", signed=True)
        for account in accounts
    )
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _last_rows(accounts: set[str]) -> QuerySet[Entry]:
    """Return the last record of each stream; one stream alone is read from the end of its index."""
    rows = Entry.objects.filter(account__in=accounts)
    if len(accounts) == 1:
        return rows.order_by("-seq")[:1]
    last = Entry.objects.filter(account=OuterRef("account")).order_by("-seq").values("seq")[:1]
    return rows.filter(seq=Subquery(last))


def _last_places(accounts: set[str]) -> dict[str, Place]:
    if not accounts:
        return {}
    _hold(accounts)
    rows = _last_rows(accounts).values_list("account", "seq", "commitment")
    return {account: Place(seq, commitment) for account, seq, commitment in rows}


def _seal_next(fact: Fact, places: dict[str, Place], at: datetime) -> Sealed:
    sealed = seal(fact, after=places.get(fact.account, BEGINNING), at=at)
    places[fact.account] = Place(sealed.seq, sealed.commitment)
    return sealed


def _entry(fact: Fact, sealed: Sealed, at: datetime) -> Entry:
    return Entry(
        account=fact.account,
        seq=sealed.seq,
        prev=sealed.prev,
        kind=fact.kind,
        record=sealed.record,
        salt=sealed.salt,
        commitment=sealed.commitment,
        at=at,
    )
