"""From a mapping to SQL: the text of each of our columns, its typed value, and what is wrong."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import datetime

from recours.statements.checking.dates import DateForms, read_day, read_time
from recours.statements.fields import FIELDS, Field
from recours.statements.intake.source import literal, same_name
from recours.statements.mapping import FieldRule, KindRule, Mapping
from recours.statements.rules import GAINS, SPENDINGS

SEPARATOR = "chr(31)"
# Control characters, the mark of what could not be decoded, direction overrides.
_STRANGE = r"\x00-\x1f\x7f-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{fffd}"
_BLANKS = (" ", "\t", "\u00a0", "\u202f", "\ufeff")
_INTEGER = "[+-]?[0-9]{1,9}"
_GROUPED = "-?[0-9]{1,3}([ \u00a0\u202f][0-9]{3}){1,3}"
# Whose line it is: what the sealed lines are sorted by.
OWNER = {
    "purchases": "CASE WHEN member IS NULL THEN 'r' || source_ref ELSE 'm' || member END",
    "points": "'m' || member",
}
EARLIEST = "TIMESTAMP '1990-01-01'"
LATEST_DAY = "DATE '2200-01-01'"
MOST_CENTS = 10**13


@dataclass(frozen=True, slots=True)
class Check:
    """A condition under which a line is refused. `shown` is the SQL of the text to quote."""

    code: str
    column: str
    when: str
    shown: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column of the file stands. `clean`: it holds no control character (see scan)."""

    place: Table[str, str]
    clean: bool = False

    @classmethod
    def of(cls, names: tuple[str, ...], *, clean: bool = False) -> "Columns":
        """Give each column of a file its place."""
        return cls({same_name(name): f"c{index}" for index, name in enumerate(names)}, clean)

    def text(self, name: str) -> str | None:
        """Return the SQL of one column without the blanks around it; None when it is not there."""
        column = self.place.get(same_name(name))
        if column is None:
            return None
        blanks = _BLANKS[:1] if self.clean else _BLANKS
        edges = " OR ".join(
            f"starts_with({column}, {literal(b)}) OR ends_with({column}, {literal(b)})"
            for b in blanks
        )
        # Looking at both ends costs a third of trimming every value.
        trimmed = f"trim({column}, {literal(''.join(blanks))})"
        return f"coalesce(CASE WHEN {edges} THEN {trimmed} ELSE {column} END, '')"


@dataclass(slots=True)
class Plan:
    """Layers of SQL, each over the one before: texts of the file, values, what follows, checks."""

    clean: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    exact: dict[str, str] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    forms: dict[str, DateForms] = field(default_factory=dict)
    content: tuple[str, ...] = ()
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def refuse(self, code: str, column: str, when: str, shown: str) -> None:
        """Add one condition under which a line is refused."""
        self.checks.append(Check(code, column, when, shown))


def plan_columns(
    mapping: Mapping, place: Columns, forms: Table[str, DateForms], at: datetime
) -> Plan:
    """Write the SQL that reads a file of these columns under this mapping."""
    plan = Plan(clean=place.clean, forms=dict(forms))
    for spec in FIELDS[mapping.kind]:
        _plan_field(plan, spec, mapping, place, at)
    if mapping.kind == "purchases":
        _plan_purchase_kind(plan, mapping, place)
    if mapping.kind == "points":
        _plan_signs(plan, mapping.fields.get("points", FieldRule()))
    plan.content = tuple(spec.stored for spec in FIELDS[mapping.kind])
    if mapping.kind in OWNER:
        plan.derived["owner"] = OWNER[mapping.kind]
    return plan


def text_of(rule: FieldRule | None, place: Columns, default: str = "") -> str:
    """Return the SQL of a field's text, before it is typed."""
    if rule is None:
        return literal(default)
    if rule.constant is not None:
        return literal(rule.constant)
    parts = [place.text(name) for name in rule.columns]
    if len(parts) == 1:
        text = parts[0] or literal(default)
    else:
        text = f"concat_ws({literal(rule.separator)}, {', '.join(part for part in parts if part)})"
    if rule.values:
        cases = " ".join(f"WHEN {literal(a)} THEN {literal(b)}" for a, b in rule.values)
        text = f"CASE {text} {cases} ELSE {text} END"
    if default and parts[:1] != [None]:
        text = f"coalesce(nullif({text}, ''), {literal(default)})"
    return text


