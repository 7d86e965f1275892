"""Read a letter before it leaves, and say what the law or our word would find missing."""

from collections.abc import Mapping
from typing import Any

from recours.correspondence.house import operator
from recours.correspondence.plain import plain
from recours.correspondence.rules.lint import Missing, lint


def lint_letter(*, kind: str, values: Mapping[str, Any], text: str) -> list[Missing]:
    """Return what is missing from `text`, the words really printed, given what was to be said.

    Kinds: `answer` (law.md §6.2) and `acknowledgement` (§6.1). Each lack says its article, its
    level (law, soft law, product) and a sentence in both languages.
    """
    return lint(kind=kind, values={"operator": operator(), **plain(values)}, text=text)
