"""The same rules written a second time, slowly and otherwise: exact fractions, no shared code.

Written from docs/rules.md alone. Where the product keeps whole numbers, this keeps `Fraction`;
where the product folds the sign of a return in, this turns the whole ticket over.
"""

import math
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from recours.statements.rules import PurchaseLine


def rounded(value: Fraction, mode: str) -> int:
    size = abs(value)
    whole = math.floor(size)
    half = size - whole - Fraction(1, 2)
    up = {
        "floor": False,
        "half_up": half >= 0,
        "half_even": half > 0 or (half == 0 and whole % 2 == 1),
    }[mode]
    result = whole + 1 if up else whole
    return -result if value < 0 else result


def turned_over(purchase):
    lines = tuple(
        replace(
            line,
            quantity=-line.quantity,
            net_cents=-line.net_cents,
            discount_cents=-line.discount_cents,
            points_paid_cents=-line.points_paid_cents,
        )
        for line in purchase.lines
    )
    return replace(purchase, lines=lines, total_cents=-purchase.total_cents, returns_of=None)


def points(document, purchase, context) -> int:
    """Return the points of a purchase or of a return, by its policy."""
    policy = document["returns"]["policy"]
    if purchase.returns_of is not None and context.original is not None:
        return _return_points(document, purchase, context, policy)
    net = purchase.total_cents
    if purchase.lines:
        net = sum(line.net_cents for line in purchase.lines)
    if net < 0 or (net == 0 and purchase.returns_of is not None):
        if policy == "keep":
            return 0
        return -_sale(document, turned_over(purchase), context, is_return=True)[0]
    return _sale(document, purchase, context)[0]


def _return_points(document, purchase, context, policy):
    then = context.original_context or context
    if policy == "keep":
        return 0
    if policy == "recompute_on_net":
        kept = _signed(document, _merged(context.original, context.earlier_returns), then)
        left = _merged(context.original, (*context.earlier_returns, purchase))
        return _signed(document, left, then) - kept
    whole = _signed(document, context.original, then)
    base = abs(_amount(document, context.original))
    if base == 0:
        return 0
    before = sum((-_amount(document, r) for r in context.earlier_returns), Fraction(0))
    after = before - _amount(document, purchase)
    shares = [min(max(x, Fraction(0)), Fraction(base)) / base for x in (before, after)]
    mode = document["rounding"]["mode"]
    return rounded(whole * shares[0], mode) - rounded(whole * shares[1], mode)


def _signed(document, purchase, context):
    net = sum(line.net_cents for line in purchase.lines) if purchase.lines else purchase.total_cents
    if net < 0:
        return -_sale(document, turned_over(purchase), context, is_return=True)[0]
    return _sale(document, purchase, context)[0]


def _merged(original, returns):
    lines = []
    for ticket in (original, *returns):
        lines += ticket.lines or _total_as_line(ticket)
    return replace(
        original,
        lines=tuple(lines),
        total_cents=original.total_cents + sum(r.total_cents for r in returns),
    )


def _total_as_line(ticket):
    if ticket.total_cents == 0:
        return []
    sign = 1 if ticket.total_cents > 0 else -1
    return [PurchaseLine("", "", sign, ticket.total_cents, 0, 0, "")]


def names(condition, sku, category):
    (key,) = condition
    inside = condition[key]
    if key == "sku":
        return sku in inside
    if key == "category":
        return category in inside
    if key == "not":
        return not names(inside, sku, category)
    answers = [names(part, sku, category) for part in inside]
    return all(answers) if key == "all" else any(answers)


def articles_of(document, purchase):
    """Return {(sku, category): [quantity, counted amount, excluded]}."""
    sums = defaultdict(lambda: [0, 0, 0, 0])
    for line in purchase.lines or _total_as_line(purchase):
        row = sums[line.sku, line.category]
        row[0] += line.quantity
        row[1] += line.net_cents
        row[2] += line.discount_cents
        row[3] += line.points_paid_cents
    base, result = document["base"], {}
    for (sku, category), (quantity, net, discount, paid) in sums.items():
        if quantity == net == discount == paid == 0:
            continue
        amount = net
        if base["discounts"] == "before":
            amount += discount
        if base["paid_with_points"] == "exclude":
            amount -= paid
        if base["tax"]["kind"] == "net":
            rates = [r for r in base["tax"]["rates"] if category in r["category"]]
            rate = rates[0] if rates else base["tax"]["otherwise"]
            without = Fraction(amount) / (1 + Fraction(rate["num"], rate["den"]))
            amount = rounded(without, "half_up")
        excluded = any(names(e["lines"], sku, category) for e in base["exclusions"])
        result[sku, category] = (quantity, amount, excluded, net)
    return result


def _amount(document, purchase):
    return Fraction(
        sum(a for _q, a, out, _n in articles_of(document, purchase).values() if not out)
    )


def holds(condition, world):
    (key,) = condition
    inside = condition[key]
    checks = {
        "all": lambda: not [part for part in inside if not holds(part, world)],
        "any": lambda: bool([part for part in inside if holds(part, world)]),
        "not": lambda: not holds(inside, world),
        "amount": lambda: _between(world[inside["of"]], inside),
        "contains": lambda: _units(inside["lines"], world) >= inside["at_least"],
        "time": lambda: _in_span(world["at"], inside),
        "coupon": lambda: any(c == "coupon" and s in inside for s, c in world["articles"]),
        "first_purchase": lambda: world["first_purchase"] == inside,
        "weekday": lambda: world["at"].weekday() + 1 in inside,
        "date": lambda: inside["from"] <= f"{world['at']:%Y-%m-%d}" <= inside["until"],
    }
    return checks[key]() if key in checks else world[key] in inside


