"""Commitments get their place, the log is written as tiles and signed, and never takes back."""

import itertools
import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recours.kernel.checkpoints import open_checkpoint
from recours.kernel.merkle import (
    consistency_proof,
    leaf_hash,
    nodes_of,
    root_of,
    verify_consistency,
)
from recours.kernel.notes import parse_vkey
from recours.kernel.tiles import ENTRIES, Tile, split_bundle, split_tile, tiles_between
from recours.trustlog import files
from recours.trustlog.commands.create_log_key import create_log_key
from recours.trustlog.commands.sequence import sequence
from recours.trustlog.errors import LogKeyMissing, LogRenamed, LogWouldFork, LogWouldShrink
from recours.trustlog.models import Checkpoint, Leaf
from recours.trustlog.queries import (
    invariants,
    log_public_key,
    log_state,
    pending_count,
    published_checkpoint,
)
from tests.trustlog.telling import AT, tell, tell_many

pytestmark = pytest.mark.django_db


def signed():
    return open_checkpoint(published_checkpoint(), parse_vkey(log_public_key()))


def leaves() -> list[bytes]:
    """Read the entries back from the bundles that everybody can fetch."""
    size = signed().size
    bundles = [tile for tile in tiles_between(0, size) if tile.level == ENTRIES]
    return [entry for tile in bundles for entry in split_bundle(files.read_tile(tile))]


def breaches() -> list[str]:
    return [
        f"{name}: {one}"
        for name, found in invariants(deep=True).items()
        for one in found
        if "more than a minute" not in name  # the tests live on a day of their own
    ]


def test_an_empty_log_is_signed_too(log):
    assert sequence(at=AT) == 0
    assert signed().size == 0
    assert breaches() == []


def test_what_waited_is_in_the_log_and_signed_for(log):
    told = tell("A", "a", "b", "c", first=True)
    assert sequence(at=AT) == 3
    assert pending_count() == 0
    assert {leaf[1:].hex() for leaf in leaves()} == set(told)
    assert {leaf[:1] for leaf in leaves()} == {b"\x01"}
    assert {len(leaf) for leaf in leaves()} == {33}
    assert signed().root == root_of([leaf_hash(leaf) for leaf in leaves()])
    assert breaches() == []


def test_the_log_is_served_as_tiles(log):
    tell_many(300)
    sequence(at=AT)
    names = {str(path.relative_to(log)) for path in log.rglob("*") if path.is_file()}
    assert names == {
        "checkpoint",
        "last-signed.json",
        "sequencer.lock",
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/44",
    }
    assert split_tile(files.read_tile(Tile(0, 1, 44)), 44) == [
        leaf_hash(leaf) for leaf in leaves()[256:]
    ]


def test_the_places_of_one_batch_do_not_tell_who_came_first(log):
    told = tell("A", *(["k"] * 40), first=True)
    sequence(at=AT)
    places = list(Leaf.objects.order_by("idx").values_list("commitment", flat=True))
    assert set(places) == set(told)
    assert places != told


def test_each_signed_state_continues_the_one_before(log):
    """Small steps across the edges of tiles: what a witness would ask at each of them."""
    states = []
    for number, count in enumerate([1, 3, 250, 2, 1, 255, 300, 1]):
        tell_many(count, name=f"batch{number}")
        sequence(at=AT + timedelta(minutes=number))
        states.append(signed())
        assert breaches() == []
    nodes = nodes_of([leaf_hash(leaf) for leaf in leaves()])
    for older, newer in itertools.pairwise(states):
        path = consistency_proof(older.size, newer.size, nodes)
        assert verify_consistency(
            old=older.size,
            new=newer.size,
            path=path,
            old_root=older.root,
            new_root=newer.root,
        )
    assert [state.size for state in states] == [1, 4, 254, 256, 257, 512, 812, 813]


def test_partial_tiles_go_when_the_full_one_is_there_and_are_still_served(log):
    tell_many(200)
    sequence(at=AT)
    partial = files.read_tile(Tile(0, 0, 200)), files.read_tile(Tile(ENTRIES, 0, 200))
    tell_many(100, name="more")
    sequence(at=AT)
    assert not (log / "tile/0/000.p").exists()
    assert (files.read_tile(Tile(0, 0, 200)), files.read_tile(Tile(ENTRIES, 0, 200))) == partial


def test_nothing_new_signs_nothing_and_costs_little(log):
    tell()
    sequence(at=AT)
    note, kept = published_checkpoint(), files.last_signed()
    with CaptureQueriesContext(connection) as asked:
        assert sequence(at=AT + timedelta(hours=1)) == 0
    assert (published_checkpoint(), files.last_signed()) == (note, kept)
    assert Checkpoint.objects.count() == 1
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) <= 6


def test_a_large_batch_is_moved_in_several_short_transactions(log):
    tell_many(4500)
    assert sequence(at=AT) == 4500
    assert signed().size == 4500
    assert breaches() == []


