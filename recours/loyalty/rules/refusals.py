"""Why a rule did not apply: the condition that failed, in words."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from recours.loyalty.rules.compute import RuleTrace
from recours.loyalty.rules.conditions import Condition, Facts
from recours.loyalty.rules.words import (
    Both,
    either,
    full_day,
    hour,
    label,
    labels,
    money,
    plain_day,
    say,
    weekdays,
)

Document = Mapping[str, Any]


def why_not(document: Document, trace: RuleTrace, facts: Facts) -> Both:
    """Return the reason a rule gave nothing: a failed condition, no article, another rule first."""
    if trace.failure is not None:
        return say(
            "Il fallait {need} ; {actual}.",
            "It needed {need}; {actual}.",
            need=need(document, trace.failure),
            actual=_actual(document, trace.failure, facts),
        )
    if trace.no_article and "lines" not in trace.rule:
        return "Aucun article du ticket ne compte.", "No item of the receipt counts."
    if trace.no_article:
        return say(
            "Il fallait un article {article} ; le ticket n’en compte aucun.",
            "It needed an item {article}; the receipt has none.",
            article=article(document, trace.rule["lines"]),
        )
    return say(
        "La règle {other} du même groupe s’applique à sa place.",
        "Rule {other} of the same group applies instead.",
        other=trace.beaten_by,
    )


def need(document: Document, condition: Condition) -> Both:
    """Return what a condition asks for."""
    [(key, inside)] = condition.items()
    return _NEEDS[key](document, inside)


def article(document: Document, condition: Condition) -> Both:
    """Return which articles a condition on articles names."""
    [(key, inside)] = condition.items()
    if key in {"all", "any"}:
        named = [article(document, part) for part in inside]
        if key == "any":
            return either(named)
        return " et ".join(name[0] for name in named), " and ".join(name[1] for name in named)
    if key == "not":
        return say("autre que {it}", "other than {it}", it=article(document, inside))
    names = labels(document, key, inside)
    if key == "sku":
        return say("de référence {names}", "with reference {names}", names=names)
    return say("de la catégorie {names}", "in category {names}", names=names)


def _named(french: str, english: str, family: str) -> Callable[[Document, Any], Both]:
    return lambda document, codes: say(french, english, names=labels(document, family, codes))


def _need_first(_document: Document, wanted: Any) -> Both:
    if wanted:
        return "un premier achat", "a first purchase"
    return "un achat qui n’est pas le premier", "a purchase that is not the first"


def _need_contains(document: Document, inside: Any) -> Both:
    several = inside["at_least"] > 1
    return say(
        "au moins {count} articles {article}" if several else "un article {article}",
        "at least {count} items {article}" if several else "an item {article}",
        count=inside["at_least"],
        article=article(document, inside["lines"]),
    )


def _need_amount(_document: Document, inside: Any) -> Both:
    what = _amount_name(inside)
    if "below" not in inside:
        return say(
            "{what} d’au moins {low}",
            "{what} of at least {low}",
            what=what,
            low=money(inside["at_least"]),
        )
    if "at_least" not in inside:
        return say(
            "{what} de moins de {high}",
            "{what} under {high}",
            what=what,
            high=money(inside["below"]),
        )
    return say(
        "{what} d’au moins {low} et de moins de {high}",
        "{what} of at least {low} and under {high}",
        what=what,
        low=money(inside["at_least"]),
        high=money(inside["below"]),
    )


def _amount_name(inside: Condition) -> Both:
    if inside["of"] == "total":
        return "un ticket", "a receipt"
    return "un montant pris en compte", "a counted amount"


def _need_date(_document: Document, inside: Any) -> Both:
    return say(
        "un achat du {start} au {end}",
        "a purchase from {start} to {end}",
        start=plain_day(date.fromisoformat(inside["from"])),
        end=plain_day(date.fromisoformat(inside["until"])),
    )


def _need_time(_document: Document, inside: Any) -> Both:
    return say(
        "un achat entre {start} et {end}",
        "a purchase between {start} and {end}",
        start=hour(inside["from"]),
        end=hour(inside["until"]),
    )


def _need_all(document: Document, inside: Any) -> Both:
    needs = [need(document, part) for part in inside]
    return " et ".join(n[0] for n in needs), " and ".join(n[1] for n in needs)


_NEEDS: dict[str, Callable[[Document, Any], Both]] = {
    "all": _need_all,
    "any": lambda document, inside: either([need(document, part) for part in inside]),
    "not": lambda document, inside: say(
        "que ceci ne soit pas rempli : {it}",
        "this not to hold: {it}",
        it=need(document, inside),
    ),
    "channel": _named("un achat par {names}", "a purchase by {names}", "channel"),
    "store": _named("un achat à {names}", "a purchase at {names}", "store"),
    "payment": _named("un paiement par {names}", "a payment by {names}", "payment"),
    "tier": _named("le rang {names}", "tier {names}", "tier"),
    "coupon": _named("le bon {names}", "coupon {names}", "coupon"),
    "first_purchase": _need_first,
    "contains": _need_contains,
    "amount": _need_amount,
    "date": _need_date,
    "weekday": lambda _document, inside: say(
        "un achat {days}", "a purchase on {days}", days=weekdays(inside)
    ),
    "time": _need_time,
}


def _actual(document: Document, condition: Condition, facts: Facts) -> Both:
    [(key, inside)] = condition.items()
    return _ACTUALS[key](document, inside, facts)


def _code(french: str, english: str, family: str) -> Callable[[Document, Any, Facts], Both]:
    def actual(document: Document, _inside: Any, facts: Facts) -> Both:
        code = getattr(facts, family)
        if not code:
            return _UNKNOWN[family]
        return say(french, english, name=label(document, family, code))

    return actual


def _actual_contains(_document: Document, inside: Any, facts: Facts) -> Both:
    return say("le ticket en compte {n}", "the receipt has {n}", n=facts.units(inside["lines"]))


def _actual_amount(_document: Document, inside: Any, facts: Facts) -> Both:
    if inside["of"] == "total":
        return say("le ticket est de {sum}", "the receipt is {sum}", sum=money(facts.total))
    return say("il est de {sum}", "it is {sum}", sum=money(facts.counted))


def _actual_date(_document: Document, _inside: Any, facts: Facts) -> Both:
    return say("celui-ci est du {day}", "this one is from {day}", day=full_day(facts.at.date()))


def _actual_time(_document: Document, _inside: Any, facts: Facts) -> Both:
    time = hour(facts.at.strftime("%H:%M"))
    return say("celui-ci est de {time}", "this one is from {time}", time=time)


def _actual_first(_document: Document, wanted: Any, _facts: Facts) -> Both:
    if wanted:
        return "ce n’était pas le premier", "it was not the first"
    return "c’était le premier", "it was the first"


def _actual_coupon(document: Document, _inside: Any, facts: Facts) -> Both:
    if not facts.coupons:
        return "le ticket n’en porte aucun", "the receipt carries none"
    names = labels(document, "coupon", sorted(facts.coupons))
    return say("le ticket porte {names}", "the receipt carries {names}", names=names)


def _always(french: str, english: str) -> Callable[[Document, Any, Facts], Both]:
    return lambda _document, _inside, _facts: (french, english)


_UNKNOWN = {
    "channel": ("le canal n’est pas connu", "the channel is not known"),
    "store": ("le magasin n’est pas connu", "the shop is not known"),
    "payment": ("le moyen de paiement n’est pas connu", "the means of payment is not known"),
    "tier": ("aucun rang ce jour-là", "no tier that day"),
}
_ACTUALS: dict[str, Callable[[Document, Any, Facts], Both]] = {
    "any": _always("rien de cela n’est rempli", "none of this holds"),
    "not": _always("or cela l’est", "but it does hold"),
    "channel": _code("celui-ci l’est par {name}", "this one is by {name}", "channel"),
    "store": _code("celui-ci l’est à {name}", "this one is at {name}", "store"),
    "payment": _code("celui-ci l’est par {name}", "this one is by {name}", "payment"),
    "tier": _code("le rang était {name}", "the tier was {name}", "tier"),
    "coupon": _actual_coupon,
    "first_purchase": _actual_first,
    "contains": _actual_contains,
    "amount": _actual_amount,
    "date": _actual_date,
    "weekday": _actual_date,
    "time": _actual_time,
}
