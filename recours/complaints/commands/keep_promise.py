"""Write that a promise was kept, and how."""

from datetime import datetime

from recours.complaints.promising import close_promise
from recours.people.rules import Actor


def keep_promise(*, promise: str, how: str, actor: Actor, at: datetime) -> None:
    """Close the promise as kept; raise `PromiseNotFound` or `PromiseClosed`."""
    close_promise(promise, kept=True, how=how, actor=actor, at=at)
