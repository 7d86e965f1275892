"""The calculation told as steps: one line each, in French and in English."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from recours.kernel.points import apply_rate
from recours.loyalty.rules.amounts import Article, Base
from recours.loyalty.rules.compute import CapTrace, Outcome, RuleTrace
from recours.loyalty.rules.refusals import why_not
from recours.loyalty.rules.values import Step
from recours.loyalty.rules.words import (
    NOTHING,
    Both,
    clause_name,
    fraction,
    money,
    parts,
    plain_day,
    points,
    say,
)
from recours.statements.rules import Purchase

Document = Mapping[str, Any]

_ROUNDING: dict[str, Both] = {
    "floor": ("à l’unité inférieure", "down to the unit"),
    "half_up": ("à l’unité la plus proche, 0,5 vers le haut", "to the nearest unit, halves up"),
    "half_even": ("à l’unité la plus proche, 0,5 vers le pair", "to the nearest, halves to even"),
}
_STAGE: dict[str, Both] = {
    "line": ("arrondi article par article", "rounded item by item"),
    "basket": ("arrondi", "rounded"),
    "after_multiplier": ("sans arrondi à ce stade", "not rounded yet"),
}
_WINDOWS: dict[str, Both] = {
    "purchase": ("cet achat", "this purchase"),
    "day": ("ce jour-là", "that day"),
    "week": ("cette semaine-là", "that week"),
    "month": ("ce mois-là", "that month"),
    "quarter": ("ce trimestre-là", "that quarter"),
    "year": ("cette année-là", "that year"),
    "campaign": ("pendant l’opération", "during the campaign"),
}
UNCHANGED: Both = ("sans effet", "no effect")


def step(  # noqa: PLR0913  # a step has that many facets; every one is named at the call
    operation: str,
    text: Both,
    *,
    value: Both = NOTHING,
    note: Both = NOTHING,
    before: int | None = None,
    after: int | None = None,
    unit: str = "points",
    clause: str = "",
    rule: str = "",
    version: int = 0,
    applied: bool = True,
    failed: Both | None = None,
) -> Step:
    """Return one step, both languages filled."""
    return Step(
        rule=rule,
        version=version,
        clause=clause,
        operation=operation,
        text_fr=text[0],
        text_en=text[1],
        before=before,
        after=after,
        applied=applied,
        failed_condition=failed[0] if failed else None,
        failed_condition_en=failed[1] if failed else None,
        unit=unit,
        value_fr=value[0],
        value_en=value[1],
        note_fr=note[0],
        note_en=note[1],
    )


def steps_of(document: Document, purchase: Purchase, outcome: Outcome) -> tuple[Step, ...]:
    """Return the calculation of one ticket taken alone, from its total to its points."""
    return (
        *_base_steps(document, purchase, outcome.base),
        *(_rule_step(document, trace, outcome) for trace in outcome.rules),
        *_rounding_step(document, outcome),
        *(_cap_step(document, trace) for trace in outcome.caps),
    )


def _base_steps(document: Document, purchase: Purchase, base: Base) -> Iterator[Step]:
    running = base.total
    yield step(
        "base",
        _base_title(purchase, base),
        value=money(running),
        before=running,
        after=running,
        unit="cents",
        clause=document["base"]["clause"],
        note=clause_note(document["base"]["clause"]),
    )
    for text, change in _adjustments(document, base.articles):
        yield step(
            "adjust",
            text,
            value=money(change),
            before=running,
            after=running + change,
            unit="cents",
            clause=document["base"]["clause"],
            note=clause_note(document["base"]["clause"]),
        )
        running += change
    for exclusion in document["base"]["exclusions"]:
        taken = sum(a.amount for a in base.articles if a.excluded_by == exclusion["id"])
        present = any(a.excluded_by == exclusion["id"] for a in base.articles)
        yield _exclusion_step(exclusion, running, taken, present=present)
        running -= taken


def _base_title(purchase: Purchase, base: Base) -> Both:
    name = purchase.receipt or purchase.source_ref
    if base.sign < 0:
        return say("Montant rendu, ticket {name}", "Amount given back, receipt {name}", name=name)
    return say("Total du ticket {name}", "Total of receipt {name}", name=name)


def _adjustments(document: Document, articles: tuple[Article, ...]) -> Iterator[tuple[Both, int]]:
    discount = sum(article.discount for article in articles)
    points_paid = sum(article.points_paid for article in articles)
    tax = sum(article.tax for article in articles)
    if document["base"]["discounts"] == "before" and discount:
        yield ("Remises, comptées dans le montant", "Discounts, counted in the amount"), discount
    if document["base"]["paid_with_points"] == "exclude" and points_paid:
        yield ("Moins la part payée en points", "Less the part paid with points"), -points_paid
    if tax:
        yield ("Moins la TVA", "Less VAT"), -tax


def _exclusion_step(
    exclusion: Mapping[str, Any], running: int, taken: int, *, present: bool
) -> Step:
    return step(
        "exclude",
        (exclusion["title_fr"], exclusion["title_en"]),
        value=money(-taken) if present else UNCHANGED,
        note=_rule_note(exclusion),
        before=running,
        after=running - taken,
        unit="cents",
        clause=exclusion["clause"],
        rule=exclusion["id"],
        version=exclusion["version"],
        applied=present,
        failed=None
        if present
        else ("Aucun article de ce genre sur le ticket.", "No such item on the receipt."),
    )


def _rule_step(document: Document, trace: RuleTrace, outcome: Outcome) -> Step:
    rule, scale = trace.rule, outcome.scale
    return step(
        "multiply" if "factor" in rule["award"] else "award",
        (rule["title_fr"], rule["title_en"]),
        value=_rule_value(document, trace, scale) if trace.applied else UNCHANGED,
        note=_rule_note(rule, _rounding_note(document, rule) if trace.applied else NOTHING),
        before=_whole(document, trace.before, scale),
        after=_whole(document, trace.after, scale),
        clause=rule["clause"],
        rule=rule["id"],
        version=rule["version"],
        applied=trace.applied,
        failed=None if trace.applied else why_not(document, trace, outcome.facts),
    )


def _whole(document: Document, value: int, scale: int) -> int:
    return apply_rate(value, 1, scale, document["rounding"]["mode"])


def _rule_value(document: Document, trace: RuleTrace, scale: int) -> Both:
    [(kind, award)] = trace.rule["award"].items()
    gain = points(document, trace.gain, scale)
    if kind == "rate":
        return say("{sum} → {gain}", "{sum} → {gain}", sum=money(trace.amount), gain=gain)
    if kind == "per_unit":
        each = points(document, award["points"])
        return say(
            "{n} × {each} → {gain}", "{n} × {each} → {gain}", n=trace.units, each=each, gain=gain
        )
    if kind == "fixed":
        return say("+ {gain}", "+ {gain}", gain=gain)
    product = trace.multiplied + trace.gain
    equation = say(
        "{before} × {factor} = {after}",
        "{before} × {factor} = {after}",
        before=parts(trace.multiplied, scale),
        factor=fraction(award["num"], award["den"]),
        after=parts(product, scale),
    )
    if product == trace.after:
        return equation
    return say("{it}, soit + {gain}", "{it}, that is + {gain}", it=equation, gain=gain)


def _rounding_note(document: Document, rule: Mapping[str, Any]) -> Both:
    [(kind, award)] = rule["award"].items()
    stage = document["rounding"]["stage"]
    if kind in {"fixed", "per_unit"} or (kind == "factor" and award["den"] == 1):
        return NOTHING
    if stage == "after_multiplier":
        return _STAGE[stage]
    how = _STAGE["basket" if kind == "factor" else stage]
    return say(
        "{how} {mode}", "{how} {mode}", how=how, mode=_ROUNDING[document["rounding"]["mode"]]
    )


def _rule_note(rule: Mapping[str, Any], more: Both = NOTHING) -> Both:
    note = say(
        "Règle {id}, version {version}, {clause}",
        "Rule {id}, version {version}, {clause}",
        id=rule["id"],
        version=rule["version"],
        clause=clause_name(rule["clause"]),
    )
    return say("{note}, {more}", "{note}, {more}", note=note, more=more) if more[0] else note


def clause_note(clause: str) -> Both:
    """Return the clause alone, as a sentence starts."""
    french, english = clause_name(clause)
    return french[:1].upper() + french[1:], english[:1].upper() + english[1:]


def _rounding_step(document: Document, outcome: Outcome) -> Iterator[Step]:
    rounding = document["rounding"]
    if rounding["stage"] != "after_multiplier":
        return
    yield step(
        "round",
        say("Arrondi {mode}", "Rounded {mode}", mode=_ROUNDING[rounding["mode"]]),
        value=say(
            "{exact} → {whole}",
            "{exact} → {whole}",
            exact=parts(outcome.exact, outcome.scale),
            whole=points(document, outcome.rounded),
        ),
        note=clause_note(rounding["clause"]),
        before=outcome.rounded,
        after=outcome.rounded,
        clause=rounding["clause"],
    )


def _cap_step(document: Document, trace: CapTrace) -> Step:
    cap = trace.cap
    window = _WINDOWS[cap.get("period", cap["kind"])]
    effective = trace.after != trace.before
    seen = ("{n} déjà comptés {window}", "{n} already counted {window}")
    note = say(
        *(seen if effective else ("{n} {window}", "{n} {window}")),
        n=points(document, trace.earned + (0 if effective else trace.covered)),
        window=window,
    )
    change = say(
        "{before} → {after}",
        "{before} → {after}",
        before=points(document, trace.before),
        after=points(document, trace.after),
    )
    return step(
        "cap",
        (cap["title_fr"], cap["title_en"]),
        value=change if effective else UNCHANGED,
        note=_rule_note(cap, _cap_span(cap) if trace.outside else note),
        before=trace.before,
        after=trace.after,
        clause=cap["clause"],
        rule=cap["id"],
        version=cap["version"],
        applied=effective,
    )


def _cap_span(cap: Mapping[str, Any]) -> Both:
    if cap["kind"] != "campaign":
        return "ne concerne pas un retour", "not about a return"
    return say(
        "opération du {start} au {end}",
        "campaign from {start} to {end}",
        start=plain_day(date.fromisoformat(cap["from"])),
        end=plain_day(date.fromisoformat(cap["until"])),
    )
