"""How a long import says where it is."""

from collections.abc import Callable

# step, done, total: called in order, seen steps being read, compared, written, sealed, recorded.
Progress = Callable[[str, int, int], None]


def silent(step: str, done: int, total: int) -> None:
    """Say nothing."""
