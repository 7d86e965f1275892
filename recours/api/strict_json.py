"""JSON taken at its word: nothing twice, nothing guessed, nothing that cannot be kept."""

import json
from decimal import Decimal
from typing import Any, NoReturn, cast

from django.http import HttpRequest
from ninja.parser import Parser
from typing_extensions import override

from recours.api.problems import Refused

DEEPEST = 16


def read_json(raw: bytes) -> Any:
    """Return the value; fractions come as `Decimal`. Raise `Refused` for what is not strict JSON.

    RFC 8259 leaves duplicate names, huge numbers and lone surrogates to each reader: two readers
    that differ there are how a check is passed by one value and another one is used.
    """
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=_fraction,
        )
    except RecursionError as problem:
        raise Refused("too_deep") from problem
    except ValueError as problem:  # not UTF-8, not JSON, or an integer of thousands of digits
        raise Refused("bad_json") from problem
    _check(value)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise Refused("duplicate_key")
    return read


def _no_number(_text: str) -> NoReturn:
    raise Refused("bad_number")


def _fraction(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError as problem:
        raise Refused("bad_number") from problem


def _check(value: Any) -> None:
    """Refuse what is too deep and texts that no database keeps, without recursion."""
    level = [value]
    for _depth in range(DEEPEST):
        inside: list[Any] = []
        for item in level:
            if isinstance(item, str):
                _check_text(item)
            elif isinstance(item, dict):
                inside += [*item.keys(), *item.values()]
            elif isinstance(item, list):
                inside += item
        if not inside:
            return
        level = inside
    raise Refused("too_deep")


def _check_text(text: str) -> None:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Refused("bad_text")


class StrictParser(Parser):
    """Reads every body of the API."""

    @override
    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body's value."""
        return cast("dict[str, Any]", read_json(request.body))
