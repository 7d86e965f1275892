"""Small pieces that say what shape a value must have, and name the place when it has not."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from typing_extensions import override

LONGEST_TEXT = 300
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where: `rules[2].award.rate.den`, and a sentence that says what to write."""

    path: str
    sentence: str

    @override
    def __str__(self) -> str:
        return f"{self.path or 'document'}: {self.sentence}"


Shape = Callable[[object, str], Iterator[Problem]]


def _is_writable(value: str) -> bool:
    return not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in value)


def text(pattern: str | None = None, meaning: str = "a short text") -> Shape:
    """Want a text of one line, not blank; with `pattern`, one that matches it whole."""
    wanted = re.compile(pattern, re.ASCII) if pattern else None

    def check(value: object, path: str) -> Iterator[Problem]:
        if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
            yield Problem(path, f"write {meaning}.")
        elif not _is_writable(value):
            yield Problem(path, "this text holds control characters.")
        elif wanted and not wanted.fullmatch(value):
            yield Problem(path, f"{value!r} is not {meaning}.")

    return check


def whole(low: int, high: int) -> Shape:
    """Want a whole number between `low` and `high`, both allowed; never a decimal, never a flag."""

    def check(value: object, path: str) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            yield Problem(path, f"write a whole number from {low} to {high}.")

    return check


def flag(value: object, path: str) -> Iterator[Problem]:
    """Want true or false."""
    if not isinstance(value, bool):
        yield Problem(path, "write true or false.")


def choice(*allowed: str) -> Shape:
    """Want one of these words."""
    listed = ", ".join(allowed)

    def check(value: object, path: str) -> Iterator[Problem]:
        if not isinstance(value, str) or value not in allowed:
            yield Problem(path, f"write one of: {listed}.")

    return check


def day(value: object, path: str) -> Iterator[Problem]:
    """Want a date written 2026-11-07."""
    try:
        good = isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        good = False
    if not good:
        yield Problem(path, "write a date as 2026-11-07.")


def nothing_or(shape: Shape) -> Shape:
    """Want null, or that shape."""

    def check(value: object, path: str) -> Iterator[Problem]:
        if value is not None:
            yield from shape(value, path)

    return check


def list_of(shape: Shape, *, at_least: int = 0, at_most: int = 1000) -> Shape:
    """Want a list without repetition, each item of that shape."""

    def check(value: object, path: str) -> Iterator[Problem]:
        if not isinstance(value, list) or not at_least <= len(value) <= at_most:
            yield Problem(path, f"write a list of {at_least} to {at_most} items.")
            return
        for index, item in enumerate(value):
            yield from shape(item, f"{path}[{index}]")
            if item in value[:index]:
                yield Problem(f"{path}[{index}]", "this item is already in the list.")

    return check


def record(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """Want an object with these keys and no other."""
    known = {**required, **(optional or {})}

    def check(value: object, path: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(path, f"write an object with: {', '.join(required) or 'its keys'}.")
            return
        for key in value:
            if key not in known:
                yield Problem(_at(path, key), f"unknown key; known here: {', '.join(known)}.")
        for key, shape in known.items():
            if key in value:
                yield from shape(value[key], _at(path, key))
            elif key in required:
                yield Problem(_at(path, key), "this key is missing.")

    return check


def variant(variants: Mapping[str, Shape]) -> Shape:
    """Want an object with exactly one key, which says what it is."""
    listed = ", ".join(variants)

    def check(value: object, path: str) -> Iterator[Problem]:
        if not isinstance(value, dict) or len(value) != 1:
            yield Problem(path, f"write an object with exactly one key among: {listed}.")
            return
        [(key, inside)] = value.items()
        if key not in variants:
            yield Problem(_at(path, key), f"unknown key; known here: {listed}.")
        else:
            yield from variants[key](inside, _at(path, key))

    return check


def by_kind(kinds: Mapping[str, Mapping[str, Shape]]) -> Shape:
    """Want an object whose `kind` decides which other keys it has."""
    records = {kind: record({"kind": choice(kind), **shapes}) for kind, shapes in kinds.items()}

    def check(value: object, path: str) -> Iterator[Problem]:
        kind = value.get("kind") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in records:
            yield Problem(_at(path, "kind"), f"write one of: {', '.join(records)}.")
        else:
            yield from records[kind](value, path)

    return check


def map_of(shape: Shape) -> Shape:
    """Want an object with any keys of one line, each value of that shape."""

    def check(value: object, path: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(path, "write an object.")
            return
        for key, inside in value.items():
            yield from text()(key, _at(path, str(key)))
            yield from shape(inside, _at(path, str(key)))

    return check


def conditions(atoms: Mapping[str, Shape], *, deep: int = DEEPEST) -> Shape:
    """Want one of the atoms, or `all`, `any`, `not` over conditions, at most eight levels deep."""
    if deep == 0:
        return _too_deep
    inside: list[Shape] = []

    def nested(value: object, path: str) -> Iterator[Problem]:
        if not inside:
            inside.append(conditions(atoms, deep=deep - 1))
        yield from inside[0](value, path)

    several = list_of(nested, at_most=50)
    some = list_of(nested, at_least=1, at_most=50)
    return variant({"all": several, "any": some, "not": nested, **atoms})


def _too_deep(_value: object, path: str) -> Iterator[Problem]:
    yield Problem(path, f"conditions may be nested {DEEPEST} levels deep, not more.")


def _at(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)
