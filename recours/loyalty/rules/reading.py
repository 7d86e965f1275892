"""Reads a rule document, or a purchase, from JSON: each key once, whole numbers only."""

import json
from datetime import datetime
from typing import Any

from recours.statements.rules import Purchase, PurchaseLine

LARGEST_FILE = 2_000_000


class Unreadable(ValueError):
    """The text is not what it should be; the message says what and where."""


def read_json(data: bytes) -> Any:
    """Return the value; raise `Unreadable` for what is not JSON, or writes a key twice."""
    if len(data) > LARGEST_FILE:
        raise Unreadable(f"more than {LARGEST_FILE} bytes")
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_each_key_once)
    except UnicodeDecodeError as problem:
        raise Unreadable("not UTF-8 text") from problem
    except json.JSONDecodeError as problem:
        raise Unreadable(f"line {problem.lineno}: {problem.msg}") from problem
    except RecursionError as problem:
        raise Unreadable("nested too deep") from problem


def read_purchase(value: Any) -> Purchase:
    """Return a purchase; only `occurred_at` and lines or a total must be said."""
    if not isinstance(value, dict):
        raise Unreadable("a purchase is an object")
    known = dict(value)
    lines = tuple(_line(line) for line in known.pop("lines", []))
    total = sum(line.net_cents for line in lines)
    purchase = Purchase(
        programme=_text(known, "programme"),
        source_ref=_text(known, "source_ref"),
        receipt=_text(known, "receipt"),
        occurred_at=_moment(known.pop("occurred_at", None)),
        store=_text(known, "store"),
        channel=_text(known, "channel"),
        member=_text(known, "member") or None,
        total_cents=_whole(known, "total_cents", total),
        payment=_text(known, "payment"),
        lines=lines,
        returns_of=_text(known, "returns_of") or None,
        batch="",
        line_no=0,
    )
    _nothing_left(known)
    return purchase


def _line(value: Any) -> PurchaseLine:
    if not isinstance(value, dict):
        raise Unreadable("a line is an object")
    known = dict(value)
    line = PurchaseLine(
        sku=_text(known, "sku"),
        category=_text(known, "category"),
        quantity=_whole(known, "quantity", 1),
        net_cents=_whole(known, "net_cents", 0),
        discount_cents=_whole(known, "discount_cents", 0),
        points_paid_cents=_whole(known, "points_paid_cents", 0),
        label=_text(known, "label"),
    )
    _nothing_left(known)
    return line


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable(f"the key {twice!r} is written twice in one object")
    return result


def _text(known: dict[str, Any], name: str) -> str:
    value = known.pop(name, None)
    if value is not None and not isinstance(value, str):
        raise Unreadable(f"{name}: a text")
    return value or ""


def _whole(known: dict[str, Any], name: str, otherwise: int) -> int:
    value = known.pop(name, otherwise)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unreadable(f"{name}: a whole number")
    return value


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as problem:
        raise Unreadable("occurred_at: a time such as 2026-11-07T11:30:00+01:00") from problem
    if moment.tzinfo is None:
        raise Unreadable("occurred_at: say the offset, as in 2026-11-07T11:30:00+01:00")
    return moment


def _nothing_left(known: dict[str, Any]) -> None:
    if known:
        raise Unreadable(f"unknown key: {', '.join(sorted(known))}")