def _between(value, inside):
    return not (value < inside.get("at_least", value) or value >= inside.get("below", value + 1))


def _units(lines, world):
    return sum(q for (s, c), (q, *_r) in world["articles"].items() if names(lines, s, c))


def _in_span(at, inside):
    start, end = _minutes(inside["from"]), _minutes(inside["until"])
    return (at.hour * 60 + at.minute - start) % 1440 < (end - start) % 1440


def _minutes(text):
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _sale(document, purchase, context, *, is_return=False):
    articles = articles_of(document, purchase)
    counted = {key: (q, a) for key, (q, a, out, _net) in articles.items() if not out}
    world = {
        "at": purchase.occurred_at.astimezone(ZoneInfo(context.timezone)),
        "channel": purchase.channel,
        "store": purchase.store,
        "payment": purchase.payment,
        "tier": context.tier,
        "first_purchase": context.first_purchase,
        "articles": articles,
        "total": sum(net for _q, _a, _out, net in articles.values()),
        "counted": sum(a for _q, a in counted.values()),
    }
    gains = _gains(document, world, counted)
    mode = document["rounding"]["mode"]
    running, shares = Fraction(0), []
    for name, gain in gains:
        before, running = running, running + gain
        shares.append([name, rounded(running, mode) - rounded(before, mode)])
    for cap in _caps_in_order(document):
        _apply_cap(cap, shares, context, world["at"], is_return=is_return)
    return sum(share for _name, share in shares), shares


def _gains(document, world, counted):
    gains, done, played = [], set(), set()
    ordered = sorted(document["rules"], key=lambda r: (r["stacking"]["priority"], r["id"]))
    for rule in ordered:
        if rule["id"] in done:
            continue
        group = rule["stacking"].get("group")
        rivals = [rule]
        if rule["stacking"]["mode"] == "best_of":
            rivals = [r for r in ordered if r["stacking"].get("group") == group]
        done |= {r["id"] for r in rivals}
        offers = [
            (r["id"], _gain(document, r, gains, counted))
            for r in rivals
            if holds(r.get("when", {"all": []}), world)
            and any(names(r.get("lines", {"all": []}), *key) for key in counted)
        ]
        if not offers or (group is not None and group in played):
            continue
        played.add(group)
        gains.append(max(reversed(offers), key=lambda offer: (offer[1], -offers.index(offer))))
    return gains


def _gain(document, rule, gains, counted):
    (kind,) = rule["award"]
    award, stage = rule["award"][kind], document["rounding"]["stage"]
    mode = document["rounding"]["mode"]
    chosen = [v for key, v in counted.items() if names(rule.get("lines", {"all": []}), *key)]
    if kind == "fixed":
        return Fraction(award["points"])
    if kind == "per_unit":
        return Fraction(award["points"] * sum(q for q, _a in chosen))
    fraction = Fraction(award["num"], award["den"])
    if kind == "factor":
        of = award.get("of", [name for name, _g in gains])
        base = sum((gain for name, gain in gains if name in of), Fraction(0))
        product = base * fraction
        return (product if stage == "after_multiplier" else rounded(product, mode)) - base
    if stage == "line":
        return Fraction(sum(rounded(a * fraction, mode) for _q, a in chosen))
    exact = sum(a for _q, a in chosen) * fraction
    return exact if stage == "after_multiplier" else Fraction(rounded(exact, mode))


def _caps_in_order(document):
    width = ["purchase", "day", "period", "campaign"]
    return sorted(
        document["caps"],
        key=lambda c: (0 if c["rules"] else 1, width.index(c["kind"]), c["id"]),
    )


def _apply_cap(cap, shares, context, at, *, is_return):
    if is_return and cap["kind"] != "purchase":
        return
    if cap["kind"] == "campaign" and not cap["from"] <= f"{at:%Y-%m-%d}" <= cap["until"]:
        return
    fallback = {
        "purchase": 0,
        "day": context.earned_today,
        "period": context.earned_in_period,
        "campaign": context.earned_in_campaign,
    }[cap["kind"]]
    earned = dict(context.earned_by_cap).get(cap["id"], fallback)
    room = max(0, cap["points"] - max(0, earned))
    covered = [s for s in shares if cap["rules"] is None or s[0] in cap["rules"]]
    while sum(s[1] for s in covered) > room and any(s[1] > 0 for s in covered):
        next(s for s in reversed(covered) if s[1] > 0)[1] -= 1  # one point at a time, last first


def expiry(document, purchase, context):
    """Return the last day of validity, by walking day after day."""
    rule = document["expiry"]
    day = purchase.occurred_at.astimezone(ZoneInfo(context.timezone)).date()
    if rule["kind"] == "none":
        return None
    if rule["kind"] == "campaign_end":
        return rule["date"]
    if rule["kind"] == "calendar_dates":
        later = [text for text in rule["dates"] if text >= day.isoformat()]
        return later[0] if later else None
    if "months" in rule:
        day = _months_later(day, rule["months"])
    else:
        day += timedelta(days=rule["days"])
    ends = {
        "none": None,
        "month": range(1, 13),
        "quarter": (3, 6, 9, 12),
        "half": (6, 12),
        "year": (12,),
    }[rule.get("round_up_to", "none")]
    while ends and not (day.month in ends and (day + timedelta(days=1)).month != day.month):
        day += timedelta(days=1)
    return day.isoformat()


def _months_later(day, months):
    wanted, walked = day.day, day
    for _month in range(months):
        walked = walked.replace(day=28) + timedelta(days=4)
        walked = walked.replace(day=1)
    while walked.day < wanted and (walked + timedelta(days=1)).month == walked.month:
        walked += timedelta(days=1)
    return walked
