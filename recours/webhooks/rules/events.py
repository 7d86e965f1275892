"""What others may be told of: a name, and its words. Pure."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from recours.webhooks.errors import UnknownEvent

EVENTS: dict[str, tuple[str, str]] = {
    "complaint.registered": ("Réclamation enregistrée", "Complaint registered"),
    "complaint.assigned": ("Réclamation confiée à quelqu’un", "Complaint given to somebody"),
    "complaint.qualified": ("Motif changé", "Kind changed"),
    "complaint.merged": ("Réclamation jointe à une autre", "Complaint joined to another one"),
    "complaint.separated": ("Réclamation séparée d’une autre", "Complaint separated again"),
    "complaint.decided": ("Décision prise", "Decision taken"),
    "remedy.carried_out": ("Mesure exécutée", "Remedy carried out"),
    "complaint.closed": ("Réclamation réglée", "Complaint closed"),
    "complaint.reopened": ("Réclamation rouverte", "Complaint reopened"),
    "message.received": ("Message du client reçu", "Message received from the customer"),
    "message.sent": ("Message envoyé au client", "Message sent to the customer"),
}
TEST = "endpoint.tested"


def check_events(names: Iterable[str]) -> list[str]:
    """Return the names sorted, each once; raise `UnknownEvent`."""
    wanted = sorted(set(names))
    for name in wanted:
        if name not in EVENTS:
            raise UnknownEvent(name)
    return wanted


def body_of(*, event: str, data: Mapping[str, str | int], at: datetime) -> str:
    """Return the exact text that is signed and sent: references, never who or what was said."""
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = {"type": event, "timestamp": moment, "data": dict(data)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