def _plan_field(plan: Plan, spec: Field, mapping: Mapping, place: Columns, at: datetime) -> None:
    rule = mapping.fields.get(spec.name)
    shown = f"t_{spec.name}"
    if rule is not None and rule.multiplied:
        _plan_product(plan, spec, rule, place, mapping.decimal)
        return
    plan.texts[shown] = text_of(rule, place, spec.default)
    if spec.required:
        plan.refuse("empty", spec.name, f"{shown} = ''", "''")
    match spec.type:
        case "integer":
            _plan_integer(plan, spec, rule)
        case "cents":
            _plan_cents(plan, spec, mapping.decimal)
        case "time":
            _plan_time(plan, spec, mapping.timezone, at)
        case "date":
            _plan_date(plan, spec)
        case _:
            _plan_text(plan, spec)


def _plan_text(plan: Plan, spec: Field) -> None:
    shown = f"t_{spec.name}"
    plan.values[spec.stored] = f"nullif({shown}, '')" if spec.nullable else shown
    if spec.name == "receipt":
        plan.values["receipt"] = f"CASE {shown} WHEN '' THEN t_source_ref ELSE {shown} END"
    if not plan.clean:
        strange = f"regexp_matches({shown}, '[{_STRANGE}]')"
        plan.refuse("strange_character", spec.name, strange, shown)
    plan.refuse("too_long", spec.name, f"length({shown}) > {spec.limit}", shown)
    if spec.type == "card":
        # What people.rules takes: letters and digits once spaces, dots and dashes are gone.
        digits = f"regexp_replace({shown}, '[\\s.\\-_/\\x{{2010}}-\\x{{2015}}]', '', 'g')"
        wrong = f"{shown} <> '' AND NOT regexp_full_match({digits}, '[0-9A-Za-z]{{1,40}}')"
        plan.refuse("card_invalid", spec.name, wrong, shown)
    if spec.choices:
        plan.choices[spec.name] = spec.choices
        allowed = ", ".join(literal(choice) for choice in ("", *spec.choices))
        plan.refuse("choice_unknown", spec.name, f"{shown} NOT IN ({allowed})", shown)


def _plan_integer(plan: Plan, spec: Field, rule: FieldRule | None) -> None:
    shown = f"t_{spec.name}"
    sign = "-" if rule is not None and rule.negate else ""
    plan.values[spec.stored] = (
        f"CASE WHEN regexp_full_match({shown}, '{_INTEGER}') "
        f"THEN {sign}TRY_CAST({shown} AS INTEGER) END"
    )
    plan.refuse("not_integer", spec.name, f"{shown} <> '' AND {spec.stored} IS NULL", shown)


def _sign_of(decimal: str) -> str:
    return {"any": "[.,]", ".": "[.]", ",": ","}[decimal]


def _plan_cents(plan: Plan, spec: Field, decimal: str) -> None:
    """Read an amount with two decimals at most: no rounding is possible, so none is made."""
    shown, sign = f"t_{spec.name}", _sign_of(decimal)
    # The cast to DECIMAL is exact, and happens only to what the pattern let through.
    cents = "TRY_CAST(TRY_CAST(replace({}, ',', '.') AS DECIMAL(18, 2)) * 100 AS BIGINT)"
    plan.values[spec.stored] = (
        f"CASE WHEN regexp_full_match({shown}, '[+-]?[0-9]{{1,11}}({sign}[0-9]{{1,2}})?') "
        f"THEN {cents.format(shown)} "
        f"WHEN regexp_full_match({shown}, '{_GROUPED}({sign}[0-9]{{1,2}})?') "
        f"THEN {cents.format(_without_spaces(shown))} END"
    )
    plan.refuse("not_amount", spec.name, f"{shown} <> '' AND {spec.stored} IS NULL", shown)


def _without_spaces(text: str) -> str:
    return f"regexp_replace({text}, '[ \u00a0\u202f]', '', 'g')"


