"""What mail servers report: deliveries (RFC 3464), readings (RFC 8098), abuse (RFC 5965)."""

import re

from recours.mail.identities import identifiers
from recours.mail.invisible import one_line
from recours.mail.limits import LIMITS
from recours.mail.shapes import Bounce
from recours.mail.wire import Headers, split_headers

_ADDRESS = re.compile(r"[^\s<>;:,\"'()\[\]]+@[^\s<>;:,\"'()\[\]]+")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_MOST_BLOCKS = 100
_LONGEST = 1000
_SEVERITY = ("failed", "delayed", "expanded", "relayed", "delivered")


def delivery_report(data: bytes, original: bytes) -> Bounce | None:
    """Return what a delivery status says of the recipient it fails, else of the first.

    `original` holds the headers of the message it is about, or nothing.
    """
    blocks = _blocks(data)
    recipients = [each for each in blocks if each.get("final-recipient") or each.get("action")]
    if not recipients:
        return None
    chosen = min(recipients, key=_rank)
    action = chosen.text("action").split("(")[0].strip().lower()
    diagnostic = one_line(chosen.text("diagnostic-code"))[:_LONGEST]
    status = _STATUS.search(chosen.text("status")) or _STATUS.search(diagnostic)
    message_id, to = original_of(original)
    final = _address(chosen.text("final-recipient")) or _address(chosen.text("original-recipient"))
    return Bounce(
        final_recipient=final,
        action=action or _action_of(status.group(1) if status else ""),
        status=status.group(1) if status else "",
        diagnostic=re.sub(r"^\s*smtp\s*;\s*", "", diagnostic, flags=re.IGNORECASE),
        original_message_id=message_id,
        original_to=_address(chosen.text("original-recipient")) or to or final,
    )


def _rank(block: Headers) -> int:
    action = block.text("action").split("(")[0].strip().lower()
    return _SEVERITY.index(action) if action in _SEVERITY else 1


def _action_of(status: str) -> str:
    return {"5": "failed", "4": "delayed", "2": "delivered"}.get(status[:1], "")


def _blocks(data: bytes) -> list[Headers]:
    blocks: list[Headers] = []
    place = 0
    while place < len(data) and len(blocks) < _MOST_BLOCKS:
        headers, after = split_headers(data, place, len(data), LIMITS)
        if headers.fields:
            blocks.append(headers)
        if after <= place:
            break
        place = after
    return blocks


def _address(value: str) -> str:
    found = _ADDRESS.search(value.split(";", 1)[-1])
    return found.group().strip(".") if found else ""


def original_of(data: bytes) -> tuple[str, str]:
    """Return the identifier and the recipient of the message a report is about."""
    if not data:
        return "", ""
    headers, _ = split_headers(data, _first_line(data), len(data), LIMITS)
    found = identifiers(headers.text("message-id"))
    return (found[0] if found else ""), _address(headers.text("to"))


def _first_line(data: bytes) -> int:
    return len(data) - len(data.lstrip(b"\r\n"))


def receipt_of(data: bytes) -> tuple[str, str]:
    """Return the original identifier and the disposition of a read receipt."""
    blocks = _blocks(data)
    for block in blocks:
        found = identifiers(block.text("original-message-id"))
        if found or block.get("disposition"):
            return (found[0] if found else ""), block.text("disposition")
    return "", ""
