"""What a reading gives: plain frozen values, which travel as JSON and a tail of bytes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Address:
    """A name as it was written, and the address it stands beside."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the message; `contents` names what it holds, when that is simple to say."""

    name: str
    type: str
    size: int
    sha256: str
    data: bytes = field(repr=False)
    inline: bool = False
    content_id: str = ""
    undecodable: bool = False
    contents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server says of a message it could not, or did, deliver."""

    final_recipient: str
    action: str
    status: str
    diagnostic: str
    original_message_id: str
    original_to: str


@dataclass(frozen=True, slots=True)
class Authentication:
    """What the trusted server `by` found of the sender; empty words when it said nothing."""

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    from_aligned: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A message, read: `text` is what is new in it, `quoted` what was folded away."""

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    senders: tuple[Address, ...] = ()
    sender: str = ""
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    return_path: str | None = None
    subject: str = ""
    date_claimed: str = ""
    text: str = ""
    quoted: str = ""
    signature: str = ""
    full_text: str = ""
    html: str = ""
    attachments: tuple[Part, ...] = ()
    language: str = ""
    automatic: str = ""
    bounce: Bounce | None = None
    authentication: Authentication = Authentication()
    signed_part: str = ""
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what was read without the bytes of the files: see `blob`."""
        value: dict[str, Any] = {}
        for each in fields(self):
            value[each.name] = _plain(getattr(self, each.name))
        offsets, _ = _laid_out(self.attachments)
        for part, offset in zip(value["attachments"], offsets, strict=True):
            part["offset"] = offset
        return value

    def blob(self) -> list[bytes]:
        """Return the bytes of the files one after the other, each once; `offset` points here."""
        return _laid_out(self.attachments)[1]

    @classmethod
    def from_json(cls, value: Mapping[str, Any], blob: bytes = b"") -> "ReadMail":
        """Build a reading again from what `as_json` gave, with the bytes when they are at hand."""
        made = dict(value)
        for name in ("senders", "reply_to", "to", "cc"):
            made[name] = tuple(Address(**each) for each in made[name])
        for name in ("in_reply_to", "references", "delivered_to", "warnings"):
            made[name] = tuple(made[name])
        made["attachments"] = tuple(_part(each, blob) for each in made["attachments"])
        made["bounce"] = Bounce(**made["bounce"]) if made["bounce"] else None
        made["authentication"] = Authentication(**made["authentication"])
        return cls(**made)


def _part(value: Mapping[str, Any], blob: bytes) -> Part:
    made = dict(value)
    offset = made.pop("offset")
    made["contents"] = tuple(made["contents"])
    return Part(**made, data=blob[offset : offset + made["size"]])


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        return {
            each.name: _plain(getattr(value, each.name))
            for each in fields(value)
            if each.name != "data"
        }
    if isinstance(value, Address | Bounce | Authentication):
        return asdict(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _laid_out(parts: tuple[Part, ...]) -> tuple[list[int], list[bytes]]:
    offsets: list[int] = []
    blobs: list[bytes] = []
    seen: dict[str, int] = {}
    end = 0
    for part in parts:
        if part.sha256 not in seen:
            seen[part.sha256] = end
            blobs.append(part.data)
            end += len(part.data)
        offsets.append(seen[part.sha256])
    return offsets, blobs
