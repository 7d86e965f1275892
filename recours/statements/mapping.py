"""A mapping says how the operator's columns become ours: a TOML file, a closed vocabulary."""

import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from recours.statements.errors import MappingRefused
from recours.statements.fields import FIELDS
from recours.statements.rules import KINDS, PURCHASE_KINDS

DEFAULT_ZONE = "Europe/Paris"
ROUNDINGS = ("exact", "half_up")
_DATE_SIGNS = frozenset("%YymdHMSfz/-.: TZ")
_FIELD_KEYS = {
    "column",
    "constant",
    "concat",
    "separator",
    "multiply",
    "rounding",
    "values",
    "negate",
    "sign",
}
_TOP_KEYS = {
    "name",
    "title_fr",
    "title_en",
    "kind",
    "timezone",
    "dates",
    "decimal",
    "encoding",
    "delimiter",
    "sheet",
    "ignore",
    "columns",
    "kinds",
}


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Where one canonical column comes from: columns of the file, or a constant."""

    columns: tuple[str, ...] = ()
    constant: str | None = None
    separator: str = ""
    multiplied: bool = False
    rounding: str = "exact"
    values: tuple[tuple[str, str], ...] = ()
    negate: bool = False
    sign_by_kind: bool = False


@dataclass(frozen=True, slots=True)
class KindRule:
    """What makes a purchase line a return, a cancellation, an adjustment: the first that holds."""

    kind: str
    column: str
    prefix: str = ""
    test: str = "prefix"


@dataclass(frozen=True, slots=True)
class Mapping:
    """How to read one form of file. `is_ours`: the file carries our own column names."""

    name: str
    kind: str
    timezone: str = DEFAULT_ZONE
    dates: tuple[str, ...] = ()
    decimal: str = "any"
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    ignore: tuple[str, ...] = ()
    fields: Table[str, FieldRule] = field(default_factory=dict)
    kinds: tuple[KindRule, ...] = ()
    is_ours: bool = False
    document: Table[str, Any] = field(default_factory=dict)

    def columns(self) -> list[str]:
        """Return every column of the file this mapping reads, each once."""
        names = [name for rule in self.fields.values() for name in rule.columns]
        return list(dict.fromkeys(names + [rule.column for rule in self.kinds]))


def our_own(kind: str) -> Mapping:
    """Return the mapping of files that carry our own column names."""
    fields = {spec.name: FieldRule(columns=(spec.name,)) for spec in FIELDS[kind]}
    return Mapping(name="recours", kind=kind, fields=fields, is_ours=True, document={})


def load_mapping(name: str, kind: str) -> Mapping:
    """Read a mapping by its file, or by the name of one that ships; raise `MappingRefused`."""
    if not name:
        return our_own(kind)
    path = Path(name)
    if path.suffix == ".toml" or "/" in name:
        if not path.is_file():
            raise MappingRefused(f"{name}: no such file")
        text = path.read_text(encoding="utf-8")
    else:
        text = _shipped(name)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as bad:
        raise MappingRefused(f"{name}: {bad}") from bad
    return parse_mapping(document, kind=kind, name=path.stem)


def shipped_mappings() -> list[str]:
    """Return the names of the mappings that come with Recours."""
    folder = resources.files("recours.statements") / "mappings"
    return sorted(Path(entry.name).stem for entry in folder.iterdir() if ".toml" in entry.name)


def _shipped(name: str) -> str:
    if name not in shipped_mappings():
        raise MappingRefused(f"{name}: known mappings are {', '.join(shipped_mappings())}")
    folder = resources.files("recours.statements") / "mappings"
    return (folder / f"{name}.toml").read_text(encoding="utf-8")


def parse_mapping(document: dict[str, Any], *, kind: str, name: str) -> Mapping:
    """Check a mapping's document; raise `MappingRefused` with what to change."""
    _only(document, _TOP_KEYS, name)
    if document.get("kind", kind) != kind or kind not in KINDS:
        raise MappingRefused(f"{name}: this mapping reads {document.get('kind')}, not {kind}")
    columns = document.get("columns")
    if not isinstance(columns, dict):
        raise MappingRefused(f"{name}: write a [columns] table")
    known = {spec.name for spec in FIELDS[kind]}
    _only(columns, known, f"{name} [columns]")
    fields = {key: _field_rule(key, value) for key, value in columns.items()}
    for spec in FIELDS[kind]:
        if spec.required and spec.name not in fields:
            raise MappingRefused(f"{name}: [columns] must say where {spec.name} comes from")
    return Mapping(
        name=str(document.get("name", name)),
        kind=kind,
        timezone=_zone(document),
        dates=_dates(document),
        decimal=_choice(document, "decimal", ("any", ".", ",")),
        encoding=str(document.get("encoding", "")),
        delimiter=str(document.get("delimiter", "")),
        sheet=str(document.get("sheet", "")),
        ignore=_names("ignore", document.get("ignore", [])),
        fields=fields,
        kinds=tuple(_kind_rule(rule) for rule in document.get("kinds", [])),
        document=document,
    )


