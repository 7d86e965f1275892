"""Opens what people scan, page by page: pictures, TIFF of several pages, PDF. In the child only."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pi_heif import register_heif_opener
from PIL import Image, ImageOps, ImageSequence

from recours.scans.errors import ScanFailed
from recours.scans.kinds import PDF, SHOWN

MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF", "AVIF", "BMP", "MPO")
register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # counted here, before a pixel is decoded


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its picture, and the text the document carries for it, if it does."""

    number: int
    picture: Image.Image
    text: str = ""


def pages_of(data: bytes, kind: str, *, most: int, longest: int) -> Iterator[Page]:
    """Yield the first pages, upright; PDF pages are drawn `longest` pixels high or wide.

    Raise `ScanFailed`.
    """
    if kind not in SHOWN:
        raise ScanFailed("not-shown", kind)
    yield from (_of_pdf if kind == PDF else _of_picture)(data, most, longest)


def count_of(data: bytes, kind: str) -> int:
    """Return how many pages there are; an animation is one."""
    if kind == PDF:
        return len(_open_pdf(data))
    picture = _open_picture(data)
    return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1


def _open_picture(data: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except (OSError, ValueError, SyntaxError) as problem:
        raise ScanFailed("unreadable", type(problem).__name__) from problem
    _check_size(picture)
    return picture


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise ScanFailed("too-large", f"{picture.width} × {picture.height}")


def _of_picture(data: bytes, most: int, longest: int) -> Iterator[Page]:
    picture = _open_picture(data)
    if picture.format != "TIFF":
        picture.draft("RGB", (longest, longest))  # a JPEG is decoded no larger than it is needed
        yield Page(1, _upright(picture))
        return
    for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
        if number > most:
            return
        _check_size(frame)
        yield Page(number, _upright(frame))


def _upright(picture: Image.Image) -> Image.Image:
    """Return the picture as it is meant to be seen; a few pixels short of its end will do."""
    try:
        return ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError) as problem:
        raise ScanFailed("unreadable", type(problem).__name__) from problem


def _open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        reason = "encrypted" if "assword" in str(problem) else "unreadable"
        raise ScanFailed(reason, str(problem)) from problem  # type: ignore[arg-type]  # one of the reasons


def _of_pdf(data: bytes, most: int, longest: int) -> Iterator[Page]:
    document = _open_pdf(data)
    for number in range(1, min(len(document), most) + 1):
        page = document[number - 1]
        size = max(page.get_size())
        if size <= 0:
            raise ScanFailed("unreadable", "a page without size")
        words = page.get_textpage().get_text_bounded()
        yield Page(number, page.render(scale=longest / size).to_pil(), words.replace("\r", ""))
