"""Short signed codes that live in the local part of an address: pure, keys are given.

Letters and digits of one case only (mail systems change capitals), each purpose with a seal of its
own, so that what was signed for one never serves for another.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from recours.kernel.references import BadReference, make_reference, normalise_reference

SEAL = 10  # bytes: 80 bits, guessed once in 10^24 tries; each try is a message to us
RECIPIENT = 5
UNIQUE = 10
YEARS_FROM = 2000
NUMBERS = 1_000_000_000  # nine digits, as references are written


@dataclass(frozen=True, slots=True)
class Thread:
    """What a signed address says: the case, and to whom the address was given."""

    about: str
    recipient_sha: str

    def is_for(self, address: str) -> bool:
        """Say whether the address was given to this mailbox."""
        return hmac.compare_digest(self.recipient_sha, recipient_sha(address))


def recipient_sha(address: str) -> str:
    """Return the short fingerprint of a mailbox that `Thread` carries (10 hexadecimal digits)."""
    local, _, domain = address.strip().casefold().rpartition("@")
    with suppress(UnicodeError):  # in letters or as servers write it, it is the same
        domain = domain.encode("idna").decode()
    written = f"recours/recipient/v1\n{local}@{domain}".encode("utf-8", "replace")
    return hashlib.sha256(written).digest()[:RECIPIENT].hex()


def pack_thread(about: str, address: str) -> bytes | None:
    """Return case and recipient in ten bytes; nothing when `about` is not a complaint."""
    try:
        _, year, number, _ = normalise_reference(about).split("-")
    except BadReference:
        return None
    years, count = int(year) - YEARS_FROM, int(number)
    fits = 0 <= years < 1 << 10 and count < NUMBERS
    if not fits or make_reference(int(year), count) != normalise_reference(about):
        return None
    return (years * NUMBERS + count).to_bytes(5, "big") + bytes.fromhex(recipient_sha(address))


def unpack_thread(packed: bytes) -> Thread:
    """Return what ten bytes say."""
    years, count = divmod(int.from_bytes(packed[:5], "big"), NUMBERS)
    return Thread(make_reference(years + YEARS_FROM, count), packed[5 : 5 + RECIPIENT].hex())


def sign(keys: Sequence[bytes], purpose: str, body: bytes) -> str:
    """Return the body and its seal, in base 32, lower case; the first key seals."""
    return base64.b32encode(body + _seal(keys[0], purpose, body)).decode().lower()


def unsign(keys: Sequence[bytes], purpose: str, text: str, length: int) -> bytes | None:
    """Return the body whose seal holds under one of the keys, or nothing; every key is tried."""
    try:
        told = base64.b32decode(text.upper().encode("ascii"))
    except (binascii.Error, UnicodeEncodeError):
        return None
    if len(told) != length + SEAL:
        return None
    body, seal = told[:length], told[length:]
    holds = [hmac.compare_digest(seal, _seal(key, purpose, body)) for key in keys]
    return body if any(holds) else None


def unique_of(keys: Sequence[bytes], key: str) -> bytes:
    """Return what nobody can guess of an outbox key: always the same for the same key."""
    written = b"recours/message/v1\n" + key.encode()
    return hmac.new(keys[0], written, hashlib.sha256).digest()


def _seal(key: bytes, purpose: str, body: bytes) -> bytes:
    written = f"recours/{purpose}/v1\n".encode() + body
    return hmac.new(key, written, hashlib.sha256).digest()[:SEAL]
