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
    x: float
    y: float
    left: float
    width: float
    height: float
    inside: bool
    minor: bool
    share: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template needs to draw a chart and its table."""

    marks: tuple[Mark, ...]
    grid: tuple[float, ...]
    path: str
    cumulated: str
    shares: tuple[tuple[float, float], ...]
    goal: float | None
    goal_shown: str
    width: int = WIDTH
    floor: int = FLOOR
    left: int = LEFT
    right: int = RIGHT


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
        shares.append((round(x, 1), round(FLOOR - share * (FLOOR - TOP), 1)))
        marks.append(
            Mark(
                label=_lines(str(row["label"])),
                value=value,
                shown=str(row.get("shown", row["value"])),
                x=round(x, 1),
                y=round(y, 1),
                left=round(x - min(step * 0.34, 36), 1),
                width=round(2 * min(step * 0.34, 36), 1),
                height=round(FLOOR - y, 1),
                inside=FLOOR - y > 30,  # noqa: PLR2004  # room for a figure in the bar
                minor=bool(row.get("minor")),
                share=round(share * 100),
            )
        )
    goal_y = None if goal is None else round(FLOOR - (goal - floor) * unit, 1)
    return Drawing(
        marks=tuple(marks),
        grid=tuple(round(TOP + (FLOOR - TOP) * quarter / 4, 1) for quarter in range(4)),
        path="M" + " ".join(f"{mark.x} {mark.y}" for mark in marks),
        cumulated="M" + " ".join(f"{x} {y}" for x, y in shares),
        shares=tuple(shares),
        goal=goal_y,
        goal_shown=goal_shown,
    )
