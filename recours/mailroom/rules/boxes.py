"""How one door goes, as plain values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BoxCard:
    """When a door was last looked at and well, what waits there, and what went wrong last."""

    name: str
    door: str
    looked_at: datetime | None
    backlog: int | None
    trouble: str
    trouble_at: datetime | None
    failures: int

    @property
    def is_well(self) -> bool:
        """Whether the last look went well; a door never looked at says nothing yet."""
        return not self.failures
