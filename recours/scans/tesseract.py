"""Reads a picture with the tesseract program, through pipes. In the child only."""

import csv
import io
import subprocess
from collections.abc import Iterable

from PIL import Image

from recours.scans.engines import LANGUAGE, TESSERACT
from recours.scans.errors import ScanFailed
from recours.scans.text import Line

WORD = "5"  # the level of a word in tesseract's table
COLUMN_OF_TEXT = "4"  # one column, lines of different sizes: receipts and letters


def read_picture(picture: Image.Image) -> list[Line]:
    """Return the lines of a picture, from top to bottom; raise `ScanFailed`."""
    page = io.BytesIO()
    picture.save(page, "PNG", compress_level=1)
    said = subprocess.run(  # noqa: S603
        [TESSERACT, "stdin", "stdout", "-l", LANGUAGE, "--psm", COLUMN_OF_TEXT, "tsv"],
        input=page.getvalue(),
        capture_output=True,
        check=False,
    )
    if said.returncode:
        raise ScanFailed("unreadable", said.stderr.decode(errors="replace")[-200:])
    table = said.stdout.decode("utf-8", "replace")
    return _lines(csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE))


def _lines(rows: Iterable[dict[str, str]]) -> list[Line]:
    lines: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for row in rows:
        word = (row.get("text") or "").strip()
        if row["level"] == WORD and word:
            place = (row["block_num"], row["par_num"], row["line_num"])
            sure = max(0, int(row["conf"].partition(".")[0]))
            lines.setdefault(place, []).append((word, sure))
    return [_line(words) for words in lines.values()]


def _line(words: list[tuple[str, int]]) -> Line:
    letters = sum(len(word) for word, _ in words)
    sure = sum(len(word) * confidence for word, confidence in words) // letters
    return Line(" ".join(word for word, _ in words), sure)
