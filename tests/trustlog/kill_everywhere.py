"""Kill the sequencer at every statement, commit and file operation, and look at what is left.

Run inside a house by test_kill_sequencer.py: prints how many points there were and what broke.
"""

import json
import os
import pathlib
import signal
import sys
from datetime import UTC, datetime
from itertools import count

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  # Django is started first
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402

from recours.kernel.checkpoints import open_checkpoint  # noqa: E402
from recours.kernel.merkle import consistency_proof, verify_consistency  # noqa: E402
from recours.kernel.notes import parse_vkey  # noqa: E402
from recours.kernel.tiles import nodes_in_tiles  # noqa: E402
from recours.trustlog import files  # noqa: E402
from recours.trustlog.commands.append import Fact, append  # noqa: E402
from recours.trustlog.commands.sequence import sequence  # noqa: E402
from recours.trustlog.publication import log_size  # noqa: E402
from recours.trustlog.queries import (  # noqa: E402
    invariants,
    log_public_key,
    pending_count,
    published_checkpoint,
)

AT = datetime.now(tz=UTC)
ENOUGH = 10  # to see what kind of damage it is


class Killer:
    """Counts the points passed, and kills its own process at the one it was given."""

    def __init__(self, point: int) -> None:
        self.point, self.passed = point, 0

    def pass_by(self) -> None:
        self.passed += 1
        if self.passed == self.point:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, function):
        def watched(*arguments, **named):
            self.pass_by()
            result = function(*arguments, **named)
            self.pass_by()
            return result

        return watched

    def statement(self, execute, sql, params, many, context):
        self.pass_by()
        result = execute(sql, params, many, context)
        self.pass_by()
        return result


def in_child(work) -> int:
    """Run the work in a process of its own; return its status, negative when it was killed."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as problem:  # noqa: BLE001  # a child says why, then ends
            sys.stderr.write(f"{type(problem).__name__}: {problem}\n")
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def sequence_killed_at(point: int) -> None:
    killer = Killer(point)
    os.fsync = killer.around(os.fsync)
    pathlib.Path.replace = killer.around(pathlib.Path.replace)
    pathlib.Path.open = killer.around(pathlib.Path.open)
    commit = killer.around(BaseDatabaseWrapper._commit)  # noqa: SLF001  # no public name
    BaseDatabaseWrapper._commit = commit  # noqa: SLF001
    with connection.execute_wrapper(killer.statement):
        sequence(at=AT)


def tell(name: str, number: int) -> None:
    facts = [Fact("k", f"{name}-{one}", {}, first=True) for one in range(number)]
    with transaction.atomic():
        append(facts=facts, at=AT)


def contradiction(before: str) -> str:
    """Say how the state served now contradicts the one served before, if it does."""
    key = parse_vkey(log_public_key())
    old, new = open_checkpoint(before, key), open_checkpoint(published_checkpoint(), key)
    nodes = nodes_in_tiles(new.size, files.read_tile)
    path = consistency_proof(old.size, new.size, nodes)
    return verify_consistency(
        old=old.size, new=new.size, path=path, old_root=old.root, new_root=new.root
    ).reason


def problems_after(point: int) -> list[str]:
    """Look at what the killed process left, then at what the next one makes of it."""
    found = [contradiction(seen)]
    if files.last_signed().size > log_size():
        found.append("more was signed than is kept")
    if in_child(lambda: sequence(at=AT)) != 0:
        found.append("the next sequencer did not finish")
    found += [one for lines in invariants(deep=True).values() for one in lines]
    found.append(contradiction(seen))
    if pending_count():
        found.append("something still waits")
    return [f"killed at {point}: {one}" for one in found if one]


tell("before", 247)
sequence(at=AT)
broken: list[str] = []
for point in count(1):
    tell(f"round{point}", 3)
    seen = published_checkpoint()
    status = in_child(lambda: sequence_killed_at(point))  # noqa: B023  # run at once
    broken += problems_after(point)
    if status == 0 or len(broken) > ENOUGH:
        break
    if status != -signal.SIGKILL:
        broken.append(f"killed at {point}: the sequencer itself failed ({status})")
sys.stdout.write(json.dumps({"points": point - 1, "broken": broken}) + "\n")
