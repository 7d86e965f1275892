"""The points complaints say were given back."""

from django.db.models import Sum

from recours.complaints.models import Remedy


def points_given_back() -> dict[str, int]:
    """Return the points of every remedy in points, by the source the ledger knows it under."""
    rows = Remedy.objects.filter(kind="points").order_by("id")
    told = rows.values_list("complaint__reference", "round", "points")
    return {f"{reference}/{number}": points for reference, number, points in told.iterator()}


def points_given_for(*, programme: str, purchase: str) -> int:
    """Return the points complaints already gave back for this purchase, whichever complaints."""
    given = Remedy.objects.filter(
        kind="points",
        complaint__programme=programme,
        complaint__purchases__purchase=purchase,
    )
    return given.aggregate(total=Sum("points"))["total"] or 0
