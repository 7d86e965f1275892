"""What tells the parts of a worker to stop."""

from typing import Protocol


class Stop(Protocol):
    """A `threading.Event`, or what behaves like one."""

    def is_set(self) -> bool:
        """Say whether it is time to stop."""

    def wait(self, timeout: float) -> object:
        """Wait a little, less when it is time to stop."""
