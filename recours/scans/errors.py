"""Why nothing could be drawn or read: one word for machines, said in sentences by the surfaces."""

from typing import Literal

Reason = Literal[
    "unreadable",  # the content is not what it says, or is cut short
    "too-large",  # more pixels than we open
    "encrypted",
    "out-of-time",
    "out-of-memory",
    "no-engine",  # nothing that reads is installed
    "not-shown",  # a type that is never drawn
]


class ScanFailed(Exception):
    """The file gives nothing; `reason` says why. The file itself is kept as it came."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        """Keep the reason, and what the child said, for the log."""
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
