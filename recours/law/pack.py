"""The law packs: every rule, its versions, and the check that all records are whole."""

import difflib
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from recours.law.errors import BadRecord, UnknownRule
from recours.law.rule import BOUND, CALENDARS, KINDS, ROLLS, STANDINGS, UNITS, Rule

FOLDER = Path(__file__).with_name("packs")
OF_THE_PACK = ("pack", "country", "time_zone", "reviewed_on")
NEVER_EMPTY = (
    *("id", "version", "title_fr", "title_en", "trigger_fr", "trigger_en"),
    *("article", "source_url", "confidence", "reviewed_on"),
)
PAIRS = ("title", "trigger", "extension", "suspension", "caveat", "scope")
CONFIDENCE = re.compile(r"(V1|V2|M)(/(V1|V2|M))*")
RULE_ID = re.compile(r"[A-Z]-[A-Z0-9]+(-[A-Z0-9]+)*")


def _read_pack(path: Path) -> list[Rule]:
    document = json.loads(path.read_text(encoding="utf-8"))
    shared = {name: document[name] for name in OF_THE_PACK}
    return [Rule.from_record(shared | record) for record in document["rules"]]


def _earliest_first(rule: Rule) -> tuple[str, date]:
    return rule.id, rule.valid_from or date.min


@lru_cache(maxsize=1)
def _shelf() -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    rules = [rule for path in sorted(FOLDER.glob("*.json")) for rule in _read_pack(path)]
    for rule in sorted(rules, key=_earliest_first):
        found.setdefault(rule.id, []).append(rule)
    return {rule_id: tuple(versions) for rule_id, versions in found.items()}


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    return {
        alias: rule_id
        for rule_id, versions in _shelf().items()
        for version in versions
        for alias in version.aliases
    }


def rule_names() -> tuple[str, ...]:
    """Return the ids of all rules, in order."""
    return tuple(_shelf())


def versions_of(rule_id: str) -> tuple[Rule, ...]:
    """Return every version of a rule, the oldest first, or refuse the name."""
    name = rule_id.strip().upper()
    found = _shelf().get(_aliases().get(name, name))
    if found is None:
        raise UnknownRule(rule_id, _near(name))
    return found


def _near(name: str) -> tuple[str, ...]:
    names = [*rule_names(), *_aliases()]
    close = difflib.get_close_matches(name, names, n=5, cutoff=0.5)
    same_start = [other for other in names if name and other.startswith(name)]
    return tuple(dict.fromkeys([*same_start, *close]))[:5]


def load_rule(rule_id: str, on: date | None = None) -> Rule:
    """Return the version in force that day; without a day, on the day the pack was reviewed.

    Before the first version and after the last, the nearest one is returned: it is up to the
    caller to look at `in_force` (the engine says it in its steps).
    """
    versions = versions_of(rule_id)
    day = on or versions[-1].reviewed_on
    begun = [rule for rule in versions if rule.valid_from is None or rule.valid_from <= day]
    return begun[-1] if begun else versions[0]


def all_rules() -> list[Rule]:
    """Return every rule once, in the version in force when its pack was reviewed."""
    return [load_rule(rule_id) for rule_id in rule_names()]


def check_pack(rules: Iterable[Rule] | None = None) -> list[str]:
    """Return what is wrong in the packs, a sentence per fault; nothing when all is whole."""
    try:
        records = (
            [r for versions in _shelf().values() for r in versions] if rules is None else rules
        )
    except BadRecord as problem:
        return [str(problem)]
    records = list(records)
    problems = [f"{rule.id} {rule.version}: {text}" for rule in records for text in _faults(rule)]
    return problems + _clashes(records)


def _faults(rule: Rule) -> list[str]:
    empty = [f"{name} is empty" for name in NEVER_EMPTY if not getattr(rule, name)]
    return empty + _unknown_words(rule) + _half_said(rule) + _not_computable(rule)


def _unknown_words(rule: Rule) -> list[str]:
    closed = {
        "kind": KINDS,
        "calendar": CALENDARS,
        "roll": ROLLS,
        "binds": BOUND,
        "unit": UNITS,
        "status": tuple(STANDINGS),
    }
    found = [
        f"{name} {getattr(rule, name)!r} is not one of {', '.join(words)}"
        for name, words in closed.items()
        if getattr(rule, name) not in words
    ]
    if not RULE_ID.fullmatch(rule.id):
        found.append("the id is not written like A-ACK-ACPR")
    if not CONFIDENCE.fullmatch(rule.confidence):
        found.append(f"confidence {rule.confidence!r} is not V1, V2, M or several")
    if not rule.source_url.startswith("https://") and not rule.source_url.startswith("http://"):
        found.append("the source is not an address")
    return found


def _half_said(rule: Rule) -> list[str]:
    return [
        f"{name} is said in one language only"
        for name in PAIRS
        if bool(getattr(rule, f"{name}_fr")) != bool(getattr(rule, f"{name}_en"))
    ]


def _not_computable(rule: Rule) -> list[str]:
    needed = {
        "period": rule.duration is not None or rule.parameter,
        "window": rule.window is not None,
        "scale": bool(rule.tiers),
        "fixed": rule.fixed_on is not None,
    }
    found = [] if needed.get(rule.kind, True) else [f"a {rule.kind} that says no amount"]
    if rule.calendar == "H" and rule.unit != "hours":
        found.append("calendar H counts hours")
    if rule.calendar in {"OUV6", "OUV5", "EU5"} and rule.unit != "working_days":
        found.append(f"calendar {rule.calendar} counts working days")
    if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
        found.append("ends before it begins")
    return found


def _clashes(rules: list[Rule]) -> list[str]:
    seen = Counter((rule.id, rule.version) for rule in rules)
    found = [f"{name} {version}: twice" for (name, version), times in seen.items() if times > 1]
    owners: dict[str, set[str]] = {rule.id: {rule.id} for rule in rules}
    for rule in rules:
        for alias in rule.aliases:
            owners.setdefault(alias, set()).add(rule.id)
    found += [f"{name}: the name of two rules" for name, ids in owners.items() if len(ids) > 1]
    return found + _overlaps(rules)


def _overlaps(rules: list[Rule]) -> list[str]:
    found = []
    ordered = sorted(rules, key=_earliest_first)
    for earlier, later in itertools.pairwise(ordered):
        if earlier.id == later.id and (
            earlier.valid_to is None or later.in_force(earlier.valid_to)
        ):
            found.append(f"{later.id}: versions {earlier.version} and {later.version} overlap")
    return found
