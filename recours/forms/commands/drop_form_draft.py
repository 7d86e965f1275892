"""Give up what was being edited; the form in force stays."""

from recours.forms.models import FormDraft


def drop_form_draft(*, leaf: str) -> bool:
    """Say whether there was something to give up."""
    return FormDraft.objects.filter(leaf=leaf).delete()[0] > 0
