"""What each kind of job does: one line per kind, naming the verb that does it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from recours.complaints.errors import ComplaintNotToDecide
from recours.correspondence.commands.inspect_files import inspect_files
from recours.correspondence.commands.prepare_file import prepare_file
from recours.correspondence.commands.read_file import read_file
from recours.correspondence.commands.recheck_files import recheck_files
from recours.correspondence.commands.set_departure import set_departure
from recours.correspondence.commands.sweep_files import sweep_files
from recours.jobs.commands.prune import prune
from recours.journeys.assemble_evidence import assemble_evidence
from recours.journeys.carry_out_decision import carry_out_decision
from recours.journeys.forget_unsent_forms import forget_unsent_forms
from recours.journeys.read_letter import read_letter
from recours.journeys.refill_index import refill_index
from recours.mailroom.commands.sweep_arrivals import sweep_arrivals
from recours.people.commands.sweep_secrets import sweep_secrets
from recours.statements.commands.seal_waiting_facts import seal_waiting_facts
from recours.webhooks.commands.deliver import deliver
from recours.webhooks.commands.prune_deliveries import prune_deliveries

Handler = Callable[[Mapping[str, Any], datetime], Any]


class UnknownKind(Exception):
    """No verb does this kind of work: an older worker meets a newer job."""


def _assemble(payload: Mapping[str, Any], at: datetime) -> None:
    with suppress(ComplaintNotToDecide):  # a person was quicker
        assemble_evidence(complaint=payload["reference"], decide_alone=True, at=at)


HANDLERS: dict[str, Handler] = {
    "complaints.assemble_evidence": _assemble,
    "complaints.carry_out": lambda payload, at: carry_out_decision(
        complaint=payload["reference"], at=at
    ),
    "complaints.forget_unsent_forms": lambda _payload, at: forget_unsent_forms(at=at),
    "jobs.prune": lambda _payload, at: prune(at=at),
    "mailroom.sweep_arrivals": lambda _payload, at: sweep_arrivals(at=at),
    "people.sweep_secrets": lambda _payload, at: sweep_secrets(at=at),
    "search.refill_index": lambda _payload, at: refill_index(every=False, at=at),
    "webhooks.deliver": lambda payload, at: deliver(**payload, at=at),
    "webhooks.prune_deliveries": lambda _payload, at: prune_deliveries(at=at),
    "statements.seal_waiting_facts": lambda _payload, at: seal_waiting_facts(at=at),
    "correspondence.inspect_files": lambda _payload, at: inspect_files(at=at),
    "correspondence.prepare_file": lambda payload, at: prepare_file(
        sha256=payload["sha256"], at=at
    ),
    "correspondence.read_file": lambda payload, at: bool(
        read_file(sha256=payload["sha256"], at=at).text
    ),
    "correspondence.read_letter": lambda payload, at: read_letter(letter=payload["letter"], at=at),
    "correspondence.recheck_files": lambda _payload, at: recheck_files(at=at),
    "correspondence.set_departure": lambda payload, at: set_departure(
        message=payload["message"], at=at
    ),
    "correspondence.sweep_files": lambda _payload, at: sweep_files(at=at),
}
