"""The verifiable log: its public key, where it stands, its receipts, and its work done now."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

NEEDS_SETUP = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be asked."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("key", help="print the public key, to be published outside the site")
    verbs.add_parser("status", help="say how many records are in the log, and what waits")
    work = verbs.add_parser("sequence", help="give waiting records their place and sign the log")
    work.add_argument("--rebuild", action="store_true", help="write every file of the log again")
    receipt = verbs.add_parser("receipt", help="write the receipt of a complaint as two files")
    receipt.add_argument("reference", help="reference of the complaint")
    receipt.add_argument("--to", type=Path, default=Path(), metavar="FOLDER", help="where to")


def run(options: argparse.Namespace) -> int:
    """Do what was asked; 1 when the log refuses, with its sentence."""
    from recours.trustlog import errors  # noqa: PLC0415  # needs Django started

    refusals: tuple[type[Exception], ...] = (
        errors.LogDamaged,
        errors.LogKeyMissing,
        errors.LogRenamed,
        errors.LogWouldFork,
        errors.LogWouldShrink,
    )
    try:
        return VERBS[options.verb](options)
    except refusals as problem:
        print(f"recours: {problem}", file=sys.stderr)
        return 1


def _key(_options: argparse.Namespace) -> int:
    from recours.trustlog.queries import log_public_key  # noqa: PLC0415

    print(log_public_key())
    return 0


def _status(_options: argparse.Namespace) -> int:
    from recours.trustlog.queries import log_state  # noqa: PLC0415

    state = log_state()
    print(f"log      {state.origin}")
    print(f"key      {state.vkey}")
    print(f"leaves   {state.size}, and {state.pending} waiting for their place")
    if state.signed_at is None:
        print("signed   nothing yet. Run: recours log sequence")
    else:
        print(f"signed   {state.signed_size} leaves on {state.signed_at:%Y-%m-%d at %H:%M:%S} UTC")
        print(f"root     {state.signed_root}")
    return 0


def _sequence(options: argparse.Namespace) -> int:
    from recours.trustlog.commands.sequence import sequence  # noqa: PLC0415

    placed = sequence(at=datetime.now(tz=UTC), rebuild=options.rebuild)
    print(f"{placed} placed in the log")
    return 0


def _receipt(options: argparse.Namespace) -> int:
    from recours.trustlog.queries import receipt_for  # noqa: PLC0415

    receipt = receipt_for(options.reference)
    if receipt is None:
        print(f"recours: nothing is written under {options.reference}", file=sys.stderr)
        return 1
    if not receipt.is_ready:
        waiting = ", ".join(map(str, receipt.pending))
        print(f"recours: not signed for yet: {waiting}. Run: recours log sequence", file=sys.stderr)
        return 1
    options.to.mkdir(parents=True, exist_ok=True)
    files = {receipt.file_name: receipt.data, receipt.proof_name: receipt.proof_text.encode()}
    for name, data in files.items():
        (options.to / name).write_bytes(data)
        print(options.to / name)
    return 0


VERBS = {"key": _key, "status": _status, "sequence": _sequence, "receipt": _receipt}
