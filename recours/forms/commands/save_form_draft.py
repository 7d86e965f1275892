"""Keep a form as it is being edited; nobody answers it before it is published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from recours.forms.errors import FormChanged
from recours.forms.models import FormDraft
from recours.forms.queries import form_for
from recours.people.rules import Actor


def save_form_draft(
    *, leaf: str, document: Mapping[str, Any], revision: int, actor: Actor, at: datetime
) -> int:
    """Return the new revision; `revision` is the one that was read, 0 when there was none.

    Raise `FormChanged` when somebody else changed it meanwhile. Faults are allowed in a draft.
    """
    if revision == 0:
        return _begin(leaf, document, actor, at)
    changed = FormDraft.objects.filter(leaf=leaf, revision=revision).update(
        document=dict(document),
        revision=F("revision") + 1,
        changed_at=at,
        changed_by=actor.key,
    )
    if not changed:
        raise FormChanged(leaf)
    return revision + 1


def _begin(leaf: str, document: Mapping[str, Any], actor: Actor, at: datetime) -> int:
    row = FormDraft(
        leaf=leaf,
        document=dict(document),
        based_on=form_for(leaf, "fr", at).version,
        changed_at=at,
        changed_by=actor.key,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as problem:
        raise FormChanged(leaf) from problem
    return 1
