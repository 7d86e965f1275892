"""Draws a file anew, small and without its metadata: what others see of it. In the child only."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image

from recours.scans.errors import ScanFailed
from recours.scans.pages import count_of, pages_of

TYPE = "image/webp"
QUALITY = 80


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture that is safe to show: which kind, of which page, and how large."""

    kind: str
    page: int
    width: int
    height: int
    data: bytes


def draw(
    data: bytes, kind: str, *, sizes: Mapping[str, int], pages: int
) -> tuple[list[Drawn], int]:
    """Return the pictures of the first pages in each size, and how many pages there are.

    `sizes` names each kind of picture and its longest side; small ones are of the first page only.
    """
    largest = max(sizes.values())
    drawn: list[Drawn] = []
    for page in pages_of(data, kind, most=pages, longest=largest):
        for name, longest in sizes.items():
            if page.number == 1 or longest == largest:
                drawn.append(_drawn(page.picture, name, page.number, longest))
    if not drawn:
        raise ScanFailed("unreadable", "no page")
    return drawn, count_of(data, kind)


def _drawn(picture: Image.Image, kind: str, page: int, longest: int) -> Drawn:
    small = _plain(picture, longest)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=QUALITY, method=2)
    return Drawn(kind, page, small.width, small.height, out.getvalue())


def _plain(picture: Image.Image, longest: int) -> Image.Image:
    """Return nothing but pixels: no EXIF, no place, no profile, no comment."""
    try:
        mode = "RGBA" if picture.has_transparency_data else "RGB"
        small = picture.copy()
        if small.mode not in {"RGB", "RGBA"}:
            small = small.convert(mode)
        small.thumbnail((longest, longest), reducing_gap=2.0)
    except (OSError, ValueError, SyntaxError) as problem:
        raise ScanFailed("unreadable", type(problem).__name__) from problem
    plain = Image.new(mode, small.size)
    plain.paste(small.convert(mode))
    return plain
