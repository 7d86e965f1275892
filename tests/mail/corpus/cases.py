"""How the messages of the corpus are written: headers, parts, and what is expected of each."""

import base64
import quopri
from dataclasses import dataclass, field
from typing import Any

DESK = "reclamations@recours.example"
# The pipeline's tests put a signed address in its place; read as it is, it proves nothing.
TOKEN = "reclamations+TOKEN@recours.example"
ALICE = "Alice Rivoire <alice.rivoire@example.org>"
DATE = "Mon, 2 Nov 2026 10:12:00 +0100"


@dataclass(frozen=True)
class Case:
    """A message and what must be read in it; what is not said is not looked at."""

    name: str
    raw: bytes
    outcome: str
    expected: dict[str, Any] = field(default_factory=dict)


def case(name: str, raw: bytes, outcome: str, **expected: Any) -> Case:
    return Case(name, raw, outcome, expected)


def head(**given: str | None) -> str:
    """Write the headers; a name with None is left out, others replace the usual ones."""
    usual: dict[str, str | None] = {
        "Return-Path": "<alice.rivoire@example.org>",
        "From": ALICE,
        "To": DESK,
        "Subject": "Points manquants",
        "Date": DATE,
        "Message-ID": None,
        "MIME-Version": "1.0",
    }
    for name, value in given.items():
        usual[name.replace("_", "-")] = value
    return "".join(f"{name}: {value}\r\n" for name, value in usual.items() if value is not None)


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def plain(text: str, charset: str = "utf-8", **given: str | None) -> bytes:
    """A message of one text, eight bits as they are."""
    given.setdefault("Content_Type", f"text/plain; charset={charset}")
    given.setdefault("Content_Transfer_Encoding", "8bit")
    return head(**given).encode() + b"\r\n" + lines(text).encode(charset)


def part(kind: str, body: bytes, *more: str, encoding: str = "") -> bytes:
    """One part of a multipart, encoded when it is said how."""
    headers = [f"Content-Type: {kind}", *more]
    if encoding:
        headers.append(f"Content-Transfer-Encoding: {encoding}")
    data = body
    if encoding == "base64":
        data = base64.encodebytes(body).replace(b"\n", b"\r\n")
    elif encoding == "quoted-printable":
        data = quopri.encodestring(body.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return "\r\n".join(headers).encode() + b"\r\n\r\n" + data


def multi(kind: str, parts: list[bytes], border: str = "=_bord", params: str = "") -> bytes:
    """The body of a multipart, closed."""
    out = b"".join(b"--" + border.encode() + b"\r\n" + each + b"\r\n" for each in parts)
    return out + b"--" + border.encode() + b"--\r\n"


def message(kind: str, parts: list[bytes], border: str = "=_bord", **given: str | None) -> bytes:
    """A message of several parts."""
    extra = given.pop("params", "") or ""
    given["Content_Type"] = f'{kind}; boundary="{border}"{extra}'
    return head(**given).encode() + b"\r\n" + multi(kind, parts, border)


def nested(kind: str, parts: list[bytes], border: str, *more: str) -> bytes:
    """A multipart inside another."""
    return part(f'{kind}; boundary="{border}"', multi(kind, parts, border), *more)


def both(text: str, html: str, **given: str | None) -> bytes:
    """The same words in plain text and in HTML."""
    return message(
        "multipart/alternative",
        [
            part("text/plain; charset=utf-8", lines(text).encode(), encoding="quoted-printable"),
            part("text/html; charset=utf-8", html.encode(), encoding="quoted-printable"),
        ],
        **given,
    )


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
