"""The tree of the log (RFC 6962): leaf and node hashes, roots, the two proofs and their checks.

A proof is made from `nodes`, a function that gives the hash of one complete subtree: at `level`
0 the leaf hashes, at `level` k the hash of the 2**k leaves that start at `offset * 2**k`.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

Nodes = Callable[[int, int], bytes]


class NotInTree(ValueError):
    """A proof was asked for a leaf or a size that the tree does not have."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found: true when it holds, else false with the reason."""

    ok: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.ok


HOLDS = Check(ok=True)


def _refused(reason: str) -> Check:
    return Check(ok=False, reason=reason)


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one leaf (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two neighbours (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _fold(hashes: Sequence[bytes]) -> bytes:
    """Join neighbours of falling heights, from the lowest."""
    result = hashes[-1]
    for left in reversed(hashes[:-1]):
        result = node_hash(left, result)
    return result


def _complete_subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut the leaves from `start` (a multiple of the first cut) to `end` into complete subtrees."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _range_hash(start: int, end: int, nodes: Nodes) -> bytes:
    return _fold([nodes(level, offset) for level, offset in _complete_subtrees(start, end)])


def root(size: int, nodes: Nodes) -> bytes:
    """Return the root of the tree of the first `size` leaves."""
    return _range_hash(0, size, nodes) if size else EMPTY_ROOT


def nodes_of(leaf_hashes: Sequence[bytes]) -> Nodes:
    """Return the subtrees of a tree whose leaf hashes are all in memory, computing each once."""
    levels: list[list[bytes]] = [list(leaf_hashes)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = range(0, len(below) - 1, 2)
        levels.append([node_hash(below[at], below[at + 1]) for at in pairs])
    return lambda level, offset: levels[level][offset]


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the root of the tree of these leaf hashes."""
    return root(len(leaf_hashes), nodes_of(leaf_hashes))


def _split(size: int) -> int:
    """Return the largest power of two smaller than the size."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """Return the path from leaf `index` to the root of `size` leaves, lowest first (§2.1.1)."""
    if not 0 <= index < size:
        raise NotInTree(f"leaf {index} of a tree of {size}")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_hash(middle, end, nodes))
            end = middle
        else:
            path.append(_range_hash(start, middle, nodes))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, nodes: Nodes) -> list[bytes]:
    """Return the proof that the tree of `new` leaves begins with the tree of `old` (§2.1.2)."""
    if not 0 < old <= new:
        raise NotInTree(f"a tree of {old} inside a tree of {new}")
    path, start, end = [], 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range_hash(middle, end, nodes))
            end = middle
        else:
            path.append(_range_hash(start, middle, nodes))
            start = middle
    if start:
        path.append(_range_hash(start, end, nodes))
    return path[::-1]


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 64


def _is_hash(value: object) -> bool:
    return isinstance(value, bytes) and len(value) == HASH_SIZE


def _are_hashes(*values: object) -> bool:
    return all(_is_hash(value) for value in values)


def _climb(index: int, last: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """Return the root that the path leads to, or None when it has not the right length."""
    at, end, reached = index, last, leaf
    for neighbour in path:
        if end == 0:
            return None
        if at & 1 or at == end:
            reached = node_hash(neighbour, reached)
            while not at & 1 and at:
                at, end = at >> 1, end >> 1
        else:
            reached = node_hash(reached, neighbour)
        at, end = at >> 1, end >> 1
    return reached if end == 0 else None


def verify_inclusion(
    *, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> Check:
    """Tell whether the path proves that the leaf hash is number `index` of `size` under the root.

    Nothing raises: whatever a stranger gives, the answer is a check and its reason.
    """
    if not (_is_count(index) and _is_count(size)) or index >= size:
        return _refused("the index is not inside the tree")
    if not _are_hashes(leaf, root, *path):
        return _refused("a hash is not exactly 32 bytes")
    reached = _climb(index, size - 1, leaf, path)
    if reached is None:
        return _refused("the path has not the length this index and size ask for")
    return HOLDS if reached == root else _refused("the path does not lead to this root")


def _both_roots(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Return the two roots that a consistency path leads to (RFC 9162 §2.1.4.2)."""
    at, end = old - 1, new - 1
    while at & 1:
        at, end = at >> 1, end >> 1
    old_root = new_root = path[0]
    for neighbour in path[1:]:
        if end == 0:
            return None
        if at & 1 or at == end:
            old_root, new_root = node_hash(neighbour, old_root), node_hash(neighbour, new_root)
            while not at & 1 and at:
                at, end = at >> 1, end >> 1
        else:
            new_root = node_hash(new_root, neighbour)
        at, end = at >> 1, end >> 1
    return (old_root, new_root) if end == 0 else None


def _verify_growth(
    old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> Check:
    if old == 0 or not path:
        return _refused("nothing proves that one tree continues the other")
    whole = [old_root, *path] if old & (old - 1) == 0 else path
    reached = _both_roots(old, new, whole)
    if reached is None:
        return _refused("the path has not the length these sizes ask for")
    if reached != (old_root, new_root):
        return _refused("the path does not lead to these roots")
    return HOLDS


def verify_consistency(
    *, old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> Check:
    """Tell whether the path proves that the tree of `new` leaves only added to that of `old`."""
    if not (_is_count(old) and _is_count(new)) or old > new:
        return _refused("the older tree is larger than the newer")
    if not _are_hashes(old_root, new_root, *path):
        return _refused("a hash is not exactly 32 bytes")
    if old != new:
        return _verify_growth(old, new, path, old_root, new_root)
    if path:
        return _refused("two trees of one size need no path")
    return HOLDS if old_root == new_root else _refused("one size, two roots: the log forked")
