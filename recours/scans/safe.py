"""Pictures that are safe to show, drawn anew from any file by a child with limits."""

from dataclasses import dataclass

from recours.scans.child import DRAWING, Limits, run_task

TYPE = "image/webp"
SIZES = {"preview": 1600, "thumb": 240}  # the longest side, in pixels
MOST_PAGES = 8


@dataclass(frozen=True, slots=True)
class SafePicture:
    """One drawing of a file: `preview` of a page, or `thumb` of the first one."""

    kind: str
    page: int
    width: int
    height: int
    data: bytes
    type: str = TYPE


def draw_safely(data: bytes, kind: str, *, limits: Limits = DRAWING) -> list[SafePicture]:
    """Return the drawings of a file of that type; raise `ScanFailed` when there can be none."""
    answer = run_task("draw", data, limits=limits, type=kind, sizes=SIZES, pages=MOST_PAGES)
    rows = zip(answer.document["pictures"], answer.blobs, strict=True)
    return [SafePicture(**row, data=blob) for row, blob in rows]
