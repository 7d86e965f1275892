"""The signed state of the log: its name, its size, its root (C2SP tlog-checkpoint)."""

import base64
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from recours.kernel.merkle import HASH_SIZE
from recours.kernel.notes import NoteRefused, VerifierKey, open_note, sign_note, strict_base64

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_LARGEST = (1 << 63) - 1
_LINES = 3


class CheckpointRefused(ValueError):
    """The text is not a checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log commits itself to: it has this many leaves, under this root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def strict_number(text: str) -> int:
    """Read a decimal number without sign, space or leading zero; raise `ValueError` otherwise."""
    if not _NUMBER.fullmatch(text) or int(text) > _LARGEST:
        raise ValueError("not a number in its only writing")
    return int(text)


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint, already out of its note; lines after the third are allowed."""
    lines = text.split("\n")
    if len(lines) <= _LINES or lines.pop() or not all(lines):
        raise CheckpointRefused("a checkpoint has at least three lines, none of them empty")
    try:
        size, root = strict_number(lines[1]), strict_base64(lines[2])
    except ValueError as problem:
        raise CheckpointRefused(str(problem)) from problem
    if len(root) != HASH_SIZE:
        raise CheckpointRefused("the root is not exactly 32 bytes")
    return Checkpoint(lines[0], size, root)


def sign_checkpoint(checkpoint: Checkpoint, private: Ed25519PrivateKey) -> str:
    """Return the checkpoint as a note signed under the name of the log."""
    return sign_note(checkpoint.text, name=checkpoint.origin, private=private)


def open_checkpoint(note: str | bytes, key: VerifierKey) -> Checkpoint:
    """Return the checkpoint that this key signed for the log of its own name.

    Raise `NoteRefused` (or `NotSignedByThisKey`) or `CheckpointRefused`.
    """
    checkpoint = parse_checkpoint(open_note(note, key))
    if checkpoint.origin != key.name:
        raise CheckpointRefused("the checkpoint is of another log than the key")
    return checkpoint


__all__ = [
    "Checkpoint",
    "CheckpointRefused",
    "NoteRefused",
    "open_checkpoint",
    "parse_checkpoint",
    "sign_checkpoint",
    "strict_number",
]
