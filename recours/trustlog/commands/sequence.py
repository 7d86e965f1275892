"""Give waiting commitments their place in the log, then publish and sign the log as it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import SystemRandom

from django.db import connection, transaction

from recours.trustlog import files
from recours.trustlog.models import Leaf, Pending, Sequencer
from recours.trustlog.publication import (
    LastState,
    check_continues,
    drop_replaced,
    edge_is_there,
    keep,
    last_state,
    log_size,
    sign,
    write_log,
)

AT_ONCE = 2000  # the longest that a lodging may have to wait behind one batch


def sequence(*, at: datetime, rebuild: bool = False) -> int:
    """Return how many commitments received their place; all of them are signed for.

    Killed at any point, the next call ends the work: leaves are committed before tiles are
    written, tiles are on the disk before anything is signed, what is signed is kept before it is
    seen. `rebuild` writes every tile again. Raise `LogWouldShrink`, `LogWouldFork` or
    `LogRenamed` rather than sign what contradicts what was signed; `LogKeyMissing`.
    """
    with files.alone():
        placed = 0
        while Pending.objects.exists():
            placed += _place_some()
        _publish(at, rebuild=rebuild)
    return placed


def _place_some() -> int:
    """Move one batch from waiting to the log, in an order that says nothing of who came first."""
    with transaction.atomic(durable=True):
        _hold_the_row()
        waiting = list(Pending.objects.order_by("id")[:AT_ONCE].values_list("id", "commitment"))
        commitments = [commitment for _, commitment in waiting]
        SystemRandom().shuffle(commitments)
        places = enumerate(commitments, start=log_size())
        Leaf.objects.bulk_create([Leaf(idx=idx, commitment=one) for idx, one in places])
        Pending.objects.filter(id__in=[key for key, _ in waiting]).delete()
    return len(waiting)


def _hold_the_row() -> None:
    """Keep the sequencers of other machines waiting."""
    Sequencer.objects.get_or_create(id=1)
    Sequencer.objects.select_for_update().get(id=1)


@contextmanager
def _one_signer() -> Iterator[None]:
    """Hold the row while signing; SQLite has one machine, whose lock `files.alone` holds."""
    if not connection.features.has_select_for_update:
        yield
        return
    with transaction.atomic(durable=True):
        _hold_the_row()
        yield


def _publish(at: datetime, *, rebuild: bool) -> None:
    with _one_signer():
        last, size = last_state(), log_size()
        check_continues(size, last.signed)
        keep(last)
        present = last.signed
        if rebuild or not present.note or size > present.size or not edge_is_there(size):
            top = write_log(present, size, rebuild=rebuild)
            if not present.note or size > present.size:
                present = sign(size, top, at.isoformat())
                keep(LastState(present, on_disk=False, in_table=False))
    files.serve_checkpoint(present.note)
    drop_replaced(last.signed.size, size)
