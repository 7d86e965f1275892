"""The key that signs the log: a file of its own, never in the database."""

import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from recours.kernel.notes import VerifierKey, verifier_key
from recours.trustlog.errors import LogKeyMissing


def key_path() -> Path:
    """Return where the key is kept."""
    return Path(settings.DATA) / "keys" / "log.key"


def private_key() -> Ed25519PrivateKey:
    """Return the key that signs; raise `LogKeyMissing` when there is none that can."""
    try:
        key = load_pem_private_key(key_path().read_bytes(), password=None)
    except (OSError, ValueError, UnsupportedAlgorithm) as problem:
        raise LogKeyMissing(f"{key_path()}: {problem}. Run: recours setup") from problem
    if not isinstance(key, Ed25519PrivateKey):
        raise LogKeyMissing(f"{key_path()} is not an Ed25519 key")
    return key


def public_key() -> VerifierKey:
    """Return the public half, under the name of the log."""
    return verifier_key(settings.LOG_ORIGIN, private_key())


def pem(key: Ed25519PrivateKey) -> bytes:
    """Return the key as its file holds it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def write_once(data: bytes) -> None:
    """Put the key in its place whole, unless there is one: two processes keep one and the same."""
    path = key_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)
