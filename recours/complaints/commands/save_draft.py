"""Keep what a person has typed so far in the form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from recours.complaints.models import Draft


def save_draft(*, key: UUID, answers: Mapping[str, object], at: datetime) -> dict[str, Any]:
    """Add the answers of one page to the draft of that key; return all of them so far."""
    draft, _ = Draft.objects.select_for_update().get_or_create(
        key=key, defaults={"started_at": at, "changed_at": at}
    )
    draft.answers = {**draft.answers, **answers}
    draft.changed_at = at
    draft.save(update_fields=["answers", "changed_at"])
    return dict(draft.answers)
