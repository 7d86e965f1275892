"""Do the queued and periodic work: jobs, outgoing mail, the log. Stops cleanly on SIGTERM.

One is enough; more share the work. Each finishes the job in hand before it stops.
"""

import argparse
import os
import signal
import threading
from datetime import timedelta
from types import FrameType

NEEDS_SETUP = True


def seconds(text: str) -> float:
    """Read a number of seconds, more than none."""
    found = float(text)
    if found <= 0:
        raise ValueError(text)
    return found


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be asked."""
    parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
    parser.add_argument(
        "--lease",
        type=seconds,
        default=60.0,
        metavar="SECONDS",
        help="how long a job stays with a worker that no longer answers (default: 60)",
    )
    parser.add_argument(
        "--idle",
        type=seconds,
        default=0.3,
        metavar="SECONDS",
        help="how often to look for work (default: 0.3)",
    )


def run(options: argparse.Namespace) -> int:
    """Work until told to stop, or once."""
    from recours.worker.loop import drain, run_worker  # noqa: PLC0415  # needs Django started

    lease = timedelta(seconds=options.lease)
    if options.once:
        print(f"{drain(lease=lease)} jobs done")
        return 0
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        os.write(2, b"worker: asked to stop; the job in hand is finished first\n")
        stop.set()

    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, ask_to_stop)
    run_worker(lease=lease, idle=options.idle, stop=stop)
    return 0
