"""Whether a machine wrote the message, and what it reports."""

from dataclasses import dataclass

from recours.mail.automatic import automatic_kind, is_daemon
from recours.mail.bodies import Sorted
from recours.mail.bounces import bounce_of, looks_bounced
from recours.mail.people import People
from recours.mail.reports import delivery_report, original_of, receipt_of
from recours.mail.shapes import Bounce
from recours.mail.transfer import undo
from recours.mail.tree import Node, Tree

_ORIGINALS = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")


@dataclass(frozen=True, slots=True)
class Machine:
    """The kind of automatic message, empty for a person's, and the delivery it reports."""

    kind: str = ""
    bounce: Bounce | None = None


def read_machine(
    raw: bytes, tree: Tree, parts: Sorted, people: People, subject: str, text: str
) -> Machine:
    """Return what kind of machine wrote, from the parts first, the headers next, the words last."""
    headers = tree.root.headers
    daemon = people.return_path == "" or is_daemon(people.sender)
    reports = {node.type: node for node in reversed(parts.reports)}
    if tree.root.type == "multipart/report" or (daemon and reports):
        found = _structured(raw, reports, parts)
        if found is not None:
            return found
    failed = headers.text("x-failed-recipients")
    if failed or tree.root.type == "multipart/report" or (daemon and looks_bounced(subject, text)):
        own = tuple(one.address.lower() for one in people.to)
        bounce = bounce_of(text, failed, own)
        return Machine("bounce" if bounce.action == "failed" else "delivery-report", bounce)
    kind = automatic_kind(headers, subject, people.return_path)
    return Machine(kind or ("notification" if is_daemon(people.sender) else ""))


def _structured(raw: bytes, reports: dict[str, Node], parts: Sorted) -> Machine | None:
    status = reports.get("message/delivery-status") or reports.get("message/global-delivery-status")
    if status is not None:
        bounce = delivery_report(_bytes(raw, status), _original(raw, parts))
        if bounce is not None:
            return Machine("bounce" if bounce.action == "failed" else "delivery-report", bounce)
    receipt = reports.get("message/disposition-notification")
    if receipt is not None:
        message_id, disposition = receipt_of(_bytes(raw, receipt))
        _, to = original_of(_original(raw, parts))
        read = Bounce("", "read", "", disposition[:200], message_id, to)
        return Machine("read-receipt", read if message_id else None)
    return Machine("notification") if "message/feedback-report" in reports else None


def _original(raw: bytes, parts: Sorted) -> bytes:
    for node in parts.files:
        if node.type in _ORIGINALS:
            return _bytes(raw, node)
    return b""


def _bytes(raw: bytes, node: Node) -> bytes:
    return undo(raw[node.start : node.end], node.encoding)[0]
