"""Links to files: short-lived, for one person, one file and one form of it. Pure, keys are given.

The seal covers purpose, file, form, page, person and end; the person is not in the link, so that it
says nothing to whoever finds it.
"""

import base64
import binascii
import hashlib
import hmac
import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LIFE = timedelta(minutes=10)
FORMS = ("original", "preview", "thumb")
SEAL = 20  # bytes
PURPOSE = b"recours/file/v1\n"
_BODY = struct.Struct("!16sBBI")
LONGEST = 100


@dataclass(frozen=True, slots=True)
class FileLink:
    """What a link opens."""

    attachment: str
    form: str
    page: int
    until: datetime


def write_link(
    keys: Sequence[bytes], *, attachment: str, form: str, page: int, viewer: str, at: datetime
) -> str:
    """Return the token of a link that this viewer may use for ten minutes; the first key seals."""
    end = int((at + LIFE).timestamp())
    body = _BODY.pack(uuid.UUID(attachment).bytes, FORMS.index(form), page, end)
    return base64.urlsafe_b64encode(body + _seal(keys[0], body, viewer)).decode().rstrip("=")


def read_link(keys: Sequence[bytes], token: str, *, viewer: str, at: datetime) -> FileLink | None:
    """Return what the token opens for this viewer now; nothing when anything is wrong with it."""
    told = _decoded(token)
    if told is None or len(told) != _BODY.size + SEAL:
        return None
    body, seal = told[: _BODY.size], told[_BODY.size :]
    holds = [hmac.compare_digest(seal, _seal(key, body, viewer)) for key in keys]
    if not any(holds):
        return None
    attachment, form, page, end = _BODY.unpack(body)
    until = datetime.fromtimestamp(end, tz=UTC)
    latest = at + LIFE + timedelta(minutes=1)  # a clock that was set back opens nothing
    if not at <= until <= latest:
        return None
    return FileLink(str(uuid.UUID(bytes=attachment)), FORMS[form], page, until)


def _decoded(token: str) -> bytes | None:
    if len(token) > LONGEST:
        return None
    try:
        told = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    same = base64.urlsafe_b64encode(told).decode().rstrip("=")
    return told if same == token else None  # one way to write each link


def _seal(key: bytes, body: bytes, viewer: str) -> bytes:
    return hmac.new(key, PURPOSE + body + viewer.encode(), hashlib.sha256).digest()[:SEAL]
