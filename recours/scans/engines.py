"""The engines that read pictures, chosen when the program runs: what is here, what is missing.

Two of them: `rapidocr` (the extra "ocr": models inside the wheel, nothing to fetch) and `tesseract`
(a program of the system, with its French data).
"""

import importlib.util
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

RAPID = "rapidocr"
TESSERACT = "tesseract"
LANGUAGE = "fra"


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine: whether it can read here and, when it cannot, what to install."""

    name: str
    is_here: bool
    sentence: str


def _rapid() -> Engine:
    missing = [
        name for name in ("rapidocr", "onnxruntime") if importlib.util.find_spec(name) is None
    ]
    if missing:
        return Engine(
            RAPID, is_here=False, sentence="not installed. Run: pip install 'recours[ocr]'"
        )
    return Engine(RAPID, is_here=True, sentence="reads scans and receipts")


def _tesseract() -> Engine:
    program = shutil.which(TESSERACT)
    if program is None:
        sentence = "not installed. Run: apt-get install tesseract-ocr tesseract-ocr-fra"
        return Engine(TESSERACT, is_here=False, sentence=sentence)
    if LANGUAGE not in _languages(program):
        sentence = "without its French data. Run: apt-get install tesseract-ocr-fra"
        return Engine(TESSERACT, is_here=False, sentence=sentence)
    return Engine(TESSERACT, is_here=True, sentence=f"reads scans and receipts ({program})")


@lru_cache(maxsize=4)
def _languages(program: str) -> frozenset[str]:
    try:
        said = subprocess.run(  # noqa: S603  # a program of the system, by its whole path
            [program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(said.stdout.split())


KNOWN: Mapping[str, Callable[[], Engine]] = {RAPID: _rapid, TESSERACT: _tesseract}


def engines() -> list[Engine]:
    """Return the engines, the preferred one first, here or not."""
    return [look() for look in KNOWN.values()]


def chosen_engine() -> str:
    """Return the name of the engine that reads here; empty when there is none."""
    return next((engine.name for engine in engines() if engine.is_here), "")
