"""The proof that one leaf is in the log, in one text that any verifier reads (C2SP tlog-proof)."""

import base64
from dataclasses import dataclass

from recours.kernel.checkpoints import Checkpoint, CheckpointRefused, open_checkpoint, strict_number
from recours.kernel.merkle import HASH_SIZE, leaf_hash, verify_inclusion
from recours.kernel.notes import NoteRefused, NotSignedByThisKey, VerifierKey, strict_base64

HEADER = "c2sp.org/tlog-proof@v1"
LONGEST_PATH = 63
LARGEST_PROOF = 1_000_000


class ProofRefused(ValueError):
    """The proof does not prove: `code` is for programs, the text says what is wrong."""

    def __init__(self, code: str, detail: str) -> None:
        """Keep the code and the detail."""
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof says, read but not checked: a place, a path, a signed checkpoint."""

    index: int
    path: tuple[bytes, ...]
    note: str
    extra: bytes | None = None


def format_proof(proof: Proof) -> str:
    """Return the text of the proof, to be kept in a file named `….tlog-proof`."""
    lines = [HEADER]
    if proof.extra is not None:
        lines.append(f"extra {base64.b64encode(proof.extra).decode()}")
    lines.append(f"index {proof.index}")
    lines += [base64.b64encode(one).decode() for one in proof.path]
    return "\n".join(lines) + "\n\n" + proof.note


def _read_path(lines: list[str]) -> tuple[bytes, ...]:
    if len(lines) > LONGEST_PATH:
        raise ValueError("the path is longer than any tree is high")
    path = tuple(strict_base64(line) for line in lines)
    if any(len(one) != HASH_SIZE for one in path):
        raise ValueError("a hash of the path is not exactly 32 bytes")
    return path


def _read_head(lines: list[str]) -> tuple[bytes | None, int, tuple[bytes, ...]]:
    if not lines or lines[0] != HEADER:
        raise ValueError(f"the first line is not {HEADER}")
    rest, extra = lines[1:], None
    if rest and rest[0].startswith("extra "):
        extra, rest = strict_base64(rest[0].removeprefix("extra ")), rest[1:]
    if not rest or not rest[0].startswith("index "):
        raise ValueError("the line of the index is missing")
    return extra, strict_number(rest[0].removeprefix("index ")), _read_path(rest[1:])


def parse_proof(text: str) -> Proof:
    """Read a proof; raise `ProofRefused` ("proof-altered") on what the format does not allow."""
    if len(text) > LARGEST_PROOF:
        raise ProofRefused("proof-altered", "the proof is too long")
    head, blank, note = text.partition("\n\n")
    if not blank:
        raise ProofRefused("proof-altered", "no checkpoint after the path")
    try:
        extra, index, path = _read_head(head.split("\n"))
    except ValueError as problem:
        raise ProofRefused("proof-altered", str(problem)) from problem
    return Proof(index, path, note, extra)


def verify_proof(proof: Proof, *, leaf: bytes, key: VerifierKey) -> Checkpoint:
    """Return the checkpoint under which the leaf stands, signed by the given key.

    Raise `ProofRefused`: "key-mismatch" when the key did not sign, "checkpoint-altered" when what
    it signed was changed, "proof-altered" when the path does not lead from the leaf to the root.
    """
    try:
        checkpoint = open_checkpoint(proof.note, key)
    except NotSignedByThisKey as problem:
        raise ProofRefused("key-mismatch", "no signature by this key") from problem
    except (NoteRefused, CheckpointRefused) as problem:
        raise ProofRefused("checkpoint-altered", str(problem)) from problem
    found = verify_inclusion(
        leaf=leaf_hash(leaf),
        index=proof.index,
        size=checkpoint.size,
        path=proof.path,
        root=checkpoint.root,
    )
    if not found:
        raise ProofRefused("proof-altered", found.reason)
    return checkpoint
