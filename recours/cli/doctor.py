"""Check what must always be true, in every slice; says which does not hold, if one does not."""

import argparse
import importlib
import importlib.util
import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

SLICES = (
    "trustlog",
    "jobs",
    "search",
    "people",
    "terms",
    "forms",
    "correspondence",
    "mailroom",
    "statements",
    "webhooks",
    "loyalty",
    "complaints",
)
MODULES = ("queries", "audit")  # where a slice says what must be true of it


@dataclass(frozen=True, slots=True)
class Finding:
    """One invariant of one slice, and the sentences that say where it does not hold."""

    slice: str
    invariant: str
    breaches: tuple[str, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How far to look, and for whom to write."""
    parser.add_argument(
        "--deep", action="store_true", help="recompute everything: every leaf, file and sum"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document for a program")


def run(options: argparse.Namespace) -> int:
    """Print each invariant with its answer; 1 when one does not hold."""
    findings = examine(deep=options.deep)
    broken = [finding for finding in findings if finding.breaches]
    if options.json:
        found = [asdict(finding) for finding in findings]
        print(json.dumps({"ok": not broken, "invariants": found}, ensure_ascii=False, indent=2))
        return 1 if broken else 0
    for finding in findings:
        print(f"{'BREACH' if finding.breaches else 'ok    '} {finding.slice}: {finding.invariant}")
        for breach in finding.breaches:
            print(f"         {breach}")
    print(f"\n{len(findings)} invariants, {len(broken)} broken")
    return 1 if broken else 0


def examine(*, deep: bool) -> list[Finding]:
    """Ask every slice what must be true of it, then whether they agree with one another."""
    found = [finding for name in SLICES for finding in _ask(name, deep=deep)]
    if deep:
        from recours.journeys.check_promises import check_promises  # noqa: PLC0415  # needs Django

        found += _findings("journeys", check_promises())
    return found


def _ask(name: str, *, deep: bool) -> list[Finding]:
    """Return the findings of one slice, none when it says nothing."""
    invariants = _invariants_of(name)
    if invariants is None:
        return []
    takes_depth = "deep" in inspect.signature(invariants).parameters
    return _findings(name, invariants(deep=deep) if takes_depth else invariants())


def _invariants_of(name: str) -> Callable[..., Any] | None:
    for part in MODULES:
        module = f"recours.{name}.{part}"
        if importlib.util.find_spec(module) is None:
            continue
        if found := getattr(importlib.import_module(module), "invariants", None):
            return cast("Callable[..., Any]", found)
    return None


def _findings(name: str, answer: Mapping[str, Sequence[str]] | Sequence[str]) -> list[Finding]:
    """Read what a slice answered: its breaches by invariant, or all its breaches at once."""
    if isinstance(answer, Mapping):
        return [Finding(name, invariant, tuple(found)) for invariant, found in answer.items()]
    return [Finding(name, "all that must be true", tuple(answer))]
