"""From leaves to files that anyone may check: tiles first, then one signature, kept twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from recours.kernel.checkpoints import Checkpoint as State
from recours.kernel.checkpoints import CheckpointRefused, open_checkpoint, sign_checkpoint
from recours.kernel.merkle import EMPTY_ROOT, leaf_hash, root
from recours.kernel.notes import NoteRefused
from recours.kernel.receipts import leaf_of
from recours.kernel.tiles import (
    ENTRIES,
    FULL,
    Tile,
    TileDamaged,
    make_bundle,
    nodes_in_tiles,
    split_tile,
    subtree,
    tiles_between,
)
from recours.trustlog import files
from recours.trustlog.errors import LogDamaged, LogRenamed, LogWouldFork, LogWouldShrink
from recours.trustlog.files import Signed
from recours.trustlog.keys import private_key, public_key
from recours.trustlog.models import Checkpoint, Leaf

NOTHING = Signed(size=0, root=EMPTY_ROOT.hex(), note="", at="")


@dataclass(frozen=True, slots=True)
class LastState:
    """The last signed state, and whether both places where it is kept know it."""

    signed: Signed
    on_disk: bool = True
    in_table: bool = True


def log_size() -> int:
    """Return how many leaves the log has."""
    last = Leaf.objects.order_by("-idx").values_list("idx", flat=True).first()
    return 0 if last is None else last + 1


def last_state() -> LastState:
    """Return the larger of what the disk and the table say was signed last.

    Raise `LogWouldFork` when they say two things of one size.
    """
    on_disk = files.last_signed() or NOTHING
    row = Checkpoint.objects.order_by("-size").first()
    in_table = NOTHING
    if row is not None:
        in_table = Signed(row.size, row.root, row.note, row.at.isoformat())
    if on_disk.size == in_table.size and on_disk.root != in_table.root:
        raise LogWouldFork(f"two roots were signed for {on_disk.size} leaves: call for help")
    if in_table.note and in_table.size >= on_disk.size:
        return LastState(in_table, on_disk=bool(on_disk.note) and on_disk.size == in_table.size)
    return LastState(on_disk, in_table=False)


def check_continues(size: int, last: Signed) -> None:
    """Refuse a log that became smaller, or changed its name or its key, since it last signed."""
    if size < last.size:
        raise LogWouldShrink(
            f"{last.size} leaves were signed and the database holds {size}: restore the database. "
            "To begin another log, move RECOURS_DATA/log aside and set RECOURS_LOG_ORIGIN anew."
        )
    if not last.note:
        return
    try:
        state = open_checkpoint(last.note, public_key())
    except (NoteRefused, CheckpointRefused) as problem:
        raise LogRenamed(
            "the last signed state does not bear the present name and key of the log: put "
            "RECOURS_LOG_ORIGIN and RECOURS_DATA/keys/log.key back as they were"
        ) from problem
    if (state.size, state.root.hex()) != (last.size, last.root):
        raise LogWouldFork("what is kept of the last signed state is not what was signed")


def _commitments(start: int, end: int) -> list[bytes]:
    rows = Leaf.objects.filter(idx__gte=start, idx__lt=end).order_by("idx")
    found = list(rows.values_list("idx", "commitment"))
    if [idx for idx, _ in found] != list(range(start, end)):
        raise LogDamaged(f"leaves {start} to {end} do not follow one another in the database")
    return [bytes.fromhex(commitment) for _, commitment in found]


def _hashes_above(tile: Tile, before: int) -> list[bytes]:
    """Return the hashes of a tile above level 0, beginning with those its older self holds."""
    known: list[bytes] = []
    older = min(FULL, (before >> (8 * tile.level)) - tile.index * FULL)
    if older > 0:
        known = split_tile(files.read_tile(Tile(tile.level, tile.index, older)), older)
    first = tile.index * FULL
    below = (
        split_tile(files.read_tile(Tile(tile.level - 1, first + at)), FULL)
        for at in range(len(known), tile.width)
    )
    return [*known, *map(subtree, below)]


def _write_leaves(tile: Tile) -> None:
    """Write one tile of leaf hashes and the bundle of its entries."""
    start = tile.index * FULL
    entries = [leaf_of(one) for one in _commitments(start, start + tile.width)]
    files.write_tile(Tile(ENTRIES, tile.index, tile.width), make_bundle(entries))
    files.write_tile(tile, b"".join(map(leaf_hash, entries)))


def _write_tiles(before: int, after: int) -> None:
    for tile in tiles_between(before, after):
        if tile.level == 0:
            _write_leaves(tile)
        elif tile.level > 0:
            files.write_tile(tile, b"".join(_hashes_above(tile, before)))


def _roots_on_disk(sizes: Sequence[int], size: int) -> list[bytes]:
    nodes = nodes_in_tiles(size, files.read_tile)
    return [root(one, nodes) for one in sizes]


def _grow(last: Signed, size: int) -> bytes | None:
    """Return the new root, or None when the files do not give the old one."""
    try:
        _write_tiles(last.size, size)
        old, new = _roots_on_disk([last.size, size], size)
    except (LogDamaged, TileDamaged):
        return None
    return new if old.hex() == last.root else None


def write_log(last: Signed, size: int, *, rebuild: bool = False) -> bytes:
    """Write the tiles of a log grown to `size` leaves and return its root.

    Only the edge is written; when the files do not give the root last signed, all of them are
    written again from the leaves. Raise `LogWouldFork` when the leaves do not give it either.
    """
    found = None if rebuild else _grow(last, size)
    if found is not None:
        return found
    _write_tiles(0, size)
    old, new = _roots_on_disk([last.size, size], size)
    if old.hex() != last.root:
        raise LogWouldFork(f"the first {last.size} leaves are not those that were signed")
    return new


def sign(size: int, top: bytes, at: str) -> Signed:
    """Sign a state of the log."""
    note = sign_checkpoint(State(public_key().name, size, top), private_key())
    return Signed(size=size, root=top.hex(), note=note, at=at)


def keep(state: LastState) -> None:
    """Keep a signed state in both places: on the disk first, then in the table."""
    signed = state.signed
    if not signed.note:
        return
    if not state.on_disk:
        files.keep_signed(signed)
    if not state.in_table:
        at = datetime.fromisoformat(signed.at)
        Checkpoint.objects.create(size=signed.size, root=signed.root, note=signed.note, at=at)


def edge_is_there(size: int) -> bool:
    """Tell whether the right-most tiles of a log of this size are on the disk."""
    edge = tiles_between(size - 1, size) if size else ()
    return all(files.find_tile(tile) is not None for tile in edge)


def drop_replaced(before: int, after: int) -> None:
    """Remove the partial tiles that became full."""
    for tile in tiles_between(before, after):
        files.drop_partials(tile)
