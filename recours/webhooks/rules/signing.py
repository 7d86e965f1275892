"""Signatures as Standard Webhooks writes them: what is signed is the name, the second, the body."""

import base64
import hashlib
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"
LENGTH = 32  # bytes


def write_secret(key: bytes) -> str:
    """Return the secret as receivers are given it."""
    return PREFIX + base64.b64encode(key).decode()


def signature(*, key: bytes, message: str, second: int, body: str) -> str:
    """Return one signature, version 1: HMAC-SHA256 in base64."""
    signed = f"{message}.{second}.{body}".encode()
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers_of(*, keys: Iterable[bytes], message: str, second: int, body: str) -> dict[str, str]:
    """Return the three headers; while a secret is being changed, both sign."""
    signatures = [signature(key=key, message=message, second=second, body=body) for key in keys]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(second),
        "webhook-signature": " ".join(signatures),
    }
