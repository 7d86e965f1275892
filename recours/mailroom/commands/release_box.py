"""Give a mailbox back: another worker may take it at once."""

from recours.mailroom.models import Box


def release_box(*, name: str, holder: str) -> None:
    """Do nothing when another has it by now."""
    Box.objects.filter(pk=name[:200], claim=holder[:100]).update(claim="", lease_until=None)
