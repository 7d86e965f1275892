"""Asks the worker for one attempt of one delivery."""

import uuid
from datetime import datetime

from recours.jobs.commands.enqueue import enqueue

KIND = "webhooks.deliver"
AFTER_OTHERS = -10  # a slow receiver never holds a dossier back


def ask(*, delivery: uuid.UUID, turn: tuple[int, int], at: datetime) -> None:
    """Have it tried at this time: one job for each turn (round, attempts so far)."""
    round_, attempts = turn
    enqueue(
        kind=KIND,
        payload={"delivery": str(delivery), "round": round_, "attempts": attempts},
        at=at,
        unique_key=f"webhook:{delivery}/{round_}.{attempts}",
        run_after=at,
        priority=AFTER_OTHERS,
        max_attempts=3,
    )
