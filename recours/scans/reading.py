"""Reads the pages of a document one after another. In the child only."""

from collections.abc import Callable, Mapping, Sequence

from PIL import Image, ImageOps

from recours.scans.engines import RAPID, TESSERACT
from recours.scans.errors import ScanFailed
from recours.scans.pages import Page, count_of, pages_of
from recours.scans.text import CARRIED, Line, PageText, page_text

LONGEST = 2_400  # pixels: A4 at two hundred dots an inch
ENOUGH_WORDS = 40  # letters: a page that carries so many was written, not scanned
DOUBTFUL = 55  # under this, the page may lie on its side
TURNS = (90, 270)

Reader = Callable[[Image.Image], list[Line]]


def read_document(data: bytes, kind: str, *, engine: str, pages: int) -> PageText:
    """Return the words of the first pages; raise `ScanFailed`."""
    lines: list[Line] = []
    engines: set[str] = set()
    done = 0
    for page in pages_of(data, kind, most=pages, longest=LONGEST):
        read, by = _read(page, engine)
        lines += [Line(line.text, line.confidence, page.number) for line in read]
        engines.add(by)
        done += 1
    if not done:
        raise ScanFailed("unreadable", "no page")
    name = "+".join(sorted(engines))
    return page_text(lines, engine=name, pages=done, of=count_of(data, kind))


def _read(page: Page, engine: str) -> tuple[list[Line], str]:
    carried = [Line(" ".join(text.split()), 100) for text in page.text.splitlines()]
    if sum(letter.isalnum() for line in carried for letter in line.text) >= ENOUGH_WORDS:
        return carried, CARRIED
    if engine not in READERS:
        raise ScanFailed("no-engine", engine)
    return _upright(_plain(page.picture), READERS[engine]), engine


def _plain(picture: Image.Image) -> Image.Image:
    """Return the page in greys on white, as large as an engine needs it."""
    if picture.has_transparency_data:
        sheet = Image.new("RGBA", picture.size, "white")
        sheet.alpha_composite(picture.convert("RGBA"))
        picture = sheet
    grey = ImageOps.autocontrast(picture.convert("L"), cutoff=1)
    grey.thumbnail((LONGEST, LONGEST))
    return grey


def _upright(picture: Image.Image, reader: Reader) -> list[Line]:
    """Read the page; turn it when what was read makes no sense, and keep the best."""
    best = reader(picture)
    if _sureness(best) >= DOUBTFUL:
        return best
    for turn in TURNS:
        other = reader(picture.rotate(turn, expand=True))
        if _weight(other) > _weight(best):
            best = other
    return best


def _weight(lines: Sequence[Line]) -> int:
    return sum(line.confidence * len(line.text) for line in lines)


def _sureness(lines: Sequence[Line]) -> int:
    letters = sum(len(line.text) for line in lines)
    return _weight(lines) // letters if letters else 0


def _rapid(picture: Image.Image) -> list[Line]:
    from recours.scans.rapid import read_picture  # noqa: PLC0415  # half a second, and an extra

    return read_picture(picture)


def _tesseract(picture: Image.Image) -> list[Line]:
    from recours.scans.tesseract import read_picture  # noqa: PLC0415

    return read_picture(picture)


READERS: Mapping[str, Reader] = {RAPID: _rapid, TESSERACT: _tesseract}
