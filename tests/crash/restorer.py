"""One of several processes that carry out the decision of one complaint, all at the same instant.

    python -m tests.crash.restorer INSTANT

`--prepare` instead makes the complaint and stops once it is decided.
"""

import sys
import time
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402

from recours.complaints.queries import complaint_card  # noqa: E402
from recours.complaints.states import Outcome  # noqa: E402
from recours.journeys.assemble_evidence import assemble_evidence  # noqa: E402
from recours.journeys.carry_out_decision import carry_out_decision  # noqa: E402
from recours.journeys.decide_complaint import decide_complaint  # noqa: E402
from recours.journeys.lodge_complaint import lodge_complaint  # noqa: E402
from recours.journeys.restore_points_on_complaint import (  # noqa: E402
    restore_points_on_complaint,
)
from recours.people.queries import staff_by_email  # noqa: E402
from tests.crash.cast import NOW, open_shop  # noqa: E402
from tests.crash.journey import LODGING  # noqa: E402


def prepare() -> None:
    open_shop(settings.DATA)
    reference = lodge_complaint(lodging=LODGING, at=NOW).reference
    assemble_evidence(complaint=reference, decide_alone=False, at=NOW)
    card = complaint_card(reference)
    decide_complaint(
        complaint=reference,
        version=card.version,
        outcome=Outcome.FOUNDED,
        points=card.points_due,
        reason="",
        actor=staff_by_email("basile@bellerive.invalid").as_actor(),
        at=NOW,
    )


def restore(instant: float) -> None:
    reference = lodge_complaint(lodging=LODGING, at=NOW).reference
    time.sleep(max(0.0, instant - time.time()))
    restored = restore_points_on_complaint(complaint=reference, at=NOW + timedelta(hours=1))
    carry_out_decision(complaint=reference, at=NOW + timedelta(hours=1))
    sys.stdout.write(restored.entry)


if __name__ == "__main__":
    prepare() if sys.argv[1] == "--prepare" else restore(float(sys.argv[1]))
