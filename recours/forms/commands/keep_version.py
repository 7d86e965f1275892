"""Write down the version somebody answers, so that their answers stay readable for good."""

from datetime import datetime

from django.db import IntegrityError, transaction

from recours.forms.models import FormVersion
from recours.forms.queries import FormCard, form_for


def keep_version(*, leaf: str, at: datetime) -> FormCard:
    """Return the form in force, once its version is in the table; raise `UnknownLeaf`.

    The forms that come with Recours are written when first answered, and never again.
    """
    card = form_for(leaf, "fr", at)
    if card.published_at is not None:
        return card
    row = FormVersion(
        leaf=leaf,
        version=card.version,
        document=dict(card.document),
        sha256=card.sha256,
        origin=card.origin,
        published_at=at,
        published_by="recours",
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody else answered it at the same moment
        return form_for(leaf, "fr", at)
    return card
