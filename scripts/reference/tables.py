"""Markdown tables whose cells may hold anything."""

from collections.abc import Iterable, Sequence


def cell(text: object) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(cell(value) for value in line) + " |" for line in lines] + [""]
