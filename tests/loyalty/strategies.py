"""Programmes and purchases made at random: small worlds, so that rules meet and collide."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from recours.loyalty.rules.document import validate
from recours.loyalty.rules.evaluate import Context
from recours.statements.rules import Purchase, PurchaseLine

CATEGORIES = ["frais", "epicerie", "carte-cadeau", "coupon"]
SKUS = ["A", "B", "C"]
STORES = ["nantes", "rennes"]
CHANNELS = ["magasin", "web"]
PAYMENTS = ["carte", "especes"]
TIERS = ["bronze", "argent"]
FIRST_DAY = date(2026, 10, 20)  # around the change of hour of 25 October


def some(values):
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


def nested(atoms):
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            st.fixed_dictionaries({"all": st.lists(inner, max_size=2)}),
            st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=2)}),
            st.fixed_dictionaries({"not": inner}),
        ),
        max_leaves=4,
    ).map(without_repetition)


def without_repetition(condition):
    [(key, inside)] = condition.items()
    if key in {"all", "any"}:
        kept = []
        for part in map(without_repetition, inside):
            if part not in kept:
                kept.append(part)
        return {key: kept}
    return {key: without_repetition(inside)} if key == "not" else condition


lines_conditions = nested(
    st.one_of(
        st.fixed_dictionaries({"sku": some(SKUS)}),
        st.fixed_dictionaries({"category": some(CATEGORIES)}),
    )
)


@st.composite
def spans(draw):
    start = FIRST_DAY + timedelta(days=draw(st.integers(0, 15)))
    until = start + timedelta(days=draw(st.integers(0, 10)))
    return {"from": start.isoformat(), "until": until.isoformat()}


@st.composite
def hours(draw):
    one, other = draw(st.lists(st.integers(0, 23), min_size=2, max_size=2, unique=True))
    return {"from": f"{one:02}:00", "until": f"{other:02}:00"}


@st.composite
def amounts(draw):
    low = draw(st.integers(0, 4000))
    span = {"at_least": low, "below": low + draw(st.integers(1, 9000))}
    for key in draw(st.sampled_from([(), ("at_least",), ("below",)])):
        del span[key]
    return {"of": draw(st.sampled_from(["total", "counted"])), **span}


conditions = nested(
    st.one_of(
        st.fixed_dictionaries({"channel": some(CHANNELS)}),
        st.fixed_dictionaries({"store": some(STORES)}),
        st.fixed_dictionaries({"payment": some(PAYMENTS)}),
        st.fixed_dictionaries({"tier": some(TIERS)}),
        st.fixed_dictionaries({"coupon": some(SKUS)}),
        st.fixed_dictionaries({"first_purchase": st.booleans()}),
        st.fixed_dictionaries(
            {
                "contains": st.fixed_dictionaries(
                    {"lines": lines_conditions, "at_least": st.integers(1, 4)}
                )
            }
        ),
        st.fixed_dictionaries({"amount": amounts()}),
        st.fixed_dictionaries({"date": spans()}),
        st.fixed_dictionaries(
            {"weekday": st.lists(st.integers(1, 7), min_size=1, max_size=4, unique=True)}
        ),
        st.fixed_dictionaries({"time": hours()}),
    )
)


def identity(name, index):
    return {
        "id": f"{name}-{index}",
        "version": 1 + index,
        "clause": f"art-4-{index}",
        "title_fr": f"Règle {index}",
        "title_en": f"Rule {index}",
    }


plain_awards = st.one_of(
    st.fixed_dictionaries(
        {
            "rate": st.fixed_dictionaries(
                {"num": st.integers(1, 3), "den": st.sampled_from([1, 3, 7, 50, 100, 150])}
            )
        }
    ),
    st.fixed_dictionaries({"fixed": st.fixed_dictionaries({"points": st.integers(1, 80)})}),
    st.fixed_dictionaries({"per_unit": st.fixed_dictionaries({"points": st.integers(1, 9)})}),
)
factors = st.sampled_from([(1, 1), (2, 1), (3, 2), (5, 3)]).map(
    lambda pair: {"factor": {"num": pair[0], "den": pair[1]}}
)


@st.composite
def rules(draw, index, *, simple=False):
    mode = "add" if simple else draw(st.sampled_from(["add", "add", "multiply", "best_of"]))
    award = {"add": plain_awards, "multiply": factors, "best_of": plain_awards | factors}[mode]
    rule = {
        **identity("RULE", index),
        "award": draw(award),
        "stacking": {"mode": mode, "priority": draw(st.integers(0, 3))},
    }
    if mode == "best_of":
        rule["stacking"]["group"] = draw(st.sampled_from(["BEST", "MIEUX"]))
    elif draw(st.booleans()) and not simple:
        rule["stacking"]["group"] = draw(st.sampled_from([None, "SEUL", "UNIQUE"]))
    if not simple and draw(st.booleans()):
        rule["when"] = draw(conditions)
    if "factor" not in rule["award"] and draw(st.booleans()):
        rule["lines"] = draw(lines_conditions)
    return rule


@st.composite
def caps(draw, index, names):
    cap = {
        "kind": draw(st.sampled_from(["purchase", "day", "period", "campaign"])),
        **identity("CAP", index),
        "points": draw(st.integers(1, 120)),
        "rules": None,
    }
    if names and draw(st.booleans()):
        cap["rules"] = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    if cap["kind"] == "period":
        cap["period"] = draw(st.sampled_from(["week", "month", "quarter", "year"]))
    if cap["kind"] == "campaign":
        cap |= draw(spans())
    return cap


taxes = st.one_of(
    st.just({"kind": "gross"}),
    st.just(
        {
            "kind": "net",
            "rates": [{"category": ["frais"], "num": 55, "den": 1000}],
            "otherwise": {"num": 200, "den": 1000},
        }
    ),
)
expiries = st.one_of(
    st.just({"kind": "none"}),
    st.fixed_dictionaries(
        {
            "kind": st.just("ttl_days"),
            "days": st.integers(1, 800),
            "round_up_to": st.sampled_from(["none", "month", "quarter", "half", "year"]),
        }
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("ttl_months"),
            "months": st.integers(1, 40),
            "round_up_to": st.sampled_from(["none", "month", "quarter", "half", "year"]),
        }
    ),
    st.just({"kind": "calendar_dates", "dates": ["2026-10-31", "2027-06-30"]}),
    st.fixed_dictionaries({"kind": st.just("inactivity"), "months": st.integers(1, 40)}),
    st.just({"kind": "campaign_end", "date": "2027-01-31"}),
)


@st.composite
def documents(draw, *, policy=None, simple=False):
    """A document the validator should accept; `simple` leaves only additions and caps."""
    drawn = [draw(rules(i, simple=simple)) for i in range(draw(st.integers(0, 5)))]
    names = [rule["id"] for rule in drawn]
    exclusions = [] if simple else draw(st.lists(lines_conditions, max_size=2))
    document = {
        "schema": "recours/rules/v1",
        "programme": "bellerive",
        "version": "7",
        "base": {
            "clause": "art-3-1",
            "tax": draw(taxes),
            "discounts": draw(st.sampled_from(["before", "after"])),
            "paid_with_points": draw(st.sampled_from(["count", "exclude"])),
            "exclusions": [
                {**identity("EXCLUSION", i), "lines": lines} for i, lines in enumerate(exclusions)
            ],
        },
        "tiers": None,
        "rules": drawn,
        "caps": [draw(caps(i, names)) for i in range(draw(st.integers(0, 3)))],
        "rounding": {
            "clause": "art-4-1",
            "mode": draw(st.sampled_from(["floor", "half_up", "half_even"])),
            "stage": draw(st.sampled_from(["line", "basket", "after_multiplier"])),
        },
        "pending": {"clause": "art-4-5", "days": draw(st.integers(0, 30))},
        "expiry": {**draw(expiries), "clause": "art-5-1"},
        "returns": {
            "clause": "art-6-1",
            "policy": policy or draw(st.sampled_from(["recompute_on_net", "proportional", "keep"])),
        },
    }
    name_multiplied_rules(draw, document)
    problems = validate(document)
    if any("denominators" in p.sentence for p in problems):
        document["rounding"]["stage"] = "basket"
        problems = validate(document)
    assert problems == []
    return document


def name_multiplied_rules(draw, document):
    for rule in document["rules"]:
        if "factor" in rule["award"] and rule["stacking"]["mode"] == "multiply":
            earlier = [
                other["id"]
                for other in document["rules"]
                if other["stacking"]["priority"] < rule["stacking"]["priority"]
                and other["stacking"]["mode"] != "best_of"
            ]
            if earlier and draw(st.booleans()):
                rule["award"]["factor"]["of"] = earlier


@st.composite
def ticket_lines(draw, *, least=-2):
    quantity = draw(st.integers(least, 4))
    sign = -1 if quantity < 0 else 1
    net = sign * draw(st.integers(0, 6000))
    return PurchaseLine(
        sku=draw(st.sampled_from(SKUS)),
        category=draw(st.sampled_from(CATEGORIES)),
        quantity=quantity,
        net_cents=net,
        discount_cents=sign * draw(st.integers(0, 500)),
        points_paid_cents=sign * draw(st.integers(0, abs(net))),
        label="",
    )


@st.composite
def purchases(draw, *, least=-2, lines_at_most=5):
    lines = tuple(draw(st.lists(ticket_lines(least=least), max_size=lines_at_most)))
    hours_later = draw(st.integers(0, 20 * 24))  # whole hours: the bounds of a span are met
    total = sum(line.net_cents for line in lines)
    return Purchase(
        programme="bellerive",
        source_ref="T1",
        receipt="0412-118-00732",
        occurred_at=datetime(2026, 10, 20, tzinfo=UTC) + timedelta(hours=hours_later),
        store=draw(st.sampled_from(STORES)),
        channel=draw(st.sampled_from(CHANNELS)),
        member="m1",
        total_cents=total if lines else draw(st.integers(-9000, 9000)),
        payment=draw(st.sampled_from(PAYMENTS)),
        lines=lines,
        returns_of=None,
        batch="b1",
        line_no=1,
    )


contexts = st.builds(
    Context,
    tier=st.sampled_from([None, *TIERS]),
    first_purchase=st.booleans(),
    earned_today=st.integers(0, 150),
    earned_in_period=st.integers(0, 150),
    timezone=st.just("Europe/Paris"),
    earned_in_campaign=st.integers(0, 150),
    earned_by_cap=st.lists(
        st.tuples(st.sampled_from(["CAP-0", "CAP-1"]), st.integers(-50, 150)),
        max_size=2,
        unique_by=lambda pair: pair[0],
    ).map(tuple),
)
