"""Where bars, lines and labels stand in a chart drawn on the server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, TOP, FLOOR = 640, 24, 200
LEFT, RIGHT = 8, 604


@dataclass(frozen=True, slots=True)
class Mark:
    """One value: its column, its height on the page, its words."""

    label: tuple[str, ...]
    value: float
    shown: str
    x: str
    y: str
    left: str
    width: str
    height: str
    figure_at: str
    inside: bool
    minor: bool
    share: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template needs to draw a chart and its table."""

    marks: tuple[Mark, ...]
    grid: tuple[str, ...]
    path: str
    cumulated: str
    shares: tuple[tuple[str, str], ...]
    goal: str | None
    goal_words_at: str
    goal_shown: str
    width: int = WIDTH
    floor: int = FLOOR
    left: int = LEFT
    right: int = RIGHT


def _at(place: float) -> str:
    """Write a place for SVG, never with a decimal comma."""
    return f"{place:.1f}".removesuffix(".0")


def _scale(values: Sequence[float], goal: float | None, floor: float) -> tuple[float, float]:
    top = max([*values, goal or 0.0, 1e-9])
    return floor, (FLOOR - TOP) / ((top - floor) or 1.0)


def _lines(label: str) -> tuple[str, ...]:
    """Cut a label into at most two lines of nearly equal length."""
    words = label.split()
    if len(label) <= 12 or len(words) == 1:  # noqa: PLR2004  # what a column holds at 12 px
        return (label,)
    cut = min(
        range(1, len(words)),
        key=lambda at: abs(len(" ".join(words[:at])) - len(" ".join(words[at:]))),
    )
    return (" ".join(words[:cut]), " ".join(words[cut:]))


def draw(
    rows: Sequence[Mapping[str, object]],
    *,
    goal: float | None = None,
    base: float = 0,
    goal_shown: str = "",
) -> Drawing:
    """Place rows `{label, value, shown?, minor?}` in columns from left to right."""
    values = [float(str(row["value"])) for row in rows]
    floor, unit = _scale(values, goal, base)
    step = (RIGHT - LEFT) / max(1, len(rows))
    total, running = sum(values) or 1.0, 0.0
    marks, shares = [], []
    for at, (row, value) in enumerate(zip(rows, values, strict=True)):
        x = LEFT + step * (at + 0.5)
        y = FLOOR - (value - floor) * unit
        running += value
        share = running / total
        shares.append((_at(x), _at(FLOOR - share * (FLOOR - TOP))))
        marks.append(
            Mark(
                label=_lines(str(row["label"])),
                value=value,
                shown=str(row.get("shown", row["value"])),
                x=_at(x),
                y=_at(y),
                left=_at(x - min(step * 0.34, 36)),
                width=_at(2 * min(step * 0.34, 36)),
                height=_at(FLOOR - y),
                figure_at=_at(y - 6),
                inside=FLOOR - y > 30,  # noqa: PLR2004  # room for a figure in the bar
                minor=bool(row.get("minor")),
                share=round(share * 100),
            )
        )
    goal_y = FLOOR - ((goal or 0.0) - floor) * unit
    return Drawing(
        marks=tuple(marks),
        grid=tuple(_at(TOP + (FLOOR - TOP) * quarter / 4) for quarter in range(4)),
        path="M" + " ".join(f"{mark.x} {mark.y}" for mark in marks),
        cumulated="M" + " ".join(f"{x} {y}" for x, y in shares),
        shares=tuple(shares),
        goal=None if goal is None else _at(goal_y),
        goal_words_at=_at(goal_y + 4),
        goal_shown=goal_shown,
    )
