"""Keep what a person has typed so far in the form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from recours.complaints.models import Draft
from recours.people.errors import NotYours


def save_draft(
    *, key: UUID, answers: Mapping[str, object], at: datetime, owner: str = ""
) -> dict[str, Any]:
    """Add the answers of one page to the draft of that key; return all of them so far.

    `owner` is who takes the note at the desk; nobody writes in the draft of another (`NotYours`).
    """
    draft, _ = Draft.objects.select_for_update().get_or_create(
        key=key, defaults={"started_at": at, "changed_at": at, "owner": owner}
    )
    if draft.owner != owner:
        raise NotYours(str(key))
    draft.answers = {**draft.answers, **answers}
    draft.changed_at = at
    draft.save(update_fields=["answers", "changed_at"])
    return dict(draft.answers)
