"""Tiles: the names and numbers of the standard's own examples, and trees read back from them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recours.kernel.merkle import (
    inclusion_proof,
    leaf_hash,
    nodes_of,
    root,
    verify_inclusion,
)
from recours.kernel.tiles import (
    ENTRIES,
    Tile,
    TileDamaged,
    make_bundle,
    nodes_in_tiles,
    parse_tile_path,
    split_bundle,
    split_tile,
    tiles_between,
)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(1, 256, 7), "tile/1/256.p/7"),
        (Tile(ENTRIES, 1000, 255), "tile/entries/x001/000.p/255"),
        (Tile(63, 5), "tile/63/005"),
    ],
)
def test_a_tile_has_one_name(tile, path):
    assert tile.path == path
    assert parse_tile_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/0/x000/001",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/data/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/0/000.p/",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/0/../../keys/log.key",
        "tile/0/%2e%2e",
        "tile/0/٠٠٠",
        "tile/0/x" + "000/x" * 9 + "000",
    ],
)
def test_any_other_name_is_no_tile(path):
    assert parse_tile_path(path) is None


def test_a_log_of_70000_leaves_has_the_tiles_the_standard_counts():
    tiles = [tile for tile in tiles_between(0, 70_000) if tile.level != ENTRIES]
    full = [tile for tile in tiles if tile.width == 256]
    assert [sum(tile.level == level for tile in full) for level in (0, 1, 2)] == [273, 1, 0]
    assert [(tile.level, tile.width) for tile in tiles if tile.width < 256] == [
        (0, 112),
        (1, 17),
        (2, 1),
    ]
    assert len(list(tiles_between(0, 70_000))) == len(tiles) + 274


def test_a_log_of_256_leaves_has_a_full_tile_and_one_hash_above():
    assert list(tiles_between(0, 256)) == [Tile(0, 0), Tile(ENTRIES, 0), Tile(1, 0, 1)]


def test_growing_writes_the_edge_only():
    assert list(tiles_between(69_999, 70_000)) == [Tile(0, 273, 112), Tile(ENTRIES, 273, 112)]
    assert list(tiles_between(70_000, 70_000)) == []


HASHES = [leaf_hash(str(number).encode()) for number in range(70_000)]


def written(size: int, steps: list[int]) -> dict[Tile, bytes]:
    """Grow a log by steps, writing only what each step asks for, from what is already written."""
    files: dict[Tile, bytes] = {}
    nodes = nodes_of(HASHES[:size])
    before = 0
    for after in [*steps, size]:
        for tile in tiles_between(before, after):
            if tile.level != ENTRIES:
                start = tile.index * 256
                places = range(start, start + tile.width)
                files[tile] = b"".join(nodes(8 * tile.level, place) for place in places)
        before = after
    return files


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000])
def test_the_root_and_the_proofs_read_from_tiles_are_those_of_the_tree(size):
    files = written(size, [])
    nodes = nodes_in_tiles(size, files.__getitem__)
    top = root(size, nodes_of(HASHES[:size]))
    assert root(size, nodes) == top
    for index in {0, size // 3, size // 2, size - 1}:
        path = inclusion_proof(index, size, nodes)
        assert verify_inclusion(leaf=HASHES[index], index=index, size=size, path=path, root=top)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 1500), min_size=1, max_size=5, unique=True))
def test_growing_by_any_steps_leaves_every_tile_that_is_needed(sizes):
    *steps, size = sorted(sizes)
    nodes = nodes_in_tiles(size, written(size, steps).__getitem__)
    assert root(size, nodes) == root(size, nodes_of(HASHES[:size]))


def test_a_proof_reads_a_handful_of_tiles():
    files, read = written(70_000, []), []
    nodes = nodes_in_tiles(70_000, lambda tile: (read.append(tile), files[tile])[1])
    inclusion_proof(12_345, 70_000, nodes)
    assert len(read) == len(set(read)) <= 6


@given(st.lists(st.binary(max_size=80), max_size=20))
def test_a_bundle_gives_back_its_entries(entries):
    assert split_bundle(make_bundle(entries)) == entries


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x02a", b"\x00\x01a\x00"])
def test_a_cut_bundle_is_refused(data):
    with pytest.raises(TileDamaged):
        split_bundle(data)


def test_a_tile_of_the_wrong_length_is_refused():
    with pytest.raises(TileDamaged):
        split_tile(b"x" * 63, 2)
