"""Random secrets, and the only form in which we keep them."""

import hashlib
import re
import secrets

from django.utils.crypto import salted_hmac

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """Return 256 random bits as 43 characters."""
    return secrets.token_urlsafe(32)


def is_token(text: str) -> bool:
    """Say whether the text has the form of our tokens: empty, blank and `None` never do."""
    return bool(_TOKEN.fullmatch(text))


def hash_of(token: str) -> str:
    """Return the SHA-256 kept for a token of 256 bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def hash_of_code(code: str, *, row: str) -> str:
    """Return what is kept of six digits: keyed, for a plain hash of them is guessed at once."""
    return salted_hmac("recours.people.code", f"{row}:{code}", algorithm="sha256").hexdigest()