def test_a_log_never_shrinks(log):
    """A database restored from yesterday: what was signed since must come back first."""
    tell_many(3)
    sequence(at=AT)
    kept = json.loads((log / "last-signed.json").read_text())
    (log / "last-signed.json").write_text(json.dumps(kept | {"size": 9}))
    note = published_checkpoint()
    tell()
    with pytest.raises(LogWouldShrink, match="9 leaves were signed and the database holds 4"):
        sequence(at=AT)
    assert published_checkpoint() == note
    assert Checkpoint.objects.count() == 1


def test_a_log_never_says_two_things_of_one_size(log):
    tell_many(3)
    sequence(at=AT)
    kept = json.loads((log / "last-signed.json").read_text())
    (log / "last-signed.json").write_text(json.dumps(kept | {"root": "0" * 64}))
    with pytest.raises(LogWouldFork):
        sequence(at=AT)


def test_other_leaves_than_those_signed_are_never_signed(log):
    tell_many(3)
    sequence(at=AT)
    swap_two_leaves()
    tell()
    with pytest.raises(LogWouldFork):
        sequence(at=AT)
    assert signed().size == 3
    assert any("root signed for 3 leaves" in one for one in breaches())


def swap_two_leaves():
    """Do what the triggers forbid, as somebody with the database's password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE trustlog_leaf DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER trustlog_leaf_no_update")
        cursor.execute("UPDATE trustlog_leaf SET idx = 77 WHERE idx = 0")
        cursor.execute("UPDATE trustlog_leaf SET idx = 0 WHERE idx = 1")
        cursor.execute("UPDATE trustlog_leaf SET idx = 1 WHERE idx = 77")


@pytest.mark.parametrize("missing", ["last-signed.json", "checkpoint", "tile", ""])
def test_what_the_disk_lost_is_written_again_from_the_database(log, missing):
    tell_many(300)
    sequence(at=AT)
    note, tile = published_checkpoint(), (log / "tile/0/001.p/44").read_bytes()
    lost = log / missing
    shutil.rmtree(lost) if lost.is_dir() else lost.unlink()
    assert sequence(at=AT + timedelta(hours=1)) == 0
    assert published_checkpoint() == note
    assert (log / "tile/0/001.p/44").read_bytes() == tile
    assert breaches() == []
    tell()
    sequence(at=AT)
    assert signed().size == 301


@pytest.mark.parametrize("name", ["tile/1/000.p/1", "tile/0/001.p/44", "tile/entries/000"])
def test_a_rotten_tile_is_named_then_rebuilt(log, name):
    tell_many(300)
    sequence(at=AT)
    path = log / name
    path.write_bytes(b"\xff" + path.read_bytes()[1:])
    assert [one for one in breaches() if name in one]
    sequence(at=AT, rebuild=True)
    assert breaches() == []


def test_a_rotten_edge_does_not_enter_what_is_signed_next(log):
    tell_many(300)
    sequence(at=AT)
    path = log / "tile/1/000.p/1"
    path.write_bytes(b"\x00" * 32)
    tell_many(300, name="more")
    sequence(at=AT)
    assert signed().root == root_of([leaf_hash(leaf) for leaf in leaves()])
    assert breaches() == []


def test_a_state_signed_just_before_a_crash_is_kept_in_the_table(log):
    """Killed between the disk and the table: the disk knows a state the table does not."""
    tell_many(3)
    sequence(at=AT)
    later = (log / "last-signed.json").read_text(), published_checkpoint()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE trustlog_checkpoint DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER trustlog_checkpoint_no_delete")
        cursor.execute("DELETE FROM trustlog_checkpoint")
    (log / "checkpoint").unlink()
    sequence(at=AT + timedelta(hours=1))
    assert ((log / "last-signed.json").read_text(), published_checkpoint()) == later
    assert Checkpoint.objects.get().note == later[1]


def test_without_its_key_the_log_signs_nothing(data_folder):
    tell()
    with pytest.raises(LogKeyMissing, match="recours setup"):
        sequence(at=AT)


def test_another_key_does_not_take_over_silently(log):
    tell()
    sequence(at=AT)
    (log.parent / "keys" / "log.key").unlink()
    create_log_key()
    with pytest.raises(LogRenamed):
        sequence(at=AT)


def test_another_name_does_not_take_over_silently(log, settings):
    tell()
    sequence(at=AT)
    settings.LOG_ORIGIN = "else.example/log"
    with pytest.raises(LogRenamed):
        sequence(at=AT)


def test_the_key_is_made_once_and_is_its_owners_alone(data_folder):
    first = create_log_key(at=AT)
    assert create_log_key(at=AT) == first == log_public_key()
    path = data_folder / "keys" / "log.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.iterdir()] == ["log.key"]
    path.write_text("pas une clé")
    with pytest.raises(LogKeyMissing):
        log_public_key()


def test_the_state_of_the_log_in_one_look(log):
    tell("A", "a", "b", first=True)
    sequence(at=AT)
    tell("A")
    state = log_state()
    assert (state.size, state.pending, state.signed_size, state.signed_at) == (2, 1, 2, AT)
    assert state.origin == "recours.invalid/log"


def test_a_record_that_waits_too_long_is_said(log):
    tell()  # told on a day that is past by the database's clock, or not: both are tried
    late = invariants()["no record waits for more than a minute"]
    assert bool(late) == (datetime.now(tz=UTC) - timedelta(seconds=60) > AT)
