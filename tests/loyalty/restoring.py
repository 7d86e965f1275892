"""One process among several: opens the house, waits for the start, restores points, says what."""

import json
import os
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import django

STARTED_AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def restore(source, points):
    from recours.loyalty.commands.restore_points import restore_points  # noqa: PLC0415
    from recours.people.rules import SYSTEM  # noqa: PLC0415

    return restore_points(
        programme="bellerive",
        member="m-alice",
        points=points,
        expires_on=date(2028, 12, 31),
        source=source,
        reason="complaint",
        actor=SYSTEM,
        at=STARTED_AT,
    )


def open_programme(keeper):
    from tests.loyalty.bellerive import programme  # noqa: PLC0415

    programme(ledger_keeper=keeper)


def state():
    from recours.loyalty import queries  # noqa: PLC0415
    from recours.trustlog import queries as log  # noqa: PLC0415

    return {
        "balance": queries.balance("bellerive", "m-alice"),
        "corrections": len(queries.corrections("bellerive")),
        "records": [entry.seq for entry in log.entries("bellerive:m-alice")],
        "breaches": [name for name, found in queries.invariants().items() if found],
    }


def race(start, *sources):
    Path(f"{start}.{os.getpid()}").touch()
    while not Path(start).exists():
        time.sleep(0.001)
    done = [restore(source, 248) for source in sources]
    return [[one.entry, one.mode, str(one.expires_on)] for one in done]


if __name__ == "__main__":
    django.setup()
    verbs = {"open": open_programme, "state": state, "race": race}
    sys.stdout.write(json.dumps(verbs[sys.argv[1]](*sys.argv[2:])))
