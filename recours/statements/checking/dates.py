"""How dates are written in a file: told by the mapping, or found on the first lines."""

from dataclasses import dataclass

import duckdb

from recours.statements.intake.source import literal

SAMPLE = 20_000
_TIMES = ("", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", "T%H:%M:%S", "T%H:%M", "T%H:%M:%S.%f")
_ZONED = tuple(f"{time}{zone}" for time in _TIMES[1:] for zone in ("%z", "Z"))
_FAMILIES = {
    "iso": tuple(f"%Y-%m-%d{time}" for time in (*_TIMES, *_ZONED)),
    "dmy": tuple(f"{day}{time}" for day in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y") for time in _TIMES),
    "mdy": tuple(f"%m/%d/%Y{time}" for time in _TIMES),
    "compact": ("%Y%m%d", "%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%dT%H%M%S"),
}


@dataclass(frozen=True, slots=True)
class DateForms:
    """The forms to try, the most frequent first. `unsure`: day and month could be swapped."""

    forms: tuple[str, ...]
    unsure: bool = False

    @property
    def plain(self) -> tuple[str, ...]:
        """Return the forms in the operator's local time."""
        return tuple(form for form in self.forms if not form.endswith(("%z", "Z")))

    @property
    def utc(self) -> tuple[str, ...]:
        """Return the forms that end with Z."""
        return tuple(form for form in self.forms if form.endswith("Z"))

    @property
    def zoned(self) -> tuple[str, ...]:
        """Return the forms that say their own offset."""
        return tuple(form for form in self.forms if "%z" in form)


def find_forms(
    db: duckdb.DuckDBPyConnection, relation: str, text: str, given: tuple[str, ...]
) -> DateForms:
    """Return the forms of one column: those given, or the family that reads most of a sample."""
    if given:
        return DateForms(given)
    db.execute(
        "CREATE OR REPLACE TEMP TABLE sampled_dates AS "
        f"SELECT DISTINCT {text} AS t FROM (SELECT * FROM {relation} LIMIT {SAMPLE}) WHERE t <> ''"
    )
    read = {family: _count_forms(db, forms) for family, forms in _FAMILIES.items()}
    best = max(read, key=lambda family: max(read[family].values()))
    total = {family: sum(counts.values()) for family, counts in read.items()}
    ordered = sorted(read[best], key=lambda form: -read[best][form])
    return DateForms(tuple(ordered), unsure=best == "dmy" and 0 < total["dmy"] == total["mdy"])


def _count_forms(db: duckdb.DuckDBPyConnection, forms: tuple[str, ...]) -> dict[str, int]:
    counts = ", ".join(f"count(try_strptime(t, {literal(form)}))" for form in forms)
    row = db.execute(f"SELECT {counts} FROM sampled_dates").fetchone()
    return dict(zip(forms, row or (0,) * len(forms), strict=True))


def read_time(text: str, forms: DateForms, zone: str) -> tuple[str, str]:
    """Return the SQL of a moment in naive UTC, and of its day at the operator's place.

    In the hour that comes twice when winter time begins, the second is meant.
    """
    moments, days = [], []
    if forms.plain:
        plain = _strptime(text, forms.plain)
        moments.append(f"timezone('UTC', timezone({literal(zone)}, {plain}))")
        days.append(f"{plain}::DATE")
    if forms.utc:
        utc = _strptime(text, forms.utc)
        moments.append(utc)
        days.append(f"timezone({literal(zone)}, timezone('UTC', {utc}))::DATE")
    if forms.zoned:
        zoned = _strptime(text, forms.zoned)
        moments.append(f"timezone('UTC', {zoned})")
        days.append(f"timezone({literal(zone)}, {zoned})::DATE")
    return f"coalesce({', '.join(moments)})", f"coalesce({', '.join(days)})"


def read_day(text: str, forms: DateForms) -> str:
    """Return the SQL of a calendar day."""
    plain = forms.plain or ("%Y-%m-%d",)
    return f"{_strptime(text, plain)}::DATE"


def _strptime(text: str, forms: tuple[str, ...]) -> str:
    # A date begins with a figure: words like "infinity" and "epoch" are dates to the engine only.
    figure = f"CASE WHEN ascii({text}) BETWEEN 48 AND 57 THEN {text} END"
    return f"try_strptime({figure}, [{', '.join(map(literal, forms))}])"
