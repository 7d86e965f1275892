"""Receive mail: from the mailboxes, and from a mail server of this machine by LMTP.

`recours serve` and `recours worker` do the same beside their work; this is for a process apart.
"""

import argparse
import os
import signal
import sys
import threading
from types import FrameType

NEEDS_SETUP = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where from."""
    parser.add_argument(
        "--lmtp",
        metavar="ADDRESS",
        help="listen there: 127.0.0.1:2424 or unix:/path (default: RECOURS_LMTP)",
    )
    parser.add_argument(
        "--once", action="store_true", help="empty the mailboxes now, then stop; listen nowhere"
    )


def run(options: argparse.Namespace) -> int:
    """Receive until told to stop, or once."""
    from recours.worker.doors.open_doors import (  # noqa: PLC0415  # needs Django started
        empty_mailboxes,
        open_doors,
    )

    if options.once:
        troubles = empty_mailboxes()
        for name, trouble in troubles.items():
            print(f"recours: mailbox {name}: {trouble}", file=sys.stderr)
        return 1 if troubles else 0
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        os.write(2, b"receive: asked to stop; what is on its way is taken in first\n")
        stop.set()

    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, ask_to_stop)
    doors = open_doors(stop, lmtp=options.lmtp)
    if not doors:
        print("recours: no mailbox and no address to listen at (RECOURS_MAILBOXES, RECOURS_LMTP).")
        return 1
    for door in doors:
        door.join()
    return 0
