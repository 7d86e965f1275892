"""The calculation itself: numbers only, in the order docs/rules.md gives; no words.

Everything is computed as for a sale; a ticket that gives money back is turned into a sale first
(`Base.sign`) and its points are turned back at the end, so that returns mirror purchases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from recours.kernel.points import Rounding, apply_rate
from recours.loyalty.rules.amounts import Article, Base, base_of
from recours.loyalty.rules.conditions import Condition, Facts, article_matches, first_failure
from recours.loyalty.rules.order import Rule, caps_in_order, turns
from recours.loyalty.rules.scale import scale_of
from recours.loyalty.rules.values import Context, Counted
from recours.statements.rules import Purchase

EVERYTHING: Condition = {"all": []}


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """What came of one rule; `multiplied`, `before` and `after` are in 1/scale of a point."""

    rule: Rule
    before: int
    after: int
    failure: Condition | None = None
    no_article: bool = False
    beaten_by: str = ""
    amount: int = 0
    units: int = 0
    multiplied: int = 0

    @property
    def applied(self) -> bool:
        """Say whether the rule gave what it gives."""
        return self.failure is None and not self.no_article and not self.beaten_by

    @property
    def gain(self) -> int:
        """Return what the rule added."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class CapTrace:
    """What came of one cap: points it covers and running total, before and after it."""

    cap: Rule
    earned: int
    covered: int
    before: int
    after: int
    outside: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole calculation, as for a sale; only `points` and `counted` carry the ticket's sign."""

    base: Base
    facts: Facts
    scale: int
    rules: tuple[RuleTrace, ...]
    exact: int
    rounded: int
    caps: tuple[CapTrace, ...]
    points: int
    counted: Counted


def compute(document: Mapping[str, Any], purchase: Purchase, context: Context) -> Outcome:
    """Return the points of one ticket taken alone, and every number on the way."""
    base = base_of(document, purchase)
    facts = _facts(purchase, context, base)
    scale = scale_of(document)
    traces = _apply_rules(document, base, facts, scale)
    shares = _whole_shares(traces, scale, document["rounding"]["mode"])
    rounded = sum(shares.values())
    caps = _apply_caps(document, context, facts, base.sign, shares)
    points = sum(shares.values())
    return Outcome(
        base=base,
        facts=facts,
        scale=scale,
        rules=tuple(traces),
        exact=traces[-1].after if traces else 0,
        rounded=rounded,
        caps=tuple(caps),
        points=base.sign * points,
        counted=tuple((c["id"], base.sign * _covered(c, shares)) for c in document["caps"]),
    )


def _facts(purchase: Purchase, context: Context, base: Base) -> Facts:
    return Facts(
        at=purchase.occurred_at.astimezone(ZoneInfo(context.timezone)),
        channel=purchase.channel,
        store=purchase.store,
        payment=purchase.payment,
        tier=context.tier,
        first_purchase=context.first_purchase,
        coupons=base.coupons,
        total=base.total,
        counted=base.counted,
        articles=tuple((a.sku, a.category, a.quantity) for a in base.articles),
    )


