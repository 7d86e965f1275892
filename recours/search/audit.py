"""What must always be true of the index."""

from recours.search.engines import engine
from recours.search.models import Entry, Waiting
from recours.search.rules.words import RECIPE

SENTENCES = 20
TRIED = 5


def invariants(*, deep: bool = False) -> dict[str, list[str]]:
    """Return what does not hold, a sentence each."""
    stuck = Waiting.objects.filter(attempts__gte=TRIED).order_by("since")[:SENTENCES]
    found = {
        "what was written since the index last looked is soon in it": [
            f"{row.about}: {row.attempts} attempts, {row.reason}" for row in stuck
        ],
    }
    if deep:
        old = Entry.objects.exclude(recipe=RECIPE).count()
        found["every case in the index was cut the present way"] = [
            f"{old} cases cut another way: recours search rebuild"
        ] * bool(old)
        found["the index holds what its tables say"] = engine().faults()
    return found
