"""Read a whole file into the table `facts`: typed, identified, each line judged, in columns."""

from dataclasses import dataclass, replace
from datetime import datetime

import duckdb

from recours.statements.checking.columns import SEPARATOR, Columns, Plan, plan_columns, text_of
from recours.statements.checking.dates import DateForms, find_forms
from recours.statements.fields import FIELDS
from recours.statements.intake.source import LISTED, Source, Unreadable, literal
from recours.statements.mapping import Mapping
from recours.statements.report import Notice, Problem


@dataclass(frozen=True, slots=True)
class Normalised:
    """The table `facts` is made; `bad` lines of it are described by `problems` (the first ones)."""

    source: Source
    plan: Plan
    rows_in: int
    bad: int
    problems: tuple[Problem, ...]
    notices: tuple[Notice, ...]


def normalise(
    db: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping, at: datetime
) -> Normalised:
    """Fill `facts` from a file; fall back on reading line by line when it is irregular."""
    try:
        plan = _fill(db, source, mapping, at)
    except duckdb.Error as bad:
        if source.careful is None:
            raise Unreadable(Problem(0, "", str(bad).splitlines()[0][:120], "unreadable")) from bad
        return normalise(db, source.careful().with_sha256(source.sha256), mapping, at)
    faithful = source.rows in {None, _count(db, "SELECT count(*) FROM facts")}
    if not faithful and source.careful is not None:
        return normalise(db, source.careful().with_sha256(source.sha256), mapping, at)
    bad_lines = _count(db, "SELECT count(*) FROM facts WHERE bad")
    rows = _count(db, "SELECT count(*) FROM facts")
    problems = _explain(db, source, plan) if bad_lines else []
    return Normalised(
        source=source,
        plan=plan,
        rows_in=rows + source.faults.count,
        bad=bad_lines + source.faults.count,
        problems=tuple(sorted([*source.faults.listed, *problems], key=lambda p: p.line)[:LISTED]),
        notices=(*source.notices, *_date_notices(plan), *_rounding_notices(db, plan)),
    )


def _fill(db: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping, at: datetime) -> Plan:
    place = Columns.of(source.columns, clean=source.clean)
    plan = plan_columns(mapping, place, _forms(db, source, mapping, place), at)
    stored = [*plan.content, *(name for name in plan.values if name not in plan.content)]
    if "owner" in plan.derived:
        stored.append("owner")
    db.execute(
        "CREATE OR REPLACE TABLE facts AS SELECT "
        f"{(source.line and 'line') or 'NULL::BIGINT'} AS line_no, {', '.join(stored)}, "
        f"left(sha256(content), 32)::UUID AS key, {_bad(plan)} AS bad, false AS known "
        f"FROM (SELECT *, concat_ws({SEPARATOR}, {_texts(plan)}) AS content "
        f"FROM {_layers(source, plan)})"
    )
    if source.line is None:
        db.execute("UPDATE facts SET line_no = rowid + 2")
    return plan


def _layers(source: Source, plan: Plan) -> str:
    """Return the file as texts, then as values, then as what follows from them."""
    first = [*(["line"] if source.line else []), *_named(plan.texts)]
    relation = f"(SELECT {', '.join(first)} FROM {source.relation})"
    for layer in (plan.exact, plan.values, plan.derived):
        if layer:
            relation = f"(SELECT *, {', '.join(_named(layer))} FROM {relation})"
    return relation


def _named(layer: dict[str, str]) -> list[str]:
    return [f"{sql} AS {name}" for name, sql in layer.items()]


def _texts(plan: Plan) -> str:
    """Return the parts that make the identity of a line, each as text, absent ones as empty."""
    return ", ".join(
        f"coalesce({f'epoch_us({name})' if name == 'occurred_at' else name}::VARCHAR, '')"
        for name in plan.content
    )


def _bad(plan: Plan) -> str:
    return " OR ".join(f"coalesce({check.when}, false)" for check in plan.checks)


def _forms(
    db: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping, place: Columns
) -> dict[str, DateForms]:
    return {
        spec.name: find_forms(
            db, source.relation, text_of(mapping.fields.get(spec.name), place), mapping.dates
        )
        for spec in FIELDS[mapping.kind]
        if spec.type in {"time", "date"}
    }


def _explain(db: duckdb.DuckDBPyConnection, source: Source, plan: Plan) -> list[Problem]:
    """Read the file again and say, for the first bad lines, every reason of each."""
    if source.line is None:
        db.execute(f"CREATE OR REPLACE TEMP TABLE raw AS SELECT * FROM {source.relation}")
        relation = "(SELECT rowid + 2 AS line, * FROM raw)"
        numbered = replace(source, relation=relation, line="line")
    else:
        numbered = source
    reasons = ", ".join(
        f"CASE WHEN {check.when} THEN {{'code': {literal(check.code)}, "
        f"'field': {literal(check.column)}, 'shown': left({check.shown}, 80)}} END"
        for check in plan.checks
    )
    rows = db.execute(
        "SELECT line, reason.field, reason.shown, reason.code FROM ("
        f"SELECT line, unnest(list_filter([{reasons}], lambda r: r IS NOT NULL)) AS reason "
        f"FROM {_layers(numbered, plan)}) ORDER BY line LIMIT {LISTED}"
    ).fetchall()
    return [_problem(plan, *row) for row in rows]


def _problem(plan: Plan, line: int, column: str, shown: str | None, code: str) -> Problem:
    allowed = ", ".join(plan.choices.get(column, ()))
    details = (("allowed", allowed),) if code == "choice_unknown" else ()
    return Problem(line, column, shown or "", code, details)


def _date_notices(plan: Plan) -> list[Notice]:
    return [
        Notice("dates_unsure", (("column", name),))
        for name, forms in plan.forms.items()
        if forms.unsure
    ]


def _rounding_notices(db: duckdb.DuckDBPyConnection, plan: Plan) -> list[Notice]:
    if "rounded" not in plan.values:
        return []
    count = _count(db, "SELECT count(*) FROM facts WHERE rounded AND NOT bad")
    return [Notice("cents_rounded", (("count", str(count)),))] if count else []


def _count(db: duckdb.DuckDBPyConnection, query: str) -> int:
    row = db.execute(query).fetchone()
    return int(row[0]) if row else 0
