"""Every golden date, ours or those of the file named by GOLDEN_DATES."""

import json
import os
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from recours.kernel.money import parse_cents
from recours.law.days import easter_sunday
from recours.law.due import iso
from recours.law.engine import due
from recours.law.holiday_calendar import holidays_of

FILE = Path(os.environ.get("GOLDEN_DATES") or Path(__file__).with_name("golden_dates.json"))
VECTORS = json.loads(FILE.read_text(encoding="utf-8"))

# What a vector may give beside the day of the event, and what the engine calls it.
UNTIL = {"resumed", "paid", "until"}
AS_THEY_ARE = {"info_missing", "days_late", "suspended_days"}
DAYS = {"prescription_end", "info_given"}
SETTLED = {"region", "year", "sum", *UNTIL, *AS_THEY_ARE, *DAYS}
WITHOUT_EFFECT = {"email_open", "email_opened"}

SAME_AS = {
    "raw": {"raw", "last_day", "end", "refund_by", "purge_from", "due", "opens", "new_end"},
    "rolled": {"rolled"},
    "operator": {"operator", "trader_date", "shown_to_operator", "shown_to_trader"},
    "customer": {"customer", "customer_last_day", "shown_to_customer"},
    "window_start": {"window_start"},
    "window_end": {"window_end"},
    "percent": {"percent", "surcharge", "surcharge_pct"},
}
EXTRAS = {"with_repair_ext_6m": "repair_6m_raw", "with_ext_12m_param": "repair_12m_raw"}
NTH_DAY = re.compile(r"d(\d+)(_ouv[56])?")


def moment(text):
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def start_of(given):
    """The day of the event: the one input that means nothing else (a scale may have none)."""
    names = [name for name in given if name not in SETTLED | WITHOUT_EFFECT]
    if not names and "days_late" in given:
        return date(2026, 1, 5)
    assert len(names) == 1, f"which of {sorted(given)} is the day of the event?"
    return moment(given[names[0]])


def asked(rule, given):
    more = {name: given[name] for name in AS_THEY_ARE & set(given)}
    more |= {name: moment(given[name]) for name in DAYS & set(given)}
    for name in UNTIL & set(given):
        more["until"] = moment(given[name])
    if "sum" in given:
        more["sum_cents"] = parse_cents(given["sum"])
    return due(rule, start_of(given), region=given.get("region", "FR"), **more)


def written(value):
    return iso(value) if isinstance(value, date) else str(value)


def answer(rule, given, name):
    """What the engine says under the name a vector uses; an unknown name is a failure."""
    nth = NTH_DAY.fullmatch(name)
    if nth:
        family = re.sub(r"-\d+$", "", rule)
        found = asked(f"{family}-{nth[1]}", given)
        return written(found.extras["ouvrables_mon_sat"] if nth[2] == "_ouv6" else found.raw)
    found = asked(rule, given)
    for attribute, names in SAME_AS.items():
        if name in names:
            value = getattr(found, attribute)
            assert value is not None, f"{rule} has no {attribute}"
            return written(value)
    if name in {"surcharge_amount", "surcharge_eur"}:
        return f"{found.extras['surcharge_cents'] / 100:.2f}"
    name = EXTRAS.get(name, name)
    assert name in found.extras, f"{rule}: nothing is called {name!r}"
    return written(found.extras[name])


@pytest.mark.parametrize(
    "vector",
    VECTORS,
    ids=[f"{v['rule']}-{'-'.join(map(str, v['input'].values()))}" for v in VECTORS],
)
def test_the_golden_date_comes_out(vector):
    rule, given, expected = vector["rule"], vector["input"], vector["expected"]
    assert expected, "a vector that expects nothing proves nothing"
    if rule == "EASTER":
        assert {year: str(easter_sunday(int(year))) for year in expected} == expected
    elif rule == "HOLIDAYS-FR":
        days = holidays_of(given.get("region", "FR"), given["year"])
        assert set(expected) == {"days"}
        assert [str(day) for day in days] == sorted(expected["days"])
    else:
        found = {name: answer(rule, given, name) for name in expected}
        assert found == {name: str(value) for name, value in expected.items()}


def test_the_operator_ignores_a_local_holiday_that_would_give_more_time():
    found = due("A-ACK-ACPR", date(2026, 12, 18), region="FR-AM")
    assert found.raw == date(2027, 1, 2)
    assert found.operator == date(2026, 12, 31)


def test_the_year_added_when_the_right_was_not_told_ends_on_a_working_day_for_the_customer():
    found = due("C-WITHDRAW", date(2026, 7, 31), info_missing=True)
    assert found.raw == date(2027, 8, 14)
    assert found.customer == date(2027, 8, 16)


@pytest.mark.parametrize(
    ("days", "percent"),
    [(30, 10), (21, 10), (90, 50), (91, 55), (120, 55), (121, 60), (390, 100), (500, 100)],
)
def test_a_refund_after_a_withdrawal_costs_five_points_more_for_each_month_begun(days, percent):
    paid = date(2026, 1, 5) + timedelta(days=days)
    assert due("C-WITHDRAW-PEN", date(2026, 1, 5), until=paid).percent == percent


@pytest.mark.parametrize(("days", "percent"), [(15, 20), (30, 20), (31, 50), (400, 50)])
def test_a_late_refund_of_an_order_costs_ten_twenty_then_fifty_per_cent(days, percent):
    for rule in ("D-REF-PEN", "D-GLC-REF-PEN"):
        assert due(rule, date(2026, 1, 5), days_late=days).percent == percent
