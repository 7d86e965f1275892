"""What must always be true of the log, looked at again from the beginning."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Now

from recours.kernel.merkle import EMPTY_ROOT, leaf_hash, nodes_of, root
from recours.kernel.receipts import commit, leaf_of
from recours.kernel.tiles import ENTRIES, FULL, Tile, make_bundle, tiles_between
from recours.trustlog import files
from recours.trustlog.errors import (
    LogDamaged,
    LogKeyMissing,
    LogRenamed,
    LogWouldFork,
    LogWouldShrink,
)
from recours.trustlog.models import Checkpoint, Entry, Leaf, Pending
from recours.trustlog.publication import NOTHING, check_continues, last_state, log_size

LONGEST_WAIT = timedelta(seconds=60)
SENTENCES = 20  # enough to see what kind of damage it is
COUNTS = """
    SELECT (SELECT count(*) FROM trustlog_entry), (SELECT count(*) FROM trustlog_leaf),
           (SELECT count(*) FROM trustlog_pending),
           (SELECT coalesce(max(idx), -1) FROM trustlog_leaf)
"""  # one statement sees one moment, while a worker goes on
REFUSALS = (LogDamaged, LogKeyMissing, LogRenamed, LogWouldFork, LogWouldShrink)


def first(sentences: Iterable[str]) -> list[str]:
    """Return the first sentences."""
    return list(islice(sentences, SENTENCES))


def uncounted() -> Iterator[str]:
    """Entries that are neither in the log nor waiting, and the reverse."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        entries, leaves, waiting, last = cursor.fetchone()
    if entries != leaves + waiting:
        yield f"{entries} records, but {leaves} leaves and {waiting} waiting"
    if leaves != last + 1:
        yield f"{leaves} leaves, but the last is number {last}"


def waiting_too_long() -> Iterator[str]:
    """Tell of commitments that wait for more than the promised minute, by the database's clock."""
    late = Pending.objects.filter(at__lt=Now() - LONGEST_WAIT)
    if count := late.count():
        yield f"{count} wait for more than {LONGEST_WAIT.seconds} s: is a worker running?"


def badly_signed() -> Iterator[str]:
    """Tell what is wrong with the last signed state, kept in two places and served."""
    try:
        last = last_state()
        check_continues(log_size(), last.signed)
    except REFUSALS as problem:
        yield str(problem)
        return
    if last.signed.note and not (last.on_disk and last.in_table):
        yield "the last signed state is kept in one place only. Run: recours log sequence"
    if last.signed.note and files.read_checkpoint() != last.signed.note:
        yield "the state that is served is not the last signed. Run: recours log sequence"


def unopened() -> Iterator[str]:
    """Entries whose record and salt do not give their commitment."""
    rows = Entry.objects.values_list("account", "seq", "record", "salt", "commitment")
    for account, seq, record, salt, commitment in rows.iterator():
        if commit(record=record.encode(), salt=bytes.fromhex(salt)).hex() != commitment:
            yield f"record {seq} of {account} does not open its commitment"


def unowned() -> Iterator[str]:
    """Leaves and waiting commitments that no entry opens."""
    entries = Entry.objects.filter(commitment=OuterRef("commitment")).values("id")[:1]
    for table, name in ((Leaf, "leaf"), (Pending, "waiting commitment")):
        orphans = table.objects.annotate(entry=Subquery(entries)).filter(entry=None)
        for commitment in orphans.values_list("commitment", flat=True).iterator():
            yield f"no record opens the {name} {commitment[:16]}…"


def broken_streams() -> Iterator[str]:
    """Streams that skip a number or do not name the record before."""
    rows = Entry.objects.order_by("account", "seq").values_list(
        "account", "seq", "prev", "commitment"
    )
    stream, number, before = "", 0, ""
    for account, seq, prev, commitment in rows.iterator():
        if account != stream:
            stream, number, before = account, 0, ""
        if (seq, prev) != (number + 1, before):
            yield f"record {seq} of {account} does not follow record {number}"
        number, before = seq, commitment


def _leaves() -> list[bytes]:
    rows = Leaf.objects.order_by("idx").values_list("commitment", flat=True)
    return [leaf_of(bytes.fromhex(commitment)) for commitment in rows.iterator()]


def other_roots() -> Iterator[str]:
    """Signed states whose root is not that of the leaves, recomputed one by one."""
    states = list(Checkpoint.objects.values_list("size", "root"))  # first: leaves only grow
    hashes = [leaf_hash(leaf) for leaf in _leaves()]
    nodes = nodes_of(hashes)
    for size, signed in states:
        found = root(size, nodes) if size <= len(hashes) else EMPTY_ROOT
        if found.hex() != signed:
            yield f"the root signed for {size} leaves is not that of the leaves"


def damaged_tiles() -> Iterator[str]:
    """Tiles and bundles that are missing or are not those of the leaves."""
    size = (files.last_signed() or NOTHING).size
    leaves = _leaves()[:size]
    nodes = nodes_of([leaf_hash(leaf) for leaf in leaves])
    for tile in tiles_between(0, len(leaves)):
        start = tile.index * FULL
        places = range(start, start + tile.width)
        if tile.level == ENTRIES:
            wanted = make_bundle(leaves[start : places.stop])
        else:
            wanted = b"".join(nodes(8 * tile.level, place) for place in places)
        if _found(tile) != wanted:
            yield f"{tile.path} is missing or damaged. Run: recours log sequence --rebuild"


def _found(tile: Tile) -> bytes | None:
    try:
        return files.find_tile(tile)
    except LogDamaged:
        return None


SHALLOW = {
    "every record is in the log or waits for its place": uncounted,
    "no record waits for more than a minute": waiting_too_long,
    "the last signed state is kept twice, served, and not contradicted": badly_signed,
}
DEEP = {
    "every record opens its commitment": unopened,
    "every leaf is opened by a record": unowned,
    "every stream of records is complete": broken_streams,
    "every signed root is that of the leaves": other_roots,
    "the files of the log are those of its leaves": damaged_tiles,
}
