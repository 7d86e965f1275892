"""A process that delivers: run by the tests that kill one, or start two.

python -m tests.correspondence.deliverer KILL_AT LEASE
delivers everything; KILL_AT n > 0 dies by SIGKILL just before its nth statement, 0 never does;
the number of statements is printed at the end.
"""

import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from recours.cli.django import start


def main() -> None:
    kill_at, lease = int(sys.argv[1]), float(sys.argv[2])
    start()
    from django.db import connection  # noqa: PLC0415  # once Django is ready

    from recours.correspondence.commands.deliver_outbox import deliver_outbox  # noqa: PLC0415

    count = 0

    def counted(execute, sql, params, many, context):
        nonlocal count
        count += 1
        if count == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    if gate := os.environ.get("GATE"):
        while not Path(gate).exists():
            pass
    with connection.execute_wrapper(counted):
        sent = deliver_outbox(at=datetime.now(tz=UTC), limit=1000, lease=timedelta(seconds=lease))
    sys.stdout.write(f"{count} statements, {sent} sent\n")


if __name__ == "__main__":
    main()
