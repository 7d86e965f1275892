"""The order in which rules are applied: total, so that two computers agree."""

from collections.abc import Mapping, Sequence
from typing import Any

Rule = Mapping[str, Any]


def _key(rule: Rule) -> tuple[int, str]:
    return (rule["stacking"]["priority"], rule["id"])


def turns(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return the rules by turn: priority, then id; a best_of group takes one turn, its first's."""
    result: list[list[Rule]] = []
    place: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=_key):
        stacking = rule["stacking"]
        if stacking["mode"] != "best_of":
            result.append([rule])
        elif stacking["group"] in place:
            place[stacking["group"]].append(rule)
        else:
            place[stacking["group"]] = [rule]
            result.append(place[stacking["group"]])
    return result


def positions(document: Mapping[str, Any]) -> dict[str, int]:
    """Return the turn of each rule, by its id."""
    return {
        rule["id"]: turn for turn, rules in enumerate(turns(document["rules"])) for rule in rules
    }


_SCOPES = ("purchase", "day", "period", "campaign")


def caps_in_order(caps: Sequence[Rule]) -> list[Rule]:
    """Return the caps in order: on named rules first, narrow window before wide, then id."""
    return sorted(
        caps, key=lambda cap: (cap["rules"] is None, _SCOPES.index(cap["kind"]), cap["id"])
    )
