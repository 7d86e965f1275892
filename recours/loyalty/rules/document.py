"""The rule document `recours/rules/v1`: its closed vocabulary, and what makes one coherent.

Everything that may be written is in this file: shapes first (which keys, which values), then
coherence (names that exist, an order that is total, numbers that fit in 64 bits once compiled
to columns). docs/rules.md explains each word to whoever writes a document.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from recours.loyalty.rules.order import positions
from recours.loyalty.rules.scale import MOST_FIXED, MOST_PER_UNIT, excesses
from recours.loyalty.rules.shapes import (
    Problem,
    by_kind,
    choice,
    conditions,
    day,
    flag,
    list_of,
    map_of,
    nothing_or,
    record,
    text,
    variant,
    whole,
)

Document = Mapping[str, Any]

SCHEMA = "recours/rules/v1"
LARGEST = 10**9
MOST_DAYS = 36_500

CODE = text(r"[^,;|]{1,120}", "a code without comma, semicolon or bar")
RULE_ID = text(r"[A-Z0-9]{1,20}(-[A-Z0-9]{1,20}){0,3}", "an identifier such as WE-ARGENT")
CLAUSE = text(r"[a-z0-9]{1,20}(-[a-z0-9]{1,20}){0,5}", "the anchor of a clause, such as art-4-2")
VERSION = text(r"[0-9A-Za-z]{1,10}([.-][0-9A-Za-z]{1,10}){0,3}", "a version such as 7 or 2026.1")
CODES = list_of(CODE, at_least=1)
HOUR = text(r"([01][0-9]|2[0-3]):[0-5][0-9]", "an hour such as 09:30")
TITLES = {"title_fr": text(), "title_en": text()}
IDENTITY = {"id": RULE_ID, "version": whole(1, 100_000), "clause": CLAUSE, **TITLES}

LINES = conditions({"sku": CODES, "category": CODES})
WHEN = conditions(
    {
        "channel": CODES,
        "store": CODES,
        "payment": CODES,
        "tier": CODES,
        "coupon": CODES,
        "first_purchase": flag,
        "contains": record({"lines": LINES, "at_least": whole(1, 10_000)}),
        "amount": record(
            {"of": choice("total", "counted")},
            {"at_least": whole(0, LARGEST), "below": whole(1, LARGEST)},
        ),
        "date": record({"from": day, "until": day}),
        "weekday": list_of(whole(1, 7), at_least=1, at_most=7),
        "time": record({"from": HOUR, "until": HOUR}),
    }
)

RATE = record({"num": whole(1, 10_000), "den": whole(1, 10_000)})
AWARD = variant(
    {
        "rate": RATE,
        "fixed": record({"points": whole(1, MOST_FIXED)}),
        "per_unit": record({"points": whole(1, MOST_PER_UNIT)}),
        "factor": record(
            {"num": whole(1, 10_000), "den": whole(1, 100)}, {"of": list_of(RULE_ID, at_least=1)}
        ),
    }
)
STACKING = record(
    {"mode": choice("add", "multiply", "best_of"), "priority": whole(0, 1000)},
    {"group": nothing_or(RULE_ID)},
)
RULE = record({**IDENTITY, "award": AWARD, "stacking": STACKING}, {"when": WHEN, "lines": LINES})

_CAP = {**IDENTITY, "points": whole(1, LARGEST), "rules": nothing_or(list_of(RULE_ID, at_least=1))}
CAP = by_kind(
    {
        "purchase": _CAP,
        "day": _CAP,
        "period": {**_CAP, "period": choice("week", "month", "quarter", "year")},
        "campaign": {**_CAP, "from": day, "until": day},
    }
)

TAX_RATE = record({"num": whole(0, 10_000), "den": whole(1, 10_000)})
TAX = by_kind(
    {
        "gross": {},
        "net": {
            "rates": list_of(
                record({"category": CODES, "num": whole(0, 10_000), "den": whole(1, 10_000)})
            ),
            "otherwise": TAX_RATE,
        },
    }
)
EXCLUSION = record({**IDENTITY, "lines": LINES})
BASE = record(
    {
        "clause": CLAUSE,
        "tax": TAX,
        "discounts": choice("before", "after"),
        "paid_with_points": choice("count", "exclude"),
        "exclusions": list_of(EXCLUSION, at_most=100),
    }
)
ROUND_UP = choice("none", "month", "quarter", "half", "year")
EXPIRY = by_kind(
    {
        "none": {"clause": CLAUSE},
        "ttl_days": {"clause": CLAUSE, "days": whole(1, MOST_DAYS), "round_up_to": ROUND_UP},
        "ttl_months": {"clause": CLAUSE, "months": whole(1, 1200), "round_up_to": ROUND_UP},
        "calendar_dates": {"clause": CLAUSE, "dates": list_of(day, at_least=1, at_most=20)},
        "inactivity": {"clause": CLAUSE, "months": whole(1, 1200)},
        "campaign_end": {"clause": CLAUSE, "date": day},
    }
)
TIERS = record(
    {
        "clause": CLAUSE,
        "window_months": whole(1, 120),
        "levels": list_of(
            record({"code": CODE, **TITLES, "at_least_cents": whole(0, 10**11)}), at_least=1
        ),
    }
)
BOTH = record({"fr": text(), "en": text()})
LABELS = record(
    {},
    {
        "unit": record(
            {
                "fr": record({"one": text(), "many": text()}),
                "en": record({"one": text(), "many": text()}),
            }
        ),
        **{
            name: map_of(BOTH)
            for name in ("category", "sku", "store", "channel", "payment", "tier")
        },
    },
)
DOCUMENT = record(
    {
        "schema": choice(SCHEMA),
        "programme": CODE,
        "version": VERSION,
        "base": BASE,
        "tiers": nothing_or(TIERS),
        "rules": list_of(RULE, at_most=500),
        "caps": list_of(CAP, at_most=100),
        "rounding": record(
            {
                "clause": CLAUSE,
                "mode": choice("floor", "half_up", "half_even"),
                "stage": choice("line", "basket", "after_multiplier"),
            }
        ),
        "pending": record({"clause": CLAUSE, "days": whole(0, 3650)}),
        "expiry": EXPIRY,
        "returns": record(
            {"clause": CLAUSE, "policy": choice("recompute_on_net", "proportional", "keep")}
        ),
    },
    {"labels": LABELS},
)


def validate(document: object) -> list[Problem]:
    """Return what is wrong, with the place of each fault; nothing when the document is good."""
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        return [Problem("schema", f'this is not a rule document: write "schema": "{SCHEMA}".')]
    if problems := list(DOCUMENT(document, "")):
        return problems
    checked = (list(check(document)) for check in _COHERENCE)
    return next((problems for problems in checked if problems), [])  # each leans on those before


def clauses_of(document: Document) -> list[str]:
    """Return every clause of the terms the document leans on, each once, in order."""
    parts = [document[key] for key in ("base", "rounding", "pending", "expiry", "returns")]
    several = [*document["base"]["exclusions"], *document["rules"], *document["caps"]]
    tiers = [document["tiers"]] if document["tiers"] else []
    return sorted({part["clause"] for part in [*parts, *several, *tiers]})


def _identities_are_unique(document: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    base = document["base"]["exclusions"]
    for place, items in (
        ("base.exclusions", base),
        ("rules", document["rules"]),
        ("caps", document["caps"]),
    ):
        for index, item in enumerate(items):
            if item["id"] in seen:
                yield Problem(f"{place}[{index}].id", f"{item['id']} is already used above.")
            seen.add(item["id"])


def _awards_suit_their_stacking(document: Document) -> Iterator[Problem]:
    for index, rule in enumerate(document["rules"]):
        path, factor = f"rules[{index}]", "factor" in rule["award"]
        mode = rule["stacking"]["mode"]
        if (mode == "multiply" and not factor) or (mode == "add" and factor):
            yield Problem(
                f"{path}.award", "a factor goes with multiply or best_of; other awards with add."
            )
        if factor and "lines" in rule:
            yield Problem(
                f"{path}.lines", "a factor multiplies points: name the rules in award.factor.of."
            )
        if factor and rule["award"]["factor"]["num"] < rule["award"]["factor"]["den"]:
            yield Problem(
                f"{path}.award.factor", "a factor never takes points away: num is at least den."
            )


def _groups_are_of_one_kind(document: Document) -> Iterator[Problem]:
    first: dict[str, bool] = {}
    for index, rule in enumerate(document["rules"]):
        stacking = rule["stacking"]
        group, best = stacking.get("group"), stacking["mode"] == "best_of"
        path = f"rules[{index}].stacking"
        if best and not group:
            yield Problem(f"{path}.group", "best_of compares rules of one group: name the group.")
        elif group and first.setdefault(group, best) != best:
            yield Problem(f"{path}.mode", f"group {group} mixes best_of with other modes.")


def _names_exist(document: Document) -> Iterator[Problem]:
    known = {rule["id"] for rule in document["rules"]}
    for index, cap in enumerate(document["caps"]):
        for name in cap["rules"] or ():
            if name not in known:
                yield Problem(f"caps[{index}].rules", f"there is no rule {name}.")
    place = positions(document)
    for index, rule in enumerate(document["rules"]):
        for name in rule["award"].get("factor", {}).get("of", ()):
            if name not in known or place[name] >= place[rule["id"]]:
                yield Problem(
                    f"rules[{index}].award.factor.of",
                    f"{name} is not a rule that is applied before this one.",
                )


def _tiers_rise(document: Document) -> Iterator[Problem]:
    if document["tiers"] is None:
        return
    levels = document["tiers"]["levels"]
    for index in range(1, len(levels)):
        path = f"tiers.levels[{index}]"
        if levels[index]["at_least_cents"] <= levels[index - 1]["at_least_cents"]:
            yield Problem(f"{path}.at_least_cents", "each level asks more than the one before.")
        if levels[index]["code"] in {level["code"] for level in levels[:index]}:
            yield Problem(f"{path}.code", "this level is already in the list.")
    codes = {level["code"] for level in levels}
    for index, rule in enumerate(document["rules"]):
        for path, atom, value in _atoms(rule.get("when", {"all": []}), f"rules[{index}].when"):
            if atom == "tier" and not codes.issuperset(value):
                yield Problem(path, f"the levels are: {', '.join(sorted(codes))}.")


def _spans_are_in_order(document: Document) -> Iterator[Problem]:
    for index, cap in enumerate(document["caps"]):
        if cap["kind"] == "campaign" and cap["from"] > cap["until"]:
            yield Problem(f"caps[{index}].until", "the campaign ends before it starts.")
    for index, rule in enumerate(document["rules"]):
        for path, atom, value in _atoms(rule.get("when", {"all": []}), f"rules[{index}].when"):
            if atom in _SPANS and (sentence := _SPANS[atom](value)):
                yield Problem(path, sentence)
    dates = document["expiry"].get("dates", [])
    if dates != sorted(dates):
        yield Problem("expiry.dates", "write the dates from the earliest to the latest.")


def _amount_fault(value: Mapping[str, Any]) -> str:
    if not {"at_least", "below"} & set(value):
        return "write at_least, below, or both."
    empty = "below" in value and value["below"] <= value.get("at_least", 0)
    return "no amount is at least that and below this." if empty else ""


def _date_fault(value: Mapping[str, str]) -> str:
    return "this span ends before it starts." if value["from"] > value["until"] else ""


def _time_fault(value: Mapping[str, str]) -> str:
    return "this span is empty: two different hours." if value["from"] == value["until"] else ""


_SPANS = {"amount": _amount_fault, "date": _date_fault, "time": _time_fault}


def _atoms(condition: Mapping[str, Any], path: str) -> Iterator[tuple[str, str, Any]]:
    [(key, inside)] = condition.items()
    if key == "not":
        yield from _atoms(inside, f"{path}.not")
    elif key in {"all", "any"}:
        for index, part in enumerate(inside):
            yield from _atoms(part, f"{path}.{key}[{index}]")
    else:
        yield f"{path}.{key}", key, inside


def _numbers_fit(document: Document) -> Iterator[Problem]:
    for sentence in excesses(document):
        yield Problem("rules", sentence)


_COHERENCE = (
    _identities_are_unique,
    _awards_suit_their_stacking,
    _groups_are_of_one_kind,
    _names_exist,
    _tiers_rise,
    _spans_are_in_order,
    _numbers_fit,
)