class _Run:
    """The running total while rules are applied one turn after the other."""

    def __init__(self, document: Mapping[str, Any], base: Base, facts: Facts, scale: int) -> None:
        self.rounding: Mapping[str, Any] = document["rounding"]
        self.kept = base.kept
        self.facts = facts
        self.scale = scale
        self.total = 0
        self.gains: dict[str, int] = {}
        self.groups: dict[str, str] = {}
        self.traces: list[RuleTrace] = []

    def play(self, rules: Sequence[Rule]) -> None:
        """Apply the rules of one turn: all are weighed against the same total, one may win."""
        weighed = [self.weigh(rule) for rule in rules]
        candidates = [trace for trace in weighed if trace.applied]
        if not candidates:
            self.traces += weighed
            return
        winner = max(candidates, key=lambda trace: trace.gain)
        self.traces += [_beaten(t, winner) for t in weighed if t is not winner]
        self.traces.append(winner)
        name = winner.rule["id"]
        self.gains[name] = winner.gain
        self.total = winner.after
        self.groups.setdefault(winner.rule["stacking"].get("group") or "", name)

    def weigh(self, rule: Rule) -> RuleTrace:
        """Return what the rule would give now."""
        failure = first_failure(rule.get("when", EVERYTHING), self.facts)
        if failure is not None:
            return RuleTrace(rule, self.total, self.total, failure=failure)
        selected = _selected(rule, self.kept)
        if not selected:
            return RuleTrace(rule, self.total, self.total, no_article=True)
        group = rule["stacking"].get("group")
        if group and group in self.groups:
            return RuleTrace(rule, self.total, self.total, beaten_by=self.groups[group])
        multiplied = self.multiplied(rule)
        return RuleTrace(
            rule,
            before=self.total,
            after=self.total + self.gain(rule, selected, multiplied),
            amount=sum(article.amount for article in selected),
            units=sum(article.quantity for article in selected),
            multiplied=multiplied,
        )

    def multiplied(self, rule: Rule) -> int:
        """Return the points a factor multiplies: those of the rules it names, or all so far."""
        if "factor" not in rule["award"]:
            return 0
        named = rule["award"]["factor"].get("of")
        return sum(gain for name, gain in self.gains.items() if named is None or name in named)

    def gain(self, rule: Rule, selected: Sequence[Article], multiplied: int) -> int:
        """Return what the rule adds, in 1/scale of a point."""
        [(kind, award)] = rule["award"].items()
        if kind == "fixed":
            return int(award["points"]) * self.scale
        if kind == "per_unit":
            return int(award["points"]) * self.scale * sum(a.quantity for a in selected)
        mode: Rounding = self.rounding["mode"]
        if kind == "factor":
            return apply_rate(multiplied, award["num"], award["den"], mode) - multiplied
        amounts = [article.amount for article in selected]
        if self.rounding["stage"] != "line":
            amounts = [sum(amounts)]
        num = award["num"] * self.scale
        return sum(apply_rate(amount, num, award["den"], mode) for amount in amounts)


def _beaten(trace: RuleTrace, winner: RuleTrace) -> RuleTrace:
    if not trace.applied:
        return trace
    return RuleTrace(trace.rule, trace.before, trace.before, beaten_by=winner.rule["id"])


def _selected(rule: Rule, kept: Sequence[Article]) -> list[Article]:
    lines = rule.get("lines", EVERYTHING)
    return [article for article in kept if article_matches(lines, article.sku, article.category)]


def _apply_rules(
    document: Mapping[str, Any], base: Base, facts: Facts, scale: int
) -> list[RuleTrace]:
    run = _Run(document, base, facts, scale)
    for rules in turns(document["rules"]):
        run.play(rules)
    return run.traces


def _whole_shares(traces: Sequence[RuleTrace], scale: int, mode: Rounding) -> dict[str, int]:
    """Return the whole points of each rule: differences of the rounded running total."""
    return {
        trace.rule["id"]: apply_rate(trace.after, 1, scale, mode)
        - apply_rate(trace.before, 1, scale, mode)
        for trace in traces
        if trace.applied
    }


def _covered(cap: Rule, shares: Mapping[str, int]) -> int:
    return sum(share for name, share in shares.items() if _covers(cap, name))


def _covers(cap: Rule, name: str) -> bool:
    return cap["rules"] is None or name in cap["rules"]


def _apply_caps(
    document: Mapping[str, Any], context: Context, facts: Facts, sign: int, shares: dict[str, int]
) -> list[CapTrace]:
    """Apply each cap in order; `shares` is cut in place, the last rule first."""
    traces = []
    for cap in caps_in_order(document["caps"]):
        outside = _is_outside(cap, facts, sign)
        earned, covered, before = context.earned(cap), _covered(cap, shares), sum(shares.values())
        if not outside:
            room = max(cap["points"] - max(earned, 0), 0)
            _cut(cap, shares, covered - room)
        traces.append(CapTrace(cap, earned, covered, before, sum(shares.values()), outside))
    return traces


def _is_outside(cap: Rule, facts: Facts, sign: int) -> bool:
    """Say whether the cap has nothing to say: no campaign that day, or a return taken alone."""
    if cap["kind"] == "campaign":
        day = facts.at.date().isoformat()
        return sign < 0 or not cap["from"] <= day <= cap["until"]
    return sign < 0 and cap["kind"] != "purchase"


def _cut(cap: Rule, shares: dict[str, int], excess: int) -> None:
    for name in reversed(shares):
        if excess <= 0:
            return
        if _covers(cap, name):
            taken = min(max(shares[name], 0), excess)
            shares[name] -= taken
            excess -= taken