def _plan_product(plan: Plan, spec: Field, rule: FieldRule, place: Columns, decimal: str) -> None:
    """Read quantity × unit price (four decimals at most) in exact ten-thousandths, then cents."""
    a, b = f"t_{spec.name}_a", f"t_{spec.name}_b"
    for name, column in zip((a, b), rule.columns, strict=True):
        plan.texts[name] = text_of(FieldRule(columns=(column,)), place)
    exact = f"x_{spec.name}"
    unit = f"[+-]?[0-9]{{1,11}}({_sign_of(decimal)}[0-9]{{1,4}})?"
    plan.exact[exact] = (
        f"CASE WHEN regexp_full_match({a}, '{_INTEGER}') AND regexp_full_match({b}, '{unit}') "
        f"THEN TRY_CAST(TRY_CAST(replace({b}, ',', '.') AS DECIMAL(38, 4)) * 10000 AS HUGEINT) "
        f"* TRY_CAST({a} AS INTEGER) END"
    )
    plan.values[spec.stored] = (
        f"TRY_CAST(CASE WHEN {exact} < 0 THEN -1 ELSE 1 END "
        f"* ((abs({exact}) + 50) // 100) AS BIGINT)"
    )
    shown = f"concat({a}, ' × ', {b})"
    plan.refuse("not_amount", spec.name, f"{exact} IS NULL", shown)
    plan.refuse("too_big", spec.name, f"abs({exact}) > {MOST_CENTS * 100}", shown)
    if rule.rounding == "exact":
        plan.refuse("cent_fraction", spec.name, f"{exact} % 100 <> 0", shown)
    else:
        plan.values["rounded"] = f"coalesce({exact} % 100 <> 0, false)"


def _plan_time(plan: Plan, spec: Field, zone: str, at: datetime) -> None:
    shown = f"t_{spec.name}"
    moment, day = read_time(shown, plan.forms[spec.name], zone)
    plan.values[spec.stored] = moment
    plan.values["day"] = day
    limit = literal(at.strftime("%Y-%m-%d %H:%M:%S"))
    plan.refuse("not_date", spec.name, f"{shown} <> '' AND {spec.stored} IS NULL", shown)
    plan.refuse("too_old", spec.name, f"{spec.stored} < {EARLIEST}", shown)
    plan.refuse(
        "future", spec.name, f"{spec.stored} > TIMESTAMP {limit} + INTERVAL 5 MINUTE", shown
    )


def _plan_date(plan: Plan, spec: Field) -> None:
    shown = f"t_{spec.name}"
    plan.values[spec.stored] = read_day(shown, plan.forms[spec.name])
    plan.refuse("not_date", spec.name, f"{shown} <> '' AND {spec.stored} IS NULL", shown)
    outside = f"{spec.stored} < DATE '1900-01-01' OR {spec.stored} > {LATEST_DAY}"
    plan.refuse("day_outside", spec.name, outside, shown)


def _plan_purchase_kind(plan: Plan, mapping: Mapping, place: Columns) -> None:
    whens = [f"WHEN {_holds(rule, place)} THEN {literal(rule.kind)}" for rule in mapping.kinds]
    plan.texts["k"] = f"CASE {' '.join(whens)} ELSE '' END" if whens else "''"
    del plan.values["kind"]
    plan.derived["kind"] = (
        "CASE WHEN t_kind <> '' THEN t_kind WHEN k <> '' THEN k "
        "WHEN net_cents < 0 OR quantity < 0 THEN 'return' ELSE 'sale' END"
    )


def _holds(rule: KindRule, place: Columns) -> str:
    text = text_of(FieldRule(columns=(rule.column,)), place)
    if rule.test == "prefix":
        return f"starts_with({text}, {literal(rule.prefix)})"
    if rule.test == "negative":
        return f"starts_with({text}, '-')"
    return f"regexp_full_match({text}, '-?0+([.,]0+)?')"


def _plan_signs(plan: Plan, rule: FieldRule) -> None:
    gains = ", ".join(map(literal, GAINS))
    spendings = ", ".join(map(literal, SPENDINGS))
    if rule.sign_by_kind:
        points = plan.values["points"]
        plan.values["points"] = (
            f"CASE WHEN t_kind IN ({spendings}) THEN -abs({points}) ELSE {points} END"
        )
    wrong = f"(kind IN ({gains}) AND points < 0) OR (kind IN ({spendings}) AND points > 0)"
    plan.refuse("sign_against_kind", "points", wrong, "concat(t_kind, ' ', t_points)")
