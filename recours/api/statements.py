"""Late facts over the API: purchases and movements sent one by one, readable at once."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recours.api.auth import needs
from recours.api.facts import FactsOut, MovementIn, MovementsIn, PurchaseIn, PurchasesIn
from recours.api.problems import Refused
from recours.api.router import Operations
from recours.statements.commands.record_late_facts import record_late_facts
from recours.statements.errors import FactsRefused
from recours.statements.report import Problem
from recours.statements.wording import sentence

router = Operations(tags=["statements"])
MOST_SHOWN = 20
Fact = dict[str, object]


@router.operation(
    "POST",
    "/programmes/{programme}/purchases",
    door=needs("statements:write", body="application/json"),
    gives={200: FactsOut},
    name="send_purchases",
    summary=_("Transmettre des achats"),
    description=_("Tous les achats sont pris, ou aucun. Les mêmes, renvoyés, ne changent rien."),
)
def send_purchases(request: HttpRequest, programme: str, said: PurchasesIn) -> FactsOut:  # noqa: ARG001  # named so by the library
    """Keep the purchases; each line is known by the reference of the operator's system."""
    facts = [
        (f"purchases.{number}.lines.{place}", fact)
        for number, one in enumerate(said.purchases)
        for place, fact in enumerate(_lines(one))
    ]
    return _record(programme, "purchases", facts)


@router.operation(
    "POST",
    "/programmes/{programme}/movements",
    door=needs("statements:write", body="application/json"),
    gives={200: FactsOut},
    name="send_movements",
    summary=_("Transmettre des mouvements de points"),
    description=_(
        "Tous les mouvements sont pris, ou aucun. Les mêmes, renvoyés, ne changent rien."
    ),
)
def send_movements(request: HttpRequest, programme: str, said: MovementsIn) -> FactsOut:  # noqa: ARG001  # named so by the library
    """Keep the movements that the operator's own ledger shows."""
    facts = [(f"movements.{number}", _movement(one)) for number, one in enumerate(said.movements)]
    return _record(programme, "points", facts)


def _lines(one: PurchaseIn) -> Iterator[Fact]:
    """Yield the lines of a purchase as the columns of an import: amounts are text, never floats."""
    head = one.model_dump(exclude={"lines", "occurred_at"})
    for line in one.lines:
        yield {
            **head,
            "occurred_at": one.occurred_at.isoformat(),
            "sku": line.sku,
            "category": line.category,
            "label": line.label,
            "quantity": line.quantity,
            "net": _amount(line.net_cents),
            "discount": _amount(line.discount_cents),
            "points_paid": _amount(line.points_paid_cents),
        }


def _amount(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _movement(one: MovementIn) -> Fact:
    return {
        **one.model_dump(exclude={"occurred_at", "expires_on"}),
        "occurred_at": one.occurred_at.isoformat(),
        "expires_on": one.expires_on.isoformat() if one.expires_on else None,
    }


def _record(programme: str, kind: str, facts: Sequence[tuple[str, Fact]]) -> FactsOut:
    try:
        report = record_late_facts(
            programme=programme,
            kind=kind,
            facts=[fact for _place, fact in facts],
            at=datetime.now(tz=UTC),
        )
    except FactsRefused as refused:
        shown = [_said(problem, facts) for problem in refused.problems[:MOST_SHOWN]]
        raise Refused("facts_refused", fields=shown) from refused
    return FactsOut(new=report.new, known=report.known)


def _said(problem: Problem, facts: Sequence[tuple[str, Fact]]) -> tuple[str, str]:
    """Return where the problem is in the body that was sent, and what it is."""
    place = facts[problem.line - 1][0] if 0 < problem.line <= len(facts) else ""
    where = ".".join(part for part in (place, problem.column) if part)
    return where, sentence(problem, (get_language() or "fr")[:2])
