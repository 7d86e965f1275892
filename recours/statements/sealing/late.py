"""Facts that came by API and wait to be sealed, as an import has to compare itself with them."""

from dataclasses import dataclass

from recours.statements.models import LateFact


@dataclass(frozen=True, slots=True)
class LateLine:
    """The identity of one waiting line, and what its purchase was said to be."""

    key: str
    source_ref: str
    store: str
    owner: str
    occurred_at: str

    def head(self) -> tuple[str, str, str, str]:
        """Return what must be the same for all the lines of one purchase."""
        return self.source_ref, self.store, self.owner, self.occurred_at


def late_lines(programme: str, kind: str) -> list[LateLine]:
    """Return the lines that wait, in the order they came."""
    waiting = LateFact.objects.filter(
        programme=programme, kind=kind, sealed_batch__isnull=True
    ).order_by("id")
    return [
        LateLine(
            key=str(key),
            source_ref=source_ref,
            store=store,
            owner=f"m{member}" if member else f"r{source_ref}",
            occurred_at=payload["occurred_at"],
        )
        for key, source_ref, store, member, payload in waiting.values_list(
            "key", "source_ref", "store", "member", "payload"
        )
    ]
