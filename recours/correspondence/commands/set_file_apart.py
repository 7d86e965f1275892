"""Say on each case that holds a file that something was found in it: nobody opens it any more."""

from datetime import datetime

from recours.correspondence.commands.record_message import record_message
from recours.correspondence.models import Attachment

COMPLAINT = "R-"  # what is about anything else has no thread


def set_file_apart(*, sha256: str, found: str, at: datetime) -> int:
    """Return how many cases were told, each by a note of the house, once a day at most."""
    told = 0
    rows = Attachment.objects.filter(sha256=sha256).order_by("at", "id")
    for about, name in dict(rows.values_list("about", "name")).items():
        if not about.startswith(COMPLAINT):
            continue
        told += 1
        record_message(
            about=about,
            direction="in",
            audience="internal",
            author="Recours",
            subject="",
            text=(
                f"Le fichier « {name} » est mis à l'écart : l'antivirus y a trouvé {found}. "
                "Personne ne peut plus l'ouvrir."
            ),
            at=at,
            channel="system",
            key=f"infected:{sha256}:{about}:{at:%Y%m%d}",
        )
    return told
