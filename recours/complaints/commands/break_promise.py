"""Write that a promise will not be kept, and why."""

from datetime import datetime

from recours.complaints.errors import PromiseNeedsWords
from recours.complaints.promising import close_promise
from recours.people.rules import Actor


def break_promise(*, promise: str, why: str, actor: Actor, at: datetime) -> None:
    """Close the promise as broken, with its reason (`PromiseNeedsWords` without one)."""
    if not why.strip():
        raise PromiseNeedsWords(promise)
    close_promise(promise, kept=False, how=why, actor=actor, at=at)
