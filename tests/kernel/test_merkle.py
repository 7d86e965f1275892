"""The tree: the vectors published for RFC 6962, and every size proved, checked and damaged."""

import base64
import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recours.kernel.merkle import (
    EMPTY_ROOT,
    NotInTree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    nodes_of,
    root,
    root_of,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(bytes([number])) for number in range(150)]
NODES = nodes_of(LEAVES)


def slow_root(hashes: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    left, right = slow_root(hashes[:half]), slow_root(hashes[half:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def flips(data: bytes) -> list[bytes]:
    return [
        data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
        for at in range(len(data))
        for bit in range(8)
    ]


def test_the_empty_tree_and_the_first_leaf_are_those_of_the_standard():
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    assert root_of([]) == EMPTY_ROOT
    assert root_of([leaf_hash(b"")]) == leaf_hash(b"")
    assert node_hash(b"a", b"b") == hashlib.sha256(b"\x01ab").digest()


def test_every_root_is_the_one_the_definition_gives():
    for size in range(len(LEAVES) + 1):
        assert root(size, NODES) == slow_root(LEAVES[:size])


def test_every_leaf_of_every_tree_proves_and_verifies():
    for size in range(1, 80):
        top = root(size, NODES)
        for index in range(size):
            path = inclusion_proof(index, size, NODES)
            assert verify_inclusion(leaf=LEAVES[index], index=index, size=size, path=path, root=top)


def test_every_tree_proves_that_it_continues_every_smaller_one():
    for new in range(1, 70):
        for old in range(1, new + 1):
            path = consistency_proof(old, new, NODES)
            assert verify_consistency(
                old=old, new=new, path=path, old_root=root(old, NODES), new_root=root(new, NODES)
            )


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_one_bit_changed_anywhere_in_an_inclusion_proof_is_refused(data):
    size = data.draw(st.integers(1, len(LEAVES)))
    index = data.draw(st.integers(0, size - 1))
    path, top = inclusion_proof(index, size, NODES), root(size, NODES)
    given_ = {"leaf": LEAVES[index], "index": index, "size": size, "path": path, "root": top}
    assert verify_inclusion(**given_)
    for name in ("leaf", "root"):
        for changed in flips(given_[name]):
            assert not verify_inclusion(**given_ | {name: changed})
    for at, part in enumerate(path):
        for changed in flips(part):
            other = [*path[:at], changed, *path[at + 1 :]]
            assert not verify_inclusion(**given_ | {"path": other})


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_one_bit_changed_anywhere_in_a_consistency_proof_is_refused(data):
    new = data.draw(st.integers(2, len(LEAVES)))
    old = data.draw(st.integers(1, new - 1))
    given_ = {
        "old": old,
        "new": new,
        "path": consistency_proof(old, new, NODES),
        "old_root": root(old, NODES),
        "new_root": root(new, NODES),
    }
    assert verify_consistency(**given_)
    for name in ("old_root", "new_root"):
        for changed in flips(given_[name]):
            assert not verify_consistency(**given_ | {name: changed})
    for at, part in enumerate(given_["path"]):
        for changed in flips(part):
            path = [*given_["path"][:at], changed, *given_["path"][at + 1 :]]
            assert not verify_consistency(**given_ | {"path": path})


@settings(deadline=None, max_examples=150)
@given(st.integers(1, 140), st.integers(0, 139), st.integers(-3, 160), st.integers(-3, 160))
def test_a_proof_stands_for_its_own_place_only(size, index, other_index, other_size):
    """A same leaf elsewhere, or the same place in a tree of another size, is another claim."""
    index %= size
    path, top = inclusion_proof(index, size, NODES), root(size, NODES)
    answer = verify_inclusion(leaf=LEAVES[index], index=other_index, size=size, path=path, root=top)
    assert bool(answer) == (other_index == index)
    if not answer:
        assert answer.reason
    # The root alone fixes the path, not always the size: only the signed size makes it a claim.
    wrong = verify_inclusion(leaf=LEAVES[index], index=index, size=other_size, path=path, root=top)
    assert wrong or wrong.reason


HASH = b"\x11" * 32


@pytest.mark.parametrize(
    "claim",
    [
        {"index": 1},
        {"index": -1},
        {"index": True},
        {"index": "0"},
        {"size": 0},
        {"size": 1 << 64},
        {"leaf": b""},
        {"leaf": HASH[:31]},
        {"leaf": HASH + b"\x11"},
        {"root": b""},
        {"root": None},
        {"leaf": b"", "root": b""},
        {"leaf": "a" * 32},
        {"path": [b""]},
        {"path": [HASH]},
        {"path": [None]},
        {"path": [HASH] * 100_000},
    ],
)
def test_a_malformed_inclusion_proof_is_refused_with_a_reason(claim):
    good = {"leaf": HASH, "index": 0, "size": 1, "path": [], "root": HASH}
    assert verify_inclusion(**good)
    answer = verify_inclusion(**good | claim)
    assert not answer
    assert answer.reason


@pytest.mark.parametrize(
    "claim",
    [
        {"old": 3},
        {"old": 0},
        {"old": -1, "new": -1},
        {"old_root": HASH[:12], "new_root": HASH[:12]},
        {"old_root": b"", "new_root": b""},
        {"path": [HASH]},
        {"new_root": b"\x12" * 32},
        {"new": 3, "path": []},
        {"new": 3, "path": [HASH, b""]},
        {"new": 3, "path": [HASH] * 9},
    ],
)
def test_a_malformed_consistency_proof_is_refused_with_a_reason(claim):
    good = {"old": 2, "new": 2, "path": [], "old_root": HASH, "new_root": HASH}
    assert verify_consistency(**good)
    answer = verify_consistency(**good | claim)
    assert not answer
    assert answer.reason


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_a_leaf_outside_the_tree_has_no_proof(index, size):
    with pytest.raises(NotInTree):
        inclusion_proof(index, size, NODES)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3)])
