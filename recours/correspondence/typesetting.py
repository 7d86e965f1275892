"""Sets a letter with typst: PDF/A-3a and PDF/UA-1, tagged, with the case attached as data.

The values go in as data, never as markup. Only the fonts inside typst are used, so the same letter
gives the same bytes everywhere; a character they lack is looked for on the machine, then replaced.
"""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from recours.correspondence.errors import LetterNotSet

FOLDER = Path(__file__).parent / "letters"
PRESS = Path(__file__).with_name("press.py")
REFUSED = 3  # what the press answers when typst refuses
PATIENCE = 60  # seconds, on a machine that is very busy: a letter takes a twentieth of one
UNKNOWN = "\u25a1"  # □: something stood here that no font of ours can draw


def set_letter(*, template: str, language: str, document: Mapping[str, Any]) -> bytes:
    """Return the PDF."""
    place = FOLDER / f"{template}.{language}.typ"
    clean = _without_controls(document)
    for fonts, told in ((True, clean), (False, clean)):
        try:
            return _compile(place, told, only_ours=fonts)
        except LetterNotSet as problem:
            if "could not be displayed" not in str(problem):
                raise
    return _compile(place, _drawable(clean), only_ours=True)


def _compile(place: Path, document: Any, *, only_ours: bool) -> bytes:
    asked = {
        "path": str(place),
        "root": str(FOLDER),
        "document": json.dumps(document, ensure_ascii=False),
        "only_ours": only_ours,
    }
    done = subprocess.run(  # noqa: S603  # our own file, its values on the standard input
        [sys.executable, "-P", str(PRESS)],
        input=json.dumps(asked).encode() + b"\n",
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        raise LetterNotSet((done.stdout if done.returncode == REFUSED else done.stderr).decode())
    return done.stdout


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
