"""A shop, its agents, and calls to note."""

import uuid
from dataclasses import replace
from datetime import timedelta

from recours.complaints.queries import complaint_card
from recours.journeys.assemble_evidence import assemble_evidence
from recours.journeys.lodge_complaint import lodge_complaint
from recours.journeys.note_call import Call, note_call
from recours.people.queries import staff_by_email
from tests.crash.cast import NOW
from tests.crash.journey import LODGING

CALL = Call(
    key=uuid.UUID(int=1),
    channel="telephone",
    programme="bellerive",
    name="Alice Rivoire",
    story="Elle dit que ses points du 6 novembre manquent.",
    email="alice@exemple.invalid",
)


def basile():
    return staff_by_email("basile@bellerive.invalid").as_actor()


def call(at=NOW, **changes):
    """Note a call; return what it became."""
    changes.setdefault("key", uuid.uuid4())
    return note_call(call=replace(CALL, **changes), actor=basile(), at=at)


def lodged(number, *, at=NOW, evidence=True, **changes):
    """Lodge a complaint of Alice's by form; return its reference."""
    lodging = replace(LODGING, key=f"form-{number}", **changes)
    reference = lodge_complaint(lodging=lodging, at=at).reference
    if evidence:
        assemble_evidence(complaint=reference, decide_alone=False, at=at + timedelta(minutes=1))
    return reference


def clocks(reference):
    """Return what runs: the rule, the day it started, the days it ends on, and whether met."""
    return {
        c.rule: (c.starts_on, c.operator_due, c.customer_due, c.met_at is not None)
        for c in complaint_card(reference).clocks
    }