def _only(table: dict[str, Any], allowed: set[str], where: str) -> None:
    unknown = sorted(set(table) - allowed)
    if unknown:
        raise MappingRefused(f"{where}: unknown {', '.join(unknown)}")


def _zone(document: dict[str, Any]) -> str:
    name = str(document.get("timezone", DEFAULT_ZONE))
    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, KeyError) as bad:
        raise MappingRefused(f"timezone: {name!r} is not an IANA time zone") from bad


def _dates(document: dict[str, Any]) -> tuple[str, ...]:
    forms = _names("dates", document.get("dates", []))
    for form in forms:
        if not form.startswith("%") or not set(form) <= _DATE_SIGNS:
            raise MappingRefused(f"dates: {form!r} holds more than %Y %y %m %d %H %M %S %f %z")
    return forms


def _choice(document: dict[str, Any], key: str, allowed: tuple[str, ...]) -> str:
    value = str(document.get(key, allowed[0]))
    if value not in allowed:
        raise MappingRefused(f"{key}: choose one of {', '.join(allowed)}")
    return value


def _names(key: str, value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise MappingRefused(f"{key}: write one name or a list of names")
    return tuple(names)


def _field_rule(name: str, value: object) -> FieldRule:
    if isinstance(value, str):
        return FieldRule(columns=(value,))
    if not isinstance(value, dict):
        raise MappingRefused(f"{name}: write a column name or a table")
    _only(value, _FIELD_KEYS, name)
    ways = [way for way in ("column", "constant", "concat", "multiply") if way in value]
    if len(ways) != 1:
        raise MappingRefused(f"{name}: say one of column, constant, concat, multiply")
    way = ways[0]
    columns = () if way == "constant" else _names(name, value[way])
    if way == "multiply" and len(columns) != 2:  # noqa: PLR2004  # a product has two factors
        raise MappingRefused(f"{name}: multiply takes a quantity column and a price column")
    return FieldRule(
        columns=columns,
        constant=str(value["constant"]) if way == "constant" else None,
        separator=str(value.get("separator", "")),
        multiplied=way == "multiply",
        rounding=_choice(value, "rounding", ROUNDINGS),
        values=tuple((str(old), str(new)) for old, new in value.get("values", {}).items()),
        negate=value.get("negate", False) is True,
        sign_by_kind=value.get("sign") == "by_kind",
    )


def _kind_rule(rule: dict[str, Any]) -> KindRule:
    _only(rule, {"kind", "column", "prefix", "negative", "zero"}, "kinds")
    kind, column = str(rule.get("kind")), str(rule.get("column", ""))
    if kind not in PURCHASE_KINDS or not column:
        raise MappingRefused(f"kinds: name a column, and a kind among {', '.join(PURCHASE_KINDS)}")
    if rule.get("negative") is True:
        return KindRule(kind=kind, column=column, test="negative")
    if rule.get("zero") is True:
        return KindRule(kind=kind, column=column, test="zero")
    if not rule.get("prefix"):
        raise MappingRefused('kinds: say prefix = "…", negative = true or zero = true')
    return KindRule(kind=kind, column=column, prefix=str(rule["prefix"]))
