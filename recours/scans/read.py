"""The words on a scan, a photo or a PDF, read by a child with limits."""

from recours.scans.child import READING, Limits, run_task
from recours.scans.engines import chosen_engine
from recours.scans.text import PageText, from_json

MOST_PAGES = 10


def read_page(
    data: bytes, kind: str, *, engine: str | None = None, limits: Limits = READING
) -> PageText:
    """Return the words of a file of that type, the first pages of it.

    The text that a PDF carries is taken as it is; pictures are read by `engine`, or by the one that
    is here. Raise `ScanFailed`; its reason is "no-engine" when pictures cannot be read here.
    """
    name = chosen_engine() if engine is None else engine
    answer = run_task("read", data, limits=limits, type=kind, engine=name, pages=MOST_PAGES)
    return from_json(answer.document)
