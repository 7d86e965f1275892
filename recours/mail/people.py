"""Who wrote, to whom, and by which way the message came."""

import re
from dataclasses import dataclass

from recours.mail.addresses import name_is_an_address, read_addresses
from recours.mail.invisible import has_controls
from recours.mail.limits import Limits
from recours.mail.shapes import Address
from recours.mail.wire import Headers
from recours.mail.words import decode_words

_ENVELOPE = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "x-rcpt-to",
)
_ADDRESS = re.compile(rb"[^\s<>,;:\"()\[\]\x00-\x1f]{1,200}@[A-Za-z0-9.-]{1,250}")
_MOST_ENVELOPE = 20


@dataclass(frozen=True, slots=True)
class People:
    """The persons of a message, as far as they can be told."""

    senders: tuple[Address, ...]
    sender: str
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[str, ...]
    return_path: str | None
    warnings: frozenset[str]


def read_people(headers: Headers, hint: str, limits: Limits) -> People:
    """Return the persons named by the headers; a doubt on the sender leaves it empty."""
    warnings: set[str] = set()
    froms = headers.all("from")
    lists = [read_addresses(value, most=limits.addresses, hint=hint) for value in froms[:10]]
    senders = tuple(dict.fromkeys(one for each in lists for one in each.found))
    odd = any(each.odd for each in lists)
    sender = senders[0].address if len(senders) == 1 and len(froms) == 1 and not odd else ""
    if len(froms) > 1 or len(senders) > 1:
        warnings.add("two-from")
    elif not sender:
        warnings.add("no-sender")
    if odd:
        warnings.add("odd-sender")
    if any(name_is_an_address(one) for one in senders):
        warnings.add("name-is-an-address")
    if any(has_controls(decode_words(value[:2000])) for value in froms[:2]):
        warnings.add("control-characters")
    reply_to, to, cc = (_everyone(headers, name, hint, limits) for name in ("reply-to", "to", "cc"))
    if sender and reply_to and any(one.address.lower() != sender.lower() for one in reply_to):
        warnings.add("reply-to-differs")
    return People(
        senders=senders,
        sender=sender,
        reply_to=reply_to,
        to=to,
        cc=cc,
        delivered_to=_envelope(headers),
        return_path=_return_path(headers),
        warnings=frozenset(warnings),
    )


def _everyone(headers: Headers, name: str, hint: str, limits: Limits) -> tuple[Address, ...]:
    values = headers.all(name)[:5]
    if not values:
        return ()
    return read_addresses(b", ".join(values), most=limits.addresses, hint=hint).found


def _envelope(headers: Headers) -> tuple[str, ...]:
    found: list[str] = []
    for name in _ENVELOPE:
        for value in headers.all(name)[:_MOST_ENVELOPE]:
            found.extend(
                each.decode("latin-1") for each in _ADDRESS.findall(value)[:_MOST_ENVELOPE]
            )
    return tuple(dict.fromkeys(found))


def _return_path(headers: Headers) -> str | None:
    value = headers.get("return-path")
    if value is None:
        return None
    found = _ADDRESS.search(value)
    if found:
        return found.group().decode("latin-1")
    return "" if value.replace(b" ", b"") in (b"<>", b"", b"<MAILER-DAEMON>") else None
