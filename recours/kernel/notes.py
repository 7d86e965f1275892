"""Text signed by a key whose name everyone knows (C2SP signed-note, Ed25519).

A note is a text, an empty line, then one line per signature: `— name base64(key id, signature)`.
Signatures of unknown keys are ignored, as the standard asks: a log may change its key, and
witnesses may sign beside it.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
DASH = "— "
KEY_ID_SIZE = 4
PUBLIC_SIZE = 32
LARGEST_NOTE = 1_000_000
MOST_SIGNATURES = 100

_VKEY = re.compile(r"(?P<name>[^+\s]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[0-9A-Za-z+/=]+)")


class BadKey(ValueError):
    """The text is not the public key of a log, or was copied with a mistake."""


class NoteRefused(ValueError):
    """The note is malformed, or its signature does not hold."""


class NotSignedByThisKey(NoteRefused):
    """No signature of the note bears the name and the number of the key."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name, written `name+id+base64(type, key)`."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        named = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(named).digest()[:KEY_ID_SIZE]

    @property
    def vkey(self) -> str:
        """Return the key as it is published."""
        encoded = base64.b64encode(ED25519 + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


def strict_base64(text: str) -> bytes:
    """Decode standard base 64 in its only writing; raise `ValueError` on any other."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as problem:
        raise ValueError("not base 64") from problem
    if base64.b64encode(data).decode() != text:
        raise ValueError("not the one way to write this in base 64")
    return data


def is_key_name(name: str) -> bool:
    """Tell whether a key may bear this name: not empty, no space, no plus."""
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)


def parse_vkey(text: object) -> VerifierKey:
    """Read a key as the log publishes it; raise `BadKey` when a single character is wrong."""
    match = _VKEY.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise BadKey("a key is written name+8 hexadecimal digits+base 64")
    try:
        data = strict_base64(match["key"])
        key = VerifierKey(match["name"], data[1:])
        stated = key.key_id.hex() == match["id"]
    except ValueError as problem:
        raise BadKey(str(problem)) from problem
    if data[:1] != ED25519 or len(data) != 1 + PUBLIC_SIZE:
        raise BadKey("not an Ed25519 key")
    if not stated:
        raise BadKey("the number of the key is not that of its name and bytes")
    return key


def verifier_key(name: str, private: Ed25519PrivateKey) -> VerifierKey:
    """Return the public half of a key, under its name."""
    if not is_key_name(name):
        raise BadKey("the name of a key holds neither space nor plus")
    return VerifierKey(name, private.public_key().public_bytes_raw())


def sign_note(text: str, *, name: str, private: Ed25519PrivateKey) -> str:
    """Return the text with its signature line; the text must end with a newline."""
    if not text.endswith("\n") or not _is_plain(text):
        raise NoteRefused("a signed text ends with a newline and holds no control character")
    key = verifier_key(name, private)
    signature = base64.b64encode(key.key_id + private.sign(text.encode())).decode()
    return f"{text}\n{DASH}{name} {signature}\n"


def _is_plain(text: str) -> bool:
    return all(letter >= " " or letter == "\n" for letter in text)


def _as_text(note: str | bytes) -> str:
    if len(note) > LARGEST_NOTE:
        raise NoteRefused("the note is too long")
    if isinstance(note, str):
        return note
    try:
        return note.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise NoteRefused("the note is not UTF-8") from problem


def split_note(note: str | bytes) -> tuple[str, list[str]]:
    """Return the signed text and the signature lines; raise `NoteRefused` on any other shape."""
    text = _as_text(note)
    if not _is_plain(text):
        raise NoteRefused("the note holds a control character")
    body, blank, signatures = text.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise NoteRefused("the note has no signature after an empty line")
    lines = signatures[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteRefused("the note has too many signatures")
    return body + "\n", lines


def _read_signature(line: str) -> tuple[str, bytes, bytes]:
    """Return the name, the key id and the signature that one line states."""
    name, space, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not space or not is_key_name(name):
        raise NoteRefused("a signature line is malformed")
    try:
        data = strict_base64(encoded)
    except ValueError as problem:
        raise NoteRefused("a signature is not base 64") from problem
    if len(data) <= KEY_ID_SIZE:
        raise NoteRefused("a signature is empty")
    return name, data[:KEY_ID_SIZE], data[KEY_ID_SIZE:]


def open_note(note: str | bytes, key: VerifierKey) -> str:
    """Return the text of a note signed by this key.

    Raise `NotSignedByThisKey` when it bears no signature of the key, `NoteRefused` when it is
    malformed, when the signature does not hold, or when the key signed it twice.
    """
    text, lines = split_note(note)
    read = [_read_signature(line) for line in lines]
    known = [last for name, key_id, last in read if (name, key_id) == (key.name, key.key_id)]
    if not known:
        raise NotSignedByThisKey(key.name)
    if len(known) > 1:
        raise NoteRefused("two signatures by one key")
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(known[0], text.encode())
    except (InvalidSignature, ValueError) as problem:
        raise NoteRefused("the signature does not hold") from problem
    return text
