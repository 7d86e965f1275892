"""Rule documents of a programme: check one, explain the points of a purchase."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from recours.kernel.canonical import digest
from recours.loyalty.rules.document import clauses_of, validate
from recours.loyalty.rules.evaluate import Context, Evaluation, Step, evaluate
from recours.loyalty.rules.reading import Unreadable, read_json, read_purchase
from recours.loyalty.rules.words import points
from recours.statements.rules import Purchase

NEEDS_SETUP = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `check` and `explain`."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="check|explain")
    check = verbs.add_parser("check", help="say what is wrong in a rule document, and where")
    check.add_argument("file", metavar="FILE", help="the rule document (JSON)")
    explain = verbs.add_parser("explain", help="the points of a purchase, step by step")
    explain.add_argument("file", metavar="FILE", help="the rule document (JSON)")
    explain.add_argument(
        "--purchase", required=True, metavar="JSON", help="a file, - for the input, or the JSON"
    )
    explain.add_argument("--original", metavar="JSON", help="for a return: what was bought")
    explain.add_argument("--tier", metavar="CODE", help="the member's tier that day")
    explain.add_argument("--first", action="store_true", help="it is the member's first purchase")
    explain.add_argument("--earned-today", type=int, default=0, metavar="POINTS")
    explain.add_argument("--earned-in-period", type=int, default=0, metavar="POINTS")
    explain.add_argument("--timezone", default="Europe/Paris", metavar="ZONE")
    explain.add_argument("--json", action="store_true", help="for machines")
    explain.add_argument("--english", action="store_true", help="in English (default: French)")


def run(options: argparse.Namespace) -> int:
    """Answer on standard output: 0 good, 1 a document with faults, 2 badly asked."""
    try:
        document = read_json(Path(options.file).read_bytes())
        problems = validate(document)
        if problems:
            for problem in problems:
                print(f"{options.file}: {problem}", file=sys.stderr)
            return 1
        if options.verb == "check":
            _say_good(options.file, document)
        else:
            _explain(options, document)
    except (OSError, Unreadable, ZoneInfoNotFoundError) as problem:
        print(f"recours rules: {problem}", file=sys.stderr)
        return 2
    return 0


def _say_good(file: str, document: dict[str, Any]) -> None:
    rules, caps = len(document["rules"]), len(document["caps"])
    print(f"{file}: good. {document['programme']} version {document['version']}")
    print(f"  {rules} rules, {caps} caps, clauses {', '.join(clauses_of(document))}")
    print(f"  sha256 {digest(document)}")


def _explain(options: argparse.Namespace, document: dict[str, Any]) -> None:
    purchase = _purchase(options.purchase)
    context = Context(
        tier=options.tier,
        first_purchase=options.first,
        earned_today=options.earned_today,
        earned_in_period=options.earned_in_period,
        timezone=options.timezone,
        original=_purchase(options.original) if options.original else None,
    )
    found = evaluate(document, purchase, context)
    if options.json:
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        return
    _print(document, found, 1 if options.english else 0)


def _purchase(source: str) -> Purchase:
    if source.lstrip().startswith("{"):
        return read_purchase(read_json(source.encode()))
    data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    return read_purchase(read_json(data))


def _print(document: dict[str, Any], found: Evaluation, language: int) -> None:
    for number, step in enumerate(found.steps, start=1):
        text, value, note = _halves(step, language)
        print(f"{number:>2}  {text:<58} {value:>24}")
        if note:
            print(f"    {note}")
    print(f"{'=':>2}  {points(document, found.points)[language]:>83}")


def _halves(step: Step, language: int) -> tuple[str, str, str]:
    texts = (step.text_fr, step.text_en)[language]
    value = (step.value_fr, step.value_en)[language]
    notes = [
        (step.note_fr, step.note_en)[language],
        (step.failed_condition, step.failed_condition_en)[language],
    ]
    return texts, value, ". ".join(note for note in notes if note)
