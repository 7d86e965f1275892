"""Make the key that signs the log, once."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from recours.trustlog.keys import key_path, pem, public_key, write_once


def create_log_key(*, at: datetime | None = None) -> str:  # noqa: ARG001  # a key bears no date
    """Return the public key (`name+id+key`), making the pair when there is none."""
    if not key_path().exists():
        write_once(pem(Ed25519PrivateKey.generate()))
    return public_key().vkey
