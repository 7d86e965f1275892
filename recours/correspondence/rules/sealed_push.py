"""A notification as a browser's push service takes it: sealed for the browser, signed by the house.

RFC 8291 (aes128gcm of RFC 8188) and RFC 8292 (VAPID), over the primitives of `cryptography`. The
service in between reads nothing but the size, which is always the same.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
POINT, SECRET, SALT = 65, 16, 16  # bytes
RECORD = 4096
PADDED = 512  # bytes: what every notification weighs before it is sealed
LIFE = timedelta(hours=12)  # of a signature; the standard allows 24


class KeysNotUsable(ValueError):
    """What the browser gave is no key."""


def private_key(seed: bytes) -> ec.EllipticCurvePrivateKey:
    """Return the house's key drawn from 32 secret bytes."""
    return ec.derive_private_key(int.from_bytes(seed) % (ORDER - 1) + 1, CURVE)


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the 65 bytes that others know of the key."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def read_keys(public: str, secret: str) -> tuple[bytes, bytes]:
    """Return the browser's point and secret; raise `KeysNotUsable`."""
    try:
        point, shared = from_text(public), from_text(secret)
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except (NotBase64, ValueError) as problem:
        raise KeysNotUsable(str(problem)) from problem
    if len(point) != POINT or len(shared) != SECRET:
        raise KeysNotUsable("wrong length")
    return point, shared


def seal(
    plain: bytes,
    *,
    public: str,
    secret: str,
    salt: bytes,
    own: ec.EllipticCurvePrivateKey,
    padded: int = PADDED,
) -> bytes:
    """Return what only this browser opens; `own` and `salt` serve once."""
    point, shared = read_keys(public, secret)
    mine = public_point(own)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    met = own.exchange(ec.ECDH(), theirs)
    keyed = _derive(met, shared, b"WebPush: info\0" + point + mine, 32)
    key = _derive(keyed, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(keyed, salt, b"Content-Encoding: nonce\0", 12)
    filled = (plain + b"\x02").ljust(padded, b"\0")
    head = salt + RECORD.to_bytes(4) + bytes([POINT]) + mine
    return head + AESGCM(key).encrypt(nonce, filled, None)


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def vapid(key: ec.EllipticCurvePrivateKey, *, origin: str, contact: str, at: datetime) -> str:
    """Return the `Authorization` that says to the service at `origin` who sends."""
    claims = {"aud": origin, "exp": int((at + LIFE).timestamp()), "sub": f"mailto:{contact}"}
    signed = ".".join(to_text(json.dumps(part).encode()) for part in (_HEAD, claims))
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(SHA256())))
    token = f"{signed}.{to_text(r.to_bytes(32) + s.to_bytes(32))}"
    return f"vapid t={token}, k={to_text(public_point(key))}"


_HEAD = {"typ": "JWT", "alg": "ES256"}


def to_text(data: bytes) -> str:
    """Write bytes as these standards do: base64url without its end."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Read what `to_text` wrote."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
