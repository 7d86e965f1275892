"""Whether the body of a request is worth waiting for: the API looks at the token first.

A stranger who announces a body and never sends it must hold nobody up. The API itself checks the
token of every request; what is remembered here opens nothing but the reading of a body.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import close_old_connections

ROOT = "/api/"
REMEMBERED = 60.0  # seconds
MOST = 1_000  # tokens remembered at once


class Door:
    """Knows the tokens seen lately; asks the database about the others."""

    def __init__(self, holder_of: Callable[..., object]) -> None:
        """`holder_of(token, at=…)` returns nobody when the token is not good."""
        self.holder_of = holder_of
        self.known: dict[bytes, float] = {}

    def is_open(self, environ: dict[str, Any]) -> bool:
        """Say whether it opens without asking anybody."""
        if not environ.get("PATH_INFO", "").startswith(ROOT):
            return True
        return self.known.get(_print_of(environ), 0) > time.monotonic()

    def opens(self, environ: dict[str, Any]) -> bool:
        """Ask the database whether the token is good now; remember one that is."""
        close_old_connections()
        if self.holder_of(_token(environ), at=datetime.now(tz=UTC)) is None:
            return False
        if len(self.known) >= MOST:
            self.known.clear()
        self.known[_print_of(environ)] = time.monotonic() + REMEMBERED
        return True


def _token(environ: dict[str, Any]) -> str:
    scheme, _, token = str(environ.get("HTTP_AUTHORIZATION", "")).partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _print_of(environ: dict[str, Any]) -> bytes:
    return hashlib.sha256(_token(environ).encode("latin-1", "replace")).digest()
