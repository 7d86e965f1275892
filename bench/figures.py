"""A figure, what it is compared with, what was aimed at; and the table of all of them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

HEADS = ("figure", "measured", "less waiting", "baseline of this run", "ratio", "aim", "reached")
THOUSAND = 1_000
TEN = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure. `quiet` is the same less the time spent waiting for a busy processor."""

    name: str
    value: float
    unit: str
    baseline: float
    baseline_name: str
    quiet: float | None = None
    aim: float | None = None
    more_is_better: bool = True
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return self.value / self.baseline

    def reached(self) -> str:
        """Say whether the aim is reached as measured, or only without the neighbours' noise."""
        if self.aim is None:
            return ""
        if self._reaches(self.value):
            return "yes"
        return "less waiting" if self.quiet is not None and self._reaches(self.quiet) else "NO"

    def _reaches(self, value: float) -> bool:
        aim = self.aim or 0
        return value >= aim if self.more_is_better else value <= aim

    def row(self) -> tuple[str, ...]:
        sign = "≥" if self.more_is_better else "≤"
        return (
            self.name,
            f"{number(self.value)} {self.unit}",
            "" if self.quiet is None else f"{number(self.quiet)} {self.unit}",
            f"{number(self.baseline)} {self.unit}, {self.baseline_name}",
            f"{self.ratio:.2g}" if self.ratio < TEN else number(self.ratio),
            "" if self.aim is None else f"{sign} {number(self.aim)}",
            self.reached(),
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"ratio": self.ratio, "reached": self.reached()}


def number(value: float) -> str:
    """Write a number with as many figures as are true."""
    if value >= THOUSAND:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"  # noqa: PLR2004


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as lines of text, columns aligned."""
    rows = [HEADS, *(figure.row() for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value that so large a share of them does not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
