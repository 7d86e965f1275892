"""Secrets of endpoints: we must sign with them, so they are kept, sealed under a key of ours."""

import base64
import hashlib
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


def seal(key: bytes, *, of: str) -> str:
    """Return a secret as the database keeps it, bound to the endpoint it is of."""
    nonce = secrets.token_bytes(NONCE)
    return base64.b64encode(nonce + _box().encrypt(nonce, key, of.encode())).decode()


def unseal(sealed: str, *, of: str) -> bytes:
    """Return the secret; raise `InvalidTag` when it was moved or the key is another one."""
    data = base64.b64decode(sealed)
    return _box().decrypt(data[:NONCE], data[NONCE:], of.encode())


def _box() -> AESGCM:
    return AESGCM(hashlib.sha256(b"recours/webhooks/" + settings.WEBHOOKS_KEY.encode()).digest())
