"""What receipts and letters say of themselves: proposed when it is there, left empty when not."""

from datetime import date

import pytest

from recours.kernel.references import make_reference
from recours.scans.days import days_in
from recours.scans.letter import letter_fields
from recours.scans.receipt import receipt_fields
from tests.scans.paper import LETTER, RECEIPT

STORES = ["Nantes Beaujoire", "Quai de la Fosse", "Rennes Alma"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Nantes, le 3 novembre 2026", date(2026, 11, 3)),
        ("le 1er décembre 2026", date(2026, 12, 1)),
        ("Le premier aout 2026", date(2026, 8, 1)),
        ("le3novembre 2026", date(2026, 11, 3)),
        ("3 n0vembre 2026", date(2026, 11, 3)),
        ("le 12 fevrler 2026", date(2026, 2, 12)),
        ("vingt et un juin deux mille vingt-six", date(2026, 6, 21)),
        ("07/11/2026", date(2026, 11, 7)),
        ("07.11.26 11:04", date(2026, 11, 7)),
        ("2026-11-07T10:00", date(2026, 11, 7)),
        ("31 sept. 2026", None),
        ("45/11/2026", None),
        ("02 40 11 22 33", None),
        ("le 3 carottes 2026", None),
    ],
)
def test_days_as_french_people_write_them(written, day):
    found = [one.day for one in days_in(written)]
    assert found == ([day] if day else [])


def test_a_receipt_gives_its_four_fields():
    found = receipt_fields(RECEIPT, stores=STORES)

    assert found.store == "Quai de la Fosse"
    assert (found.date, found.total_cents) == (date(2026, 11, 7), 14_680)
    assert found.number == "0412-118-00732"


@pytest.mark.parametrize(
    ("lines", "cents"),
    [
        ("TOTAL TTC 11,54", 1_154),
        ("TOTALTTC\n11,54", 1_154),
        ("T0TAL A PAYER 1 234,50 EUR", 123_450),
        ("SOUS-TOTAL 20,00\nTOTAL 18,00", 1_800),
        ("TOTAL HT 15,00\nTVA 3,00\nNET A PAYER 18,00", 1_800),
        ("TOTAL POINTS 246\nTOTAL 12.50", 1_250),
        ("CB 7,90", 790),
        ("THEIERE 42,00", None),
        ("TOTAL", None),
        ("TOTAL -5,00 REMISE", None),
    ],
)
def test_the_total_is_the_one_that_was_paid(lines, cents):
    assert receipt_fields(lines).total_cents == cents


def test_a_day_that_has_not_come_is_not_proposed():
    text = "Valable jusqu'au 31/12/2027\nDate 07/11/2026"
    assert receipt_fields(text, latest=date(2026, 11, 12)).date == date(2026, 11, 7)


@pytest.mark.parametrize("text", ["", "\f\f", "🙂", "0" * 30_000, "TOTAL " * 5_000, "le " * 9_000])
def test_any_words_give_fields_or_nothing(text):
    assert receipt_fields(text, stores=STORES).store == ""
    assert letter_fields(text).sender_name == ""


def test_a_letter_gives_who_when_and_which_card():
    found = letter_fields(LETTER, ours=["Bellerive", "12 quai de la Fosse"])

    assert found.written_on == date(2026, 11, 3)
    assert found.sender_name == "Alice Rivoire"
    assert found.sender_address == "4 rue du Calvaire, 44000 Nantes"
    assert (found.card, found.card_checks) == ("2990012345672", True)
    assert found.phone == "06 12 34 56 78"


def test_a_card_that_was_misread_is_said_not_to_check():
    found = letter_fields(LETTER.replace("2990012345672", "2990012345673"))
    assert (found.card, found.card_checks) == ("2990012345673", False)


def test_our_own_address_is_never_the_senders():
    letter = "Bellerive\n12 quai de la Fosse\n44000 Nantes\n\nMadame, Monsieur,\n\nBruno Petit"
    found = letter_fields(letter, ours=["Bellerive"])
    assert (found.sender_name, found.sender_address) == ("Bruno Petit", "")


def test_a_reference_is_read_when_its_check_holds_and_only_then():
    reference = make_reference(2026, 4_817)
    check = reference[-1]
    wrong = "A" if check != "A" else "B"

    assert letter_fields(f"Réf. {reference}").reference == reference
    assert letter_fields(f"R 2026 O48l7 {check}").reference == reference
    assert letter_fields(f"R-2026-04817-{wrong}").reference == ""
