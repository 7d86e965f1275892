"""The forms that come with Recours: documents, with shared blocks put in place. Pure."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from recours.forms.errors import UnknownLeaf
from recours.forms.rules.document import FORMAT
from recours.kernel.canonical import digest

FOLDER = Path(__file__).parents[1] / "documents"
BLOCKS = "blocks.json"
_QUESTION = {"help_fr": "", "help_en": "", "required": False, "if": None, "options": []}
_PAGE = {"hint_fr": "", "hint_en": "", "aside_fr": "", "aside_en": ""}


def whole_question(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a question with everything a document says of one."""
    return {**_QUESTION, **record}


def whole_page(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page with everything a document says of one."""
    return {**_PAGE, **record}


def _in_place(record: Mapping[str, Any], blocks: Mapping[str, Any]) -> dict[str, Any]:
    """Return a block by its name, with what the form says otherwise."""
    if "use" not in record:
        return dict(record)
    own = {name: value for name, value in record.items() if name != "use"}
    return {**blocks[record["use"]], **own}


def _expanded(record: Mapping[str, Any], blocks: Mapping[str, Any]) -> dict[str, Any]:
    pages = []
    for page in record["pages"]:
        placed = whole_page(_in_place(page, blocks["pages"]))
        placed["questions"] = [
            whole_question(_in_place(one, blocks["questions"])) for one in placed["questions"]
        ]
        pages.append(placed)
    return {
        "format": FORMAT,
        "leaf": record["leaf"],
        "intro_fr": record["intro_fr"],
        "intro_en": record["intro_en"],
        "at_hand": record["at_hand"],
        "wall": record.get("wall"),
        "pages": pages,
    }


@lru_cache(maxsize=1)
def shelf() -> Mapping[str, Mapping[str, Any]]:
    """Return every shipped document by its leaf; nobody may change them."""
    blocks = json.loads((FOLDER / BLOCKS).read_text(encoding="utf-8"))
    found = {
        record["leaf"]: _expanded(record, blocks)
        for path in sorted(FOLDER.glob("*.json"))
        if path.name != BLOCKS
        for record in json.loads(path.read_text(encoding="utf-8"))
    }
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def _fingerprints() -> dict[str, str]:
    return {code: digest(document) for code, document in shelf().items()}


def shipped(leaf: str) -> tuple[Mapping[str, Any], str]:
    """Return the shipped document of a leaf and its fingerprint; raise `UnknownLeaf`."""
    if leaf not in shelf():
        raise UnknownLeaf(leaf)
    return shelf()[leaf], _fingerprints()[leaf]
