"""The files of a message: decoded, named safely, each kept once however often it is repeated."""

import hashlib
import re
from collections.abc import Iterable

from recours.mail.charsets import codec_of
from recours.mail.invisible import one_line
from recours.mail.limits import LIMITS
from recours.mail.shapes import Part
from recours.mail.tnef import is_tnef, tnef_names
from recours.mail.transfer import undo
from recours.mail.tree import Node
from recours.mail.wire import split_headers
from recours.mail.words import plain_header

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*/\\]+')
_LONGEST_NAME = 120
_LONGEST_ENDING = 10
_EXTENSIONS = {
    "message/rfc822": "message.eml", "text/calendar": "invitation.ics", "text/html": "message.html",
    "text/plain": "texte.txt", "application/pdf": "document.pdf", "image/jpeg": "image.jpg",
    "image/png": "image.png", "image/gif": "image.gif", "application/ms-tnef": "winmail.dat",
    "application/pgp-signature": "signature.asc", "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s", "application/pkcs7-mime": "smime.p7m",
    "message/delivery-status": "delivery-status.txt", "text/rfc822-headers": "headers.txt",
    "message/disposition-notification": "disposition.txt", "message/feedback-report": "report.txt",
}  # fmt: skip


class Files:
    """The files met so far; the same piece of the message twice is decoded and kept once."""

    def __init__(self, raw: bytes) -> None:
        self.found: list[Part] = []
        self.by_content_id: dict[str, int] = {}
        self._raw = raw
        self._decoded: dict[tuple[str, bytes], tuple[bytes, bool, str]] = {}
        self._pictures: dict[tuple[str, str], int] = {}

    def add(self, node: Node, *, undecodable: bool = False) -> None:
        """Keep the file of a part."""
        data, readable, sha = self._data(node)
        content_id = node.headers.text("content-id").strip("<> ")
        name = file_name(node.name) or _default_name(node.type)
        inline = node.disposition == "inline" or (bool(content_id) and not node.disposition)
        key = (sha, name)
        if inline and node.type.startswith("image/") and key in self._pictures:
            self.by_content_id.setdefault(content_id, self._pictures[key])
            return
        place = len(self.found)
        if content_id:
            self.by_content_id.setdefault(content_id, place)
        if inline:
            self._pictures[key] = place
        self.found.append(
            Part(
                name=name,
                type=node.type,
                size=len(data),
                sha256=sha,
                data=data,
                inline=inline,
                content_id=content_id,
                undecodable=undecodable or not readable,
                contents=_contents(node.type, data),
            )
        )

    def add_bytes(self, name: str, data: bytes) -> None:
        """Keep a file found inside a text."""
        sha = hashlib.sha256(data).hexdigest()
        kind = "application/octet-stream"
        self.found.append(Part(file_name(name) or "fichier.bin", kind, len(data), sha, data))

    def _data(self, node: Node) -> tuple[bytes, bool, str]:
        piece = self._raw[node.start : node.end]
        key = (node.encoding, piece)
        known = self._decoded.get(key)
        if known is None:
            data, readable = undo(piece, node.encoding)
            known = (data, readable, hashlib.sha256(data).hexdigest())
            self._decoded[key] = known
        return known

    def pictures(self) -> dict[str, tuple[int, str]]:
        """Return the place and name of each file the HTML may point to, by content-id."""
        return {key: (place, self.found[place].name) for key, place in self.by_content_id.items()}


def file_name(claimed: str) -> str:
    """Return a name fit to be shown: no folder, nothing invisible, short, its ending kept."""
    last = re.split(r"[/\\]", one_line(claimed))[-1]
    name = _UNSAFE.sub("_", last).strip(" .")
    if last.startswith(".") and name:
        name = f"_{name}"
    if len(name) <= _LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"


def _default_name(kind: str) -> str:
    if kind in _EXTENSIONS:
        return _EXTENSIONS[kind]
    main, _, sub = kind.partition("/")
    ending = re.sub(r"[^a-z0-9]", "", sub)[:8] or "bin"
    return (
        f"image.{ending}"
        if main == "image"
        else f"fichier.{'bin' if sub == 'octet-stream' else ending}"
    )


def _contents(kind: str, data: bytes) -> tuple[str, ...]:
    if is_tnef(data):
        return tnef_names(data)
    if kind != "message/rfc822":
        return ()
    headers, _ = split_headers(data, 0, min(len(data), 100_000), LIMITS)
    said = (plain_header(headers.get(name) or b"")[:200] for name in ("subject", "from", "date"))
    return tuple(each for each in said if each)


def charset_hint(leaves: Iterable[Node]) -> str:
    """Return the charset of the first words, by which raw bytes in headers may be understood."""
    for leaf in leaves:
        label = leaf.params.get("charset", "")
        if label and codec_of(label):
            return label
    return ""
