"""Which complaints were lodged with which keys: for whoever checks that each came once."""

from recours.complaints.models import Complaint


def lodged_with(prefix: str) -> dict[str, str]:
    """Return, by the rest of its key, each complaint whose lodging key begins so."""
    rows = Complaint.objects.filter(lodging_key__startswith=prefix).order_by("id")
    found = rows.values_list("lodging_key", "reference").iterator(chunk_size=2000)
    return {key.removeprefix(prefix): reference for key, reference in found}
