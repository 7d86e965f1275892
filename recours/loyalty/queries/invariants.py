"""What must always be true of programmes and ledgers, whatever happened."""

import hashlib

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from recours.loyalty.models import Account, Correction, Entry, Posting, Restoration, RuleSet


def invariants() -> dict[str, list[str]]:
    """Return, per invariant, a sentence for each breach."""
    return {
        "every entry moves points": _entries_that_move_nothing(),
        "all accounts together hold zero": _sum_of_all(),
        "a balance is the sum of its postings, never negative": _wrong_balances(),
        "points are restored once per source, in one ledger": _restorations_without_effect(),
        "no effect without its restoration": _effects_without_restoration(),
        "published rules are those that were signed for": _changed_rules(),
    }


def _entries_that_move_nothing() -> list[str]:
    moved = Posting.objects.filter(entry=OuterRef("pk"))
    rows = Entry.objects.filter(~Exists(moved)).values_list("reference", flat=True)
    return [f"{reference} moves nothing" for reference in rows.order_by("reference")]


def _moved(side: str) -> dict[int, int]:
    rows: QuerySet[Posting, dict[str, int]] = Posting.objects.values(side)
    return {row[side]: row["total"] for row in rows.annotate(total=Sum("points")).order_by(side)}


def _sum_of_all() -> list[str]:
    given, taken = _moved("credited"), _moved("debited")
    members = Account.objects.filter(kind="member").aggregate(total=Sum("balance"))["total"] or 0
    systems = set(Account.objects.filter(kind="system").values_list("pk", flat=True))
    held = sum(given.get(pk, 0) - taken.get(pk, 0) for pk in systems)
    return [] if members + held == 0 else [f"members hold {members}, the system {held}"]


def _wrong_balances() -> list[str]:
    given, taken = _moved("credited"), _moved("debited")
    breaches = []
    for account in Account.objects.filter(kind="member").order_by("pk").iterator():
        moved = given.get(account.pk, 0) - taken.get(account.pk, 0)
        if account.balance != moved or moved < 0:
            breaches.append(f"account {account.pk} says {account.balance}, its postings {moved}")
    return breaches


def _restorations_without_effect() -> list[str]:
    posted = Posting.objects.filter(
        entry__reference=OuterRef("effect"), points=OuterRef("points"), credited__kind="member"
    )
    handed = Correction.objects.filter(restoration=OuterRef("pk"), reference=OuterRef("effect"))
    rows = Restoration.objects.filter(
        Q(mode="posted") & ~Exists(posted) | Q(mode="exported") & ~Exists(handed)
    )
    return [f"{source} has no effect" for source in rows.values_list("source", flat=True)]


def _effects_without_restoration() -> list[str]:
    known = Restoration.objects.filter(effect=OuterRef("reference"))
    rows = Entry.objects.filter(~Exists(known), operation="restore")
    return [f"{ref} was never decided" for ref in rows.values_list("reference", flat=True)]


def _changed_rules() -> list[str]:
    return [
        f"rules {row.version} of programme {row.programme_id} were changed"
        for row in RuleSet.objects.order_by("pk")
        if hashlib.sha256(row.document.encode()).hexdigest() != row.sha256
    ]
