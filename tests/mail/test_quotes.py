"""What a person wrote stays; what repeats another is folded: each mailer in its own way."""

import json
import re
from pathlib import Path

import pytest

from recours.mail.fold import fold

NEW = """Bonjour,

Le paragraphe 3 de vos conditions dit le contraire.
Mes 120 points manquent toujours."""
FILE = Path(__file__).parent / "quotes.json"
SHAPES = {
    section: {name: "\n".join(lines) for name, lines in cases.items()}
    for section, cases in json.loads(FILE.read_text(encoding="utf-8")).items()
}
# What mailers add under an answer; what only looks so; messages passed on; signatures.
TAILS, KEPT, FORWARDS, SIGNATURES = SHAPES.values()


@pytest.mark.parametrize("mailer", TAILS)
def test_the_answer_is_whole_and_the_rest_is_folded(mailer):
    folded = fold(f"{NEW}\n\n{TAILS[mailer]}\n", subject="RE: Points manquants", is_reply=True)
    assert folded.text == NEW
    assert "Votre demande est close." in folded.quoted


@pytest.mark.parametrize("case", KEPT)
def test_words_that_only_look_like_a_quote_stay(case):
    folded = fold(KEPT[case], subject="Réclamation")
    assert folded.text == KEPT[case]
    assert folded.quoted == ""


@pytest.mark.parametrize("mailer", FORWARDS)
@pytest.mark.parametrize("above", ["", "Voyez ce qu'on m'a répondu.\n\n"])
def test_a_message_passed_on_is_the_content(mailer, above):
    folded = fold(above + FORWARDS[mailer], subject="TR : Points manquants")
    assert "Votre demande est close." in folded.text
    assert "Votre demande" not in folded.quoted


def test_answers_inside_a_quotation_stay_with_what_they_answer():
    text = """Le 02/11/2026 à 10:12, Service client a écrit :
> Bonjour Madame,
>
> Quel est le numéro du ticket ?

Le 4417.

> Quel jour ?

Le 9 octobre.

> Cordialement"""
    folded = fold(text, is_reply=True)
    assert "Le 4417." in folded.text
    assert "Le 9 octobre." in folded.text
    assert "> Quel jour ?" in folded.text
    assert "Bonjour Madame" in folded.quoted
    assert "Cordialement" in folded.quoted


def test_an_answer_under_the_quotation_is_the_text():
    text = "Le 02/11/2026 à 10:12, X a écrit :\n> Quel ticket ?\n> Merci\n\nLe 4417."
    folded = fold(text, is_reply=True)
    assert folded.text == "Le 4417."


def test_nothing_new_shows_everything():
    text = TAILS["gmail"]
    folded = fold(text, subject="RE: Points", is_reply=True)
    assert folded.text == text
    assert folded.quoted == ""


@pytest.mark.parametrize("case", SIGNATURES)
def test_signatures_and_small_print_are_folded(case):
    folded = fold(f"{NEW}\n\n{SIGNATURES[case]}\n")
    assert folded.text == NEW
    assert re.findall(r"\w+", folded.signature) == re.findall(r"\w+", SIGNATURES[case])


def test_a_name_under_cordialement_stays():
    text = f"{NEW}\n\nCordialement,\nAlice Rivoire"
    assert fold(text).text == text
