"""Take out of line a case that does not exist."""

from recours.search.models import Waiting


def leave_out(*, about: str, mark: int) -> None:
    """Stop waiting for it, unless something was said since that mark."""
    Waiting.objects.filter(about=about, mark=mark).delete()
