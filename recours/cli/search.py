"""The search index: how far it is behind, and how to make it again.

recours search status
recours search rebuild          what is missing, or was cut by an older version
recours search rebuild --all    everything; it may be stopped and called again
"""

import argparse
import sys
from datetime import UTC, datetime
from typing import Any

from tqdm import tqdm

AT_ONCE = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be asked."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("status", help="say how many complaints are indexed, and what waits")
    rebuild = verbs.add_parser("rebuild", help="index what is missing, now")
    rebuild.add_argument("--all", action="store_true", help="index every complaint again")
    rebuild.add_argument("--quiet", action="store_true", help="show no progress")


def run(options: argparse.Namespace) -> int:
    """Do what was asked; 1 when something could not be indexed."""
    return VERBS[options.verb](options)


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _status(_options: argparse.Namespace) -> int:
    from recours.search.queries import indexed, line  # noqa: PLC0415  # needs Django started

    waits = line()
    print(f"indexed  {indexed()}")
    since = f", the first since {waits.since:%Y-%m-%d %H:%M:%S} UTC" if waits.since else ""
    print(f"waiting  {waits.waiting}{since}")
    print(f"failing  {waits.failing}")
    return 1 if waits.failing else 0


def _rebuild(options: argparse.Namespace) -> int:
    from recours.journeys.refill_index import refill_index  # noqa: PLC0415

    began = _now()
    asked = refill_index(every=options.all, at=began)
    with tqdm(total=asked, unit="", disable=options.quiet, file=sys.stderr) as bar:
        _index(bar)
    from recours.search.queries import line  # noqa: PLC0415

    failing = line().failing
    print(f"{asked} asked for, {failing} could not be indexed, {_now() - began} in all")
    return 1 if failing else 0


def _index(bar: Any) -> None:
    """Index until nothing due waits: what fails waits longer, and is left to the worker."""
    from recours.journeys.index_waiting_complaints import (  # noqa: PLC0415
        index_waiting_complaints,
    )

    while done := index_waiting_complaints(at=_now(), limit=AT_ONCE):
        bar.update(done)


VERBS = {"status": _status, "rebuild": _rebuild}
