"""Take a case out of the index, and leave nothing of its words there."""

from django.db import transaction

from recours.search.engines import engine
from recours.search.models import Entry, Part, Sheet, Waiting


@transaction.atomic
def forget(*, about: str, tidy: bool = True) -> None:
    """Remove its texts, its terms and its place in line; a case never indexed is forgotten too.

    Tidying writes SQLite's index again (five seconds for 100,000 cases): who forgets several
    cases tidies with the last one.
    """
    Waiting.objects.filter(about=about).delete()
    entry = Entry.objects.select_for_update().filter(about=about).first()
    if entry is None:
        return
    index = engine()
    index.take_out(list(Sheet.objects.filter(entry=entry).values_list("pk", flat=True)))
    Part.objects.filter(entry=entry).delete()
    entry.delete()
    if tidy:
        index.tidy()
