"""Verify a receipt, with nothing but its files and the public key of the log.

    recours receipt verify R-2026-04817-K.recours.json --key VKEY
    recours receipt verify R-2026-04817-K.recours.json --proof R-2026-04817-K.tlog-proof --key VKEY
    recours receipt verify R-2026-04817-K.tlog-proof --leaf HEX --key VKEY

The answer is yes (status 0) or no (status 1) with its reason, in French unless --english is given.
The key must come from elsewhere than the receipt: the terms, a letter, the mediator's site.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from recours.kernel.proofs import HEADER
from recours.kernel.receipts import Verdict, verify_leaf, verify_receipt

NEEDS_SETUP = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be asked."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="say whether a receipt is authentic, and why not")
    verify.add_argument("file", type=Path, metavar="FILE", help=".recours.json or .tlog-proof")
    verify.add_argument("--key", required=True, metavar="VKEY", help="public key of the log")
    verify.add_argument("--proof", type=Path, metavar="FILE", help="companion .tlog-proof")
    verify.add_argument("--leaf", metavar="HEX", help="leaf that a .tlog-proof alone must prove")
    verify.add_argument("--english", action="store_true", help="answer in English")
    verify.add_argument("--json", action="store_true", help="answer for a program")


def run(options: argparse.Namespace) -> int:
    """Print the verdict and its steps; 0 for yes, 1 for no, 2 when a file cannot be read."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a narrow terminal
    try:
        verdict = _verify(options)
    except OSError as problem:
        print(f"recours: {problem.filename}: {problem.strerror}", file=sys.stderr)
        return 2
    if verdict is None:
        print("recours: a .tlog-proof alone needs --leaf HEX", file=sys.stderr)
        return 2
    print(_as_json(verdict) if options.json else _as_text(verdict, english=options.english))
    return 0 if verdict.ok else 1


def _verify(options: argparse.Namespace) -> Verdict | None:
    data = options.file.read_bytes()
    if options.leaf is not None:
        return verify_leaf(data, leaf=options.leaf, vkey=options.key)
    if data.startswith(HEADER.encode()):
        return None
    proof = options.proof.read_bytes() if options.proof else None
    return verify_receipt(data, proof_text=proof, vkey=options.key)


def _as_text(verdict: Verdict, *, english: bool) -> str:
    lines = [
        f"  {'ok' if step.ok else '!!'}  {step.text_en if english else step.text_fr}"
        for step in verdict.steps
    ]
    reason = () if verdict.ok else (f"({verdict.reason})",)
    return "\n".join([verdict.sentence_en if english else verdict.sentence_fr, *lines, *reason])


def _as_json(verdict: Verdict) -> str:
    return json.dumps(asdict(verdict), ensure_ascii=False, indent=2)
