"""How long to wait before each new attempt: three days in all, then a person looks. Pure."""

from datetime import timedelta

WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)


def wait_after(attempts: int) -> timedelta | None:
    """Return the wait after so many attempts, nothing when there were enough."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
