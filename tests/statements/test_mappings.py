"""How an operator's own columns become ours: a closed vocabulary, refused when it says more."""

from datetime import UTC, datetime

import pytest

from recours.statements import queries
from recours.statements.errors import MappingRefused
from recours.statements.mapping import load_mapping, shipped_mappings

TILL = """
name = "caisse"
kind = "purchases"
timezone = "America/Martinique"
dates = ["%d/%m/%y %H:%M"]
ignore = ["Vendeur"]
[columns]
source_ref = { concat = ["Magasin", "Ticket"], separator = "-" }
receipt = "Ticket"
occurred_at = "Date"
store = { column = "Magasin", values = { "01" = "Fort-de-France", "02" = "Le Lamentin" } }
channel = { constant = "magasin" }
quantity = "Qte"
net = { multiply = ["Qte", "PU"], rounding = "half_up" }
[[kinds]]
kind = "cancellation"
column = "Ticket"
prefix = "A"
[[kinds]]
kind = "adjustment"
column = "PU"
zero = true
"""
HEADER = "Ticket;Magasin;Date;Qte;PU;Vendeur"
MOVES = """
kind = "points"
[columns]
source_ref = "id"
member = "carte"
kind = { column = "type", values = { "GAIN" = "earned", "USAGE" = "redeemed" } }
points = { column = "pts", sign = "by_kind" }
occurred_at = "date"
"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def mapping_file(tmp_path):
    def write(text):
        path = tmp_path / "mapping.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_mapping_makes_purchases_of_the_tills_columns(take, mapping_file):
    lines = [HEADER, "12;01;31/12/25 23:30;3;1,255;Léa", "A13;02;31/12/25 23:31;-1;2,00;Léa"]

    take(lines, mapping=mapping_file(TILL))

    sale = queries.purchase("cercle", "01-12")
    assert sale.occurred_at == datetime(2026, 1, 1, 3, 30, tzinfo=UTC)
    assert (sale.store, sale.channel, sale.kind) == ("Fort-de-France", "magasin", "sale")
    assert sale.total_cents == 377  # 3 × 1.255 = 3.765, half up
    assert queries.purchase("cercle", "02-A13").kind == "cancellation"


@pytest.mark.parametrize(
    ("quantity", "price", "cents"),
    [("3", "0,335", 101), ("-3", "0,335", -101), ("-1", "0,005", -1), ("1", "0,0049", 0),
     ("999999999", "0,01", 999999999), ("1", "0", 0)],
)  # fmt: skip
def test_products_are_exact_and_halves_go_away_from_zero(
    take, mapping_file, quantity, price, cents
):
    take([HEADER, f"1;01;31/12/25 10:00;{quantity};{price};x"], mapping=mapping_file(TILL))

    assert queries.purchase("cercle", "01-1").total_cents == cents


def test_a_fraction_of_a_cent_is_refused_unless_rounding_is_asked(refused, mapping_file):
    exact = TILL.replace(', rounding = "half_up"', "")
    told = refused([HEADER, "1;01;31/12/25 10:00;1;0,335;x"], mapping=mapping_file(exact))
    assert told == [(2, "net", "cent_fraction")]


def test_a_product_too_big_for_a_purchase_is_refused(refused, mapping_file):
    line = "1;01;31/12/25 10:00;999999999;99999999999;x"
    assert (2, "net", "too_big") in refused([HEADER, line], mapping=mapping_file(TILL))


def test_a_column_of_the_mapping_must_be_in_the_file(refused, mapping_file):
    told = refused(["Ticket;Magasin;Date;Qte", "1;01;31/12/25 10:00;1"], mapping=mapping_file(TILL))
    assert told == [(1, "PU", "column_missing")]


def test_points_without_a_sign_take_that_of_their_kind(take, mapping_file):
    lines = ["id;carte;type;pts;date", "1;M1;GAIN;30;2026-03-01", "2;M1;USAGE;10;2026-03-02"]

    take(lines, kind="points", mapping=mapping_file(MOVES))

    assert [m.points for m in queries.movements_of("cercle", "M1")] == [30, -10]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[columns]", "eval = 'x'\n[columns]"), "unknown eval"),
        (('receipt = "Ticket"', 'receit = "Ticket"'), "unknown receit"),
        (('occurred_at = "Date"\n', ""), "occurred_at"),
        (("America/Martinique", "Mars/Olympus"), "time zone"),
        (("America/Martinique", "../../etc/passwd"), "time zone"),
        (("%d/%m/%y %H:%M", "x'; DROP TABLE facts; --"), "holds more than"),
        (('kind = "purchases"', 'kind = "points"'), "reads points"),
        (('multiply = ["Qte", "PU"]', 'multiply = ["Qte"]'), "multiply takes"),
        (('{ constant = "magasin" }', '{ constant = "a", column = "b" }'), "say one of"),
        (('kind = "cancellation"', 'kind = "gift"'), "a kind among"),
        (('prefix = "A"', 'prefix = ""'), "prefix"),
        (('"half_up"', '"half_even"'), "choose one of"),
        (("[columns]", "[columns"), "line"),
    ],
)
def test_a_mapping_outside_the_vocabulary_is_refused(mapping_file, change, said):
    assert change[0] in TILL
    with pytest.raises(MappingRefused, match=said):
        load_mapping(mapping_file(TILL.replace(*change, 1)), "purchases")


def test_quotes_in_a_mapping_are_only_text(take, mapping_file):
    nasty = TILL.replace("magasin", "l'entrepôt; DROP TABLE facts; --")
    take([HEADER, "1;01;31/12/25 10:00;1;1;x"], mapping=mapping_file(nasty))

    assert queries.purchase("cercle", "01-1").channel == "l'entrepôt; DROP TABLE facts; --"


@pytest.mark.parametrize("name", ["../secret", "absent", "/nowhere/m.toml"])
def test_a_mapping_that_does_not_exist_is_refused(name):
    with pytest.raises(MappingRefused):
        load_mapping(name, "purchases")


@pytest.mark.parametrize("name", shipped_mappings())
def test_shipped_mappings_can_be_read(name):
    assert load_mapping(name, "purchases").name == name
