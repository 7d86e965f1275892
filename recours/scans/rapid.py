"""Reads a picture with rapidocr, whose models are inside its wheel. In the child only."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
from PIL import Image
from rapidocr import RapidOCR

from recours.scans.text import Line

THREADS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words found on the page: where, and how sure (0 to 100)."""

    left: int
    top: int
    bottom: int
    text: str
    confidence: int

    @property
    def middle(self) -> int:
        """Return the height at which the words stand."""
        return (self.top + self.bottom) // 2


def read_picture(picture: Image.Image) -> list[Line]:
    """Return the lines of a picture, from top to bottom."""
    logging.disable(logging.CRITICAL)
    threads = {
        "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
    }
    found: Any = RapidOCR(params=threads)(np.asarray(picture.convert("RGB"))[:, :, ::-1])
    if found.boxes is None:
        return []
    rows = zip(found.boxes, found.txts, found.scores, strict=True)
    slope = _slope(found.boxes)
    return _lines([_piece(*row, slope) for row in rows])


def _piece(box: Any, text: str, score: float, slope: float) -> Piece:
    across, down = [int(x) for x, _ in box], [int(y - slope * x) for x, y in box]
    return Piece(min(across), min(down), max(down), text.strip(), int(100 * score))


def _slope(boxes: Sequence[Any]) -> float:
    """Return how much the lines go down for each step to the right: the widest ones tell."""
    widest = sorted(boxes, key=lambda box: box[0][0] - box[1][0])[: max(3, len(boxes) // 3)]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b, *_ in widest if b[0] - a[0] > 0]
    return median(slopes) if slopes else 0.0


def _lines(pieces: Sequence[Piece]) -> list[Line]:
    """Put what stands at the same height on one line, from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: one.middle):
        if rows and _level(rows[-1][-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_line(sorted(row, key=lambda one: one.left)) for row in rows]


def _level(first: Piece, second: Piece) -> bool:
    height = min(first.bottom - first.top, second.bottom - second.top)
    return abs(first.middle - second.middle) * 2 < height


def _line(row: Sequence[Piece]) -> Line:
    letters = sum(len(piece.text) for piece in row) or 1
    sure = sum(len(piece.text) * piece.confidence for piece in row) // letters
    return Line(" ".join(piece.text for piece in row), sure)
