"""The points complaints say were given back."""

from recours.complaints.models import Remedy


def points_given_back() -> dict[str, int]:
    """Return the points of every remedy in points, by the source the ledger knows it under."""
    rows = Remedy.objects.filter(kind="points").order_by("id")
    told = rows.values_list("complaint__reference", "round", "points")
    return {f"{reference}/{number}": points for reference, number, points in told.iterator()}
