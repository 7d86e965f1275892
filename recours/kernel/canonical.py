"""One writing for one value (RFC 8785), so that a fingerprint means something."""

import hashlib

import rfc8785


class NotCanonical(ValueError):
    """The value holds something a record may not hold (a float, bytes, a key that is not text)."""


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise NotCanonical(repr(value))
    if isinstance(value, dict):
        for key, inside in value.items():
            if not isinstance(key, str):
                raise NotCanonical(repr(key))
            _refuse_floats(inside)
    if isinstance(value, list | tuple):
        for inside in value:
            _refuse_floats(inside)


def canonical_json(value: object) -> bytes:
    """Return the one JSON writing of the value (RFC 8785); no float, no integer beyond 2^53."""
    _refuse_floats(value)
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # checked just above, and by the library
    except rfc8785.CanonicalizationError as problem:
        raise NotCanonical(str(problem)) from problem


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical writing, in hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()
