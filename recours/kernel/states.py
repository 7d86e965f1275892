"""State tables: which status may follow which."""

from collections.abc import Mapping
from typing import TypeVar

S = TypeVar("S")


class ForbiddenMove(Exception):
    """The status asked for may not follow the present one."""


def check_move(table: Mapping[S, frozenset[S]], present: S, wanted: S) -> None:
    """Raise `ForbiddenMove` unless the table lets `wanted` follow `present`."""
    if wanted not in table[present]:
        raise ForbiddenMove(f"{present} may not become {wanted}")
