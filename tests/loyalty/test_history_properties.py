"""What a purchase finds is what replaying the member's whole life would leave, cap by cap."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recours.loyalty.rules.evaluate import Context, evaluate
from recours.loyalty.rules.history import context_of
from tests.loyalty.strategies import documents, purchases

PARIS = ZoneInfo("Europe/Paris")
CHANGE = datetime(2026, 10, 30, tzinfo=UTC)
often = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)


@st.composite
def lives(draw):
    """Some purchases and returns of one member, in any order."""
    bought = [
        replace(draw(purchases(least=1, lines_at_most=2)), source_ref=f"P{n}")
        for n in range(draw(st.integers(1, 6)))
    ]
    bought = [p for p in bought if p.total_cents >= 0]
    returns = [
        replace(
            p,
            source_ref=f"R{p.source_ref}",
            returns_of=p.source_ref,
            kind="return",
            occurred_at=p.occurred_at + timedelta(hours=draw(st.integers(1, 60))),
            lines=tuple(
                replace(
                    line,
                    quantity=-line.quantity,
                    net_cents=-line.net_cents,
                    discount_cents=-line.discount_cents,
                    points_paid_cents=-line.points_paid_cents,
                )
                for line in p.lines[:1]
            ),
            total_cents=-sum(line.net_cents for line in p.lines[:1]),
        )
        for p in bought
        if p.lines and draw(st.booleans())
    ]
    return draw(st.permutations([*bought, *returns]))


def window(cap, day: date):
    if cap["kind"] == "day":
        return day
    if cap["kind"] == "campaign":
        return cap["from"] <= day.isoformat() <= cap["until"]
    return {
        "week": day.isocalendar()[:2],
        "month": (day.year, day.month),
        "quarter": (day.year, (day.month - 1) // 3),
        "year": day.year,
    }[cap["period"]]


def replay(life, rules_at):
    """Return the context of everything, by living the whole life from its first day."""
    contexts, used = {}, []
    ordered = sorted(life, key=lambda p: (p.occurred_at, p.source_ref))
    known = {p.source_ref: p for p in life}
    for index, purchase in enumerate(ordered):
        original = known.get(purchase.returns_of)
        document = rules_at((original or purchase).occurred_at)
        if original is not None:
            then = contexts[original.source_ref]
            returns = tuple(p for p in ordered[:index] if p.returns_of == original.source_ref)
            context = replace(
                then, original=original, original_context=then, earlier_returns=returns
            )
        else:
            context = _met(purchase, ordered[:index], document, used)
        contexts[purchase.source_ref] = context
        counted = dict(evaluate(document, purchase, context).counted)
        day = (original or purchase).occurred_at.astimezone(PARIS).date()
        used += [(cap, day, counted[cap["id"]]) for cap in document["caps"]]
    return contexts


def _met(purchase, earlier, document, used):
    day = purchase.occurred_at.astimezone(PARIS).date()
    earned = []
    for cap in document["caps"]:
        if cap["kind"] == "purchase" or (cap["kind"] == "campaign" and not window(cap, day)):
            continue
        same = [
            counted
            for other, when, counted in used
            if other["id"] == cap["id"] and window(cap, when) == window(cap, day)
        ]
        earned.append((cap["id"], sum(same)))
    return Context(
        tier=None,
        first_purchase=not any(p.returns_of is None for p in earlier),
        earned_today=0,
        earned_in_period=0,
        timezone="Europe/Paris",
        earned_by_cap=tuple(earned),
    )


def inside(context):
    """Return what must be equal: caps whose window is open, whoever wrote the rest."""
    then = context.original_context
    return (
        {name: earned for name, earned in context.earned_by_cap if earned},
        context.first_purchase,
        context.original,
        context.earlier_returns,
        inside(then) if then else None,
    )


@often
@given(documents(), lives())
def test_what_each_purchase_finds_is_what_the_whole_life_left(document, life):
    found = replay(life, lambda _at: document)

    for purchase in life:
        context = context_of(purchase, life, lambda _at: document, "Europe/Paris")
        assert inside(context) == inside(found[purchase.source_ref])


@often
@given(documents(policy="recompute_on_net"), lives())
def test_a_change_of_version_loses_nothing_of_what_was_counted(document, life):
    doubled = [cap | {"points": cap["points"] * 2} for cap in document["caps"]]
    later = document | {"version": "8", "caps": doubled}

    def rules_at(at):
        return document if at < CHANGE else later

    found = replay(life, rules_at)

    for purchase in life:
        context = context_of(purchase, life, rules_at, "Europe/Paris")
        assert inside(context) == inside(found[purchase.source_ref])
