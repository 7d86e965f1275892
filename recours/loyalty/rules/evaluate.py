"""What a purchase gives under a rule document: the points, and the steps that lead to them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from recours.loyalty.rules import expiry
from recours.loyalty.rules.compute import Outcome, compute
from recours.loyalty.rules.returns import POLICIES, Clawback
from recours.loyalty.rules.tiers import day_of
from recours.loyalty.rules.values import ENGINE, Context, Counted, Evaluation, Step
from recours.loyalty.rules.wording import clause_note, step, steps_of
from recours.loyalty.rules.words import Both, number, plain_day, points, say
from recours.statements.rules import Purchase

__all__ = ["ENGINE", "Context", "Evaluation", "Step", "count", "evaluate", "points_of"]

Document = Mapping[str, Any]

_POLICY: dict[str, Both] = {
    "recompute_on_net": (
        "l’achat est recalculé sans ce qui a été rendu",
        "the purchase is computed again without what was given back",
    ),
    "proportional": ("au prorata du montant rendu", "in proportion of the amount given back"),
    "keep": ("les points restent acquis", "the points are kept"),
}


def evaluate(document: Document, purchase: Purchase, context: Context) -> Evaluation:
    """Return the points of the purchase, signed, the steps in French and English, and the dates.

    The document is one that `validate` found good. A return (`returns_of`, or a negative total)
    follows the return policy; without `context.original` it is computed alone.
    """
    if purchase.kind == "adjustment":
        return Evaluation(0, (_not_a_purchase(document),), None)
    clawback = _clawback(document, purchase, context)
    if clawback is not None and context.original is not None:
        then = day_of(context.original.occurred_at, context.timezone)
        return _given_back(document, clawback, then)
    outcome = compute(document, purchase, context)
    day = day_of(purchase.occurred_at, context.timezone)
    if outcome.base.sign < 0:
        return _given_back_alone(document, purchase, outcome, day)
    steps = steps_of(document, purchase, outcome)
    return _dated(document, outcome.points, steps, outcome.counted, day)


def points_of(document: Document, purchase: Purchase, context: Context) -> int:
    """Return the points `evaluate` gives, without telling the steps: to try many ways quickly."""
    if purchase.kind == "adjustment":
        return 0
    clawback = _clawback(document, purchase, context)
    if clawback is not None:
        return clawback.points
    outcome = compute(document, purchase, context)
    kept = outcome.base.sign < 0 and document["returns"]["policy"] == "keep"
    return 0 if kept else outcome.points


def count(document: Document, purchase: Purchase, context: Context) -> Counted:
    """Return what the purchase uses of each cap, without telling the steps."""
    clawback = _clawback(document, purchase, context)
    return (clawback or compute(document, purchase, context)).counted


def _clawback(document: Document, purchase: Purchase, context: Context) -> Clawback | None:
    if purchase.returns_of is None or context.original is None:
        return None
    policy = POLICIES[document["returns"]["policy"]]
    return policy(document, purchase, context.original, context)


def _dated(
    document: Document, change: int, steps: tuple[Step, ...], counted: Counted, day: date
) -> Evaluation:
    """Close the calculation: points that are given have a first and a last day of use."""
    if change <= 0:
        return Evaluation(change, steps, None, counted=counted)
    last, first = expiry.expires_on(document, day), expiry.usable_on(document, day)
    return Evaluation(
        points=change,
        steps=(*steps, *_date_steps(document, first if first > day else None, last)),
        expires_on=last,
        usable_on=first,
        counted=counted,
    )


def _not_a_purchase(document: Document) -> Step:
    clause = document["base"]["clause"]
    text = ("Écriture d’ajustement : ce n’est pas un achat", "An adjustment: not a purchase")
    note = clause_note(clause)
    return step("base", text, note=note, before=0, after=0, clause=clause, applied=False)


def _date_steps(document: Document, first: date | None, last: date | None) -> Iterator[Step]:
    if first:
        clause = document["pending"]["clause"]
        text = say("Utilisables à partir du {day}", "Usable from {day}", day=plain_day(first))
        yield step("usable", text, note=clause_note(clause), clause=clause)
    clause = document["expiry"]["clause"]
    yield step("expiry", _expiry_text(document, last), note=clause_note(clause), clause=clause)


def _expiry_text(document: Document, last: date | None) -> Both:
    if last is None:
        return "Sans date d’expiration", "No expiry date"
    if document["expiry"]["kind"] == "inactivity":
        return say(
            "Valables jusqu’au {day}, et plus longtemps à chaque nouvel achat",
            "Valid until {day}, and longer with each new purchase",
            day=plain_day(last),
        )
    return say("Valables jusqu’au {day}", "Valid until {day}", day=plain_day(last))


def _given_back(document: Document, clawback: Clawback, day: date) -> Evaluation:
    change = clawback.points
    closing = step(
        "return",
        ("Points repris pour ce retour", "Points taken back for this return"),
        value=say(
            "{before} → {after}, soit {change}",
            "{before} → {after}, that is {change}",
            before=number(clawback.before),
            after=number(clawback.after),
            change=points(document, change),
        ),
        note=_policy_note(document),
        before=clawback.before,
        after=clawback.after,
        clause=document["returns"]["clause"],
        applied=change != 0,
    )
    steps = (*steps_of(document, clawback.shown, clawback.outcome), closing)
    return _dated(document, change, steps, clawback.counted, day)


def _given_back_alone(
    document: Document, purchase: Purchase, outcome: Outcome, day: date
) -> Evaluation:
    kept = document["returns"]["policy"] == "keep"
    change = 0 if kept else outcome.points
    closing = step(
        "return",
        (
            "Retour calculé seul : l’achat d’origine n’est pas connu",
            "Return computed alone: the first purchase is not known",
        ),
        value=points(document, change),
        note=_policy_note(document) if kept else clause_note(document["returns"]["clause"]),
        before=0,
        after=change,
        clause=document["returns"]["clause"],
        applied=change != 0,
    )
    counted = tuple((name, 0 if kept else value) for name, value in outcome.counted)
    steps = (*steps_of(document, purchase, outcome), closing)
    return _dated(document, change, steps, counted, day)


def _policy_note(document: Document) -> Both:
    clause = clause_note(document["returns"]["clause"])
    policy = _POLICY[document["returns"]["policy"]]
    return say("{clause}, {policy}", "{clause}, {policy}", clause=clause, policy=policy)
