"""Sets a letter with typst: PDF/A-3a and PDF/UA-1, tagged, with the case attached as data.

The values go in as data, never as markup. Only the fonts inside typst are used, so the same letter
gives the same bytes everywhere; a character they lack is looked for on the machine, then replaced.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

FOLDER = Path(__file__).parent / "letters"
UNKNOWN = "\u25a1"  # □: something stood here that no font of ours can draw


def set_letter(*, template: str, language: str, document: Mapping[str, Any]) -> bytes:
    """Return the PDF."""
    place = FOLDER / f"{template}.{language}.typ"
    clean = _without_controls(document)
    for fonts, told in ((True, clean), (False, clean)):
        try:
            return _compile(place, told, only_ours=fonts)
        except typst.TypstError as problem:
            if "could not be displayed" not in str(problem):
                raise
    return _compile(place, _drawable(clean), only_ours=True)


def _compile(place: Path, document: Any, *, only_ours: bool) -> bytes:
    pdf = typst.compile(
        place,
        root=FOLDER,
        sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
        pdf_standards=["a-3a", "ua-1"],
        ignore_system_fonts=only_ours,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no document")
    return pdf


def _map_text(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: _map_text(one, change) for name, one in value.items()}
    return [_map_text(one, change) for one in value] if isinstance(value, list | tuple) else value


def _without_controls(value: Any) -> Any:
    """Take out what is not drawn at all: control codes, directions, characters nobody assigned."""
    return _map_text(value, lambda text: "".join(map(_seen, text)))


def _seen(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter == "\n" or category in {"Zl", "Zp"}:
        return "\n"
    return "" if category[0] == "C" else letter


def _drawable(value: Any) -> Any:
    """Keep the letters of Europe and their signs, which our fonts have; mark the others."""
    return _map_text(value, lambda text: _NOT_OURS.sub(UNKNOWN, text))


_NOT_OURS = re.compile(
    "[^\n\u0020-\u024f\u0391-\u03c9\u0410-\u044f\u1e00-\u1ef9\u2010-\u2027\u202f-\u203a\u20ac\u2116\u2212]"
)
