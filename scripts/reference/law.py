"""The rules of the law packs, with their articles."""

from itertools import groupby

from recours.law.pack import rule_names, versions_of
from recours.law.rule import Rule
from scripts.reference.tables import table

HEADS = ("rule", "what", "binds", "runs", "calendar", "article", "in force", "sure", "reviewed")


def law() -> list[str]:
    """Return every version of every rule, by pack."""
    lines = ["# Rules of law", "", "`recours law show RULE` says one in full;"]
    lines += ["`recours law due RULE --from DATE` computes it step by step. A rule marked"]
    lines += ["*commitment*, *doctrine* or *contract* is not the law.", ""]
    rules = [rule for name in rule_names() for rule in versions_of(name)]
    rules.sort(key=lambda rule: (rule.pack, rule.id, str(rule.valid_from or "")))
    for pack, found in groupby(rules, key=lambda rule: rule.pack):
        lines += [f"## {pack}", "", *table(HEADS, (_row(rule) for rule in found))]
    return lines


def _row(rule: Rule) -> tuple[str, ...]:
    standing = f" (*{rule.standing_en}*)" if rule.soft or rule.status == "future" else ""
    unit = rule.unit.rstrip("s") if rule.duration == 1 else rule.unit
    runs = f"{rule.duration} {unit}" if rule.duration is not None else rule.kind
    return (
        f"`{rule.id}`",
        f"{rule.title_en}{standing}<br>{rule.title_fr}",
        rule.binds,
        runs.replace("_", " "),
        rule.calendar,
        f"[{rule.article}]({rule.source_url})",
        f"{rule.valid_from or ''} → {rule.valid_to or ''}",
        rule.confidence,
        str(rule.reviewed_on),
    )
