"""Forget the draft of a note that was saved: the register has it now."""

from uuid import UUID

from recours.complaints.models import Draft


def finish_draft(*, key: UUID, owner: str) -> None:
    """Remove the draft of this person; one that is not there is finished already."""
    Draft.objects.filter(key=key, owner=owner).delete()