def test_a_tree_that_is_not_inside_another_has_no_proof(old, new):
    with pytest.raises(NotInTree):
        consistency_proof(old, new, NODES)


VECTORS = os.environ.get("LOG_VECTORS", "")
with_vectors = pytest.mark.skipif(
    not VECTORS, reason="LOG_VECTORS does not name the file of published RFC 6962 vectors"
)


def vectors(kind: str) -> list[dict]:
    return json.loads(Path(VECTORS).read_text())[kind] if VECTORS else []


def decoded(value: str | None) -> bytes:
    return base64.b64decode(value or "", validate=True)


def expected(vector: dict, hashes: list[bytes]) -> bool:
    """The vector's own answer, except that a hash which is not 32 bytes is always refused."""
    return not vector["wantErr"] and all(len(one) == 32 for one in hashes)


@with_vectors
@pytest.mark.parametrize("vector", vectors("inclusion"), ids=lambda vector: vector["file"])
def test_the_published_inclusion_vectors_agree(vector):
    leaf, top = decoded(vector["leafHash"]), decoded(vector["root"])
    path = [decoded(one) for one in vector["proof"] or []]
    answer = verify_inclusion(
        leaf=leaf, index=vector["leafIdx"], size=vector["treeSize"], path=path, root=top
    )
    assert bool(answer) == expected(vector, [leaf, top, *path]), answer.reason


@with_vectors
@pytest.mark.parametrize("vector", vectors("consistency"), ids=lambda vector: vector["file"])
def test_the_published_consistency_vectors_agree(vector):
    old_root, new_root = decoded(vector["root1"]), decoded(vector["root2"])
    path = [decoded(one) for one in vector["proof"] or []]
    answer = verify_consistency(
        old=vector["size1"], new=vector["size2"], path=path, old_root=old_root, new_root=new_root
    )
    assert bool(answer) == expected(vector, [old_root, new_root, *path]), answer.reason
