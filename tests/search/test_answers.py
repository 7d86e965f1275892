"""What an agent types, and the cases that come: the same on both databases."""

from datetime import timedelta

import pytest

from recours.search import finding
from recours.search.queries import Filters, extracts, search
from recours.search.rules.documents import Part
from tests.search.cases import DESK, NOW, case, index, numbers

pytestmark = pytest.mark.django_db

ALICE = {
    "names": ["Alice Rivoire"],
    "identifiers": ["R-2026-00001-X", "2500 4712 24471", "06 12 34 56 78", "0100-03-261107-0732"],
    "addresses": ["alice.rivoire@exemple.fr"],
}


@pytest.fixture
def shelf():
    """Six cases, the sixth the latest."""
    index(
        case(1, "Mes points de fidélité ont expiré, je suis très mécontente.", **ALICE),
        case(2, "Le remboursement de l’île n’est jamais arrivé.", names=["Jean d’Ormesson"]),
        case(3, "J'ai demandé a etre remboursee, sans reponse.", names=["Zoé Müller"]),
        case(4, "My loyalty points were never refunded.", language="en", names=["John O'Brien"]),
        case(5, "La carte a été refusée à la caisse. Refusée !", names=["Marc Martin"]),
        case(
            6, "Rivoire est aussi une marque de chocolats ; le cœur du problème.", names=["Li Na"]
        ),
    )


def ask(words, **more):
    more = {"programmes": None, "audiences": DESK} | more
    return search(words=words, **more)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("réclamation", []),
        ("expirés", [1]),
        ("EXPIREES", [1]),
        ("fidelite", [1]),
        ("mecontent", [1]),
        ("point", [4, 1]),
        ("rembourser", [3, 2]),
        ("remboursée", [3, 2]),
        ("refund", [4]),
        ("île", [2]),
        ("l'ile", [2]),
        ("coeur", [6]),
        ("chocolat marque", [6]),
        ("points -refunded", [1]),
        ('"points de fidélité"', [1]),
        ('"fidélité points"', []),
        ('"carte refusée"', []),
        ("carte refusée", [5]),
        ("rembours*", [3, 2]),
        ("remboursem*", [3, 2]),
        ("remb*", [3, 2]),
        ("le de", [6, 2]),
        ("les points du problème", []),
    ],
)
def test_words_are_found_whatever_their_ending_and_accents(shelf, words, expected):
    assert numbers(ask(words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ormesson", [2]),
        ("d'ormesson", [2]),
        ("jean orm", [2]),
        ("muller", [3]),
        ("Zoe", [3]),
        ("obrien", []),
        ("o'brien", [4]),
        ("mart", [5]),
        ("na", [6]),
        ("alice points", [1]),
        ("rivoire", [1, 6]),
        ("rivo", [1]),
    ],
)
def test_people_are_found_by_the_beginning_of_their_names(shelf, words, expected):
    assert numbers(ask(words)) == expected


@pytest.mark.parametrize(
    "words",
    [
        "R-2026-00001-X",
        "r2026-00001x",
        "R-2026-00001",
        "2500471224471",
        "2500 4712 24471",
        "25004712",
        "06 12 34 56 78",
        "0612345678",
        "+33 6 12 34 56 78",
        "06.12.34.56.78",
        "0100-03-261107-0732",
        "0100-03-2611",
        "alice.rivoire@exemple.fr",
        "Alice.Rivoire@Exemple.fr",
        "alice.riv",
        "alice.rivoire@ex",
    ],
)
def test_numbers_and_addresses_are_found_whole_or_by_their_beginning(shelf, words):
    found = ask(words)

    assert numbers(found) == [1]
    assert found.hits[0].by_name


ODD = (
    *('"', '""', "-", "*", "()", "'", ":", "^", "NEAR(a b)", "-points", "terms:points", "{a b}:c"),
    *("'':*", "a&b|!c", "%s", "%", "_", "½", "🙂", "﷽", '-"points points"', '" OR "1"="1'),
    *("points AND", "", " ", "\x00", "\\", "\ud800", "\u202e", "é" * 5_000, "-" * 300, '"' * 299),
)


@pytest.mark.parametrize("words", [*ODD, "x y " * 60])
def test_anything_may_be_typed(shelf, words):
    ask(words)


def test_operators_of_the_databases_are_words():
    index(case(1, "noir or blanc"), case(2, "noir"), case(3, "blanc"))

    assert numbers(ask("noir OR blanc")) == [1]
    assert numbers(ask("noir | blanc")) == [1]
    assert numbers(ask("noir NOT blanc")) == []


def test_a_phrase_does_not_cross_from_one_message_to_the_next():
    index(case(1, "la carte", "refusée"), case(2, "la carte refusée"))

    assert numbers(ask('"carte refusée"')) == [2]
    assert numbers(ask("carte refusée")) == [2, 1]


def test_words_of_one_question_may_stand_in_different_messages_and_names():
    index(case(1, "Le colis est perdu.", "Je voudrais un avoir.", names=["Alice Rivoire"]))

    assert numbers(ask("rivoire avoir colis")) == [1]


def test_names_come_first_then_words_side_by_side_then_the_latest():
    index(
        case(1, "rien", names=["Fidèle Point"]),
        case(2, "un point fidèle"),
        case(3, "fidèle au point du jour"),
        case(4, "fidèle point"),
        case(5, "le point est fidèle"),
    )

    assert numbers(ask("fidèle point")) == [1, 4, 5, 3, 2]


def test_no_more_than_the_latest_are_shown_and_it_is_said():
    index(*(case(n, "des points", names=["Alice"] if n == 2 else []) for n in range(1, 8)))

    found = ask("points", most=3)
    assert (numbers(found), found.capped) == ([7, 6, 5], True)
    assert not ask("points", most=7).capped
    assert numbers(ask("alice points", most=3)) == [2]


def test_a_note_is_found_only_by_who_may_read_it():
    index(case(1, Part("note", "Je soupçonne une fraude.", audience="mediator"), "Bonjour"))

    for words in ("fraude", "bonjour fraude", '"une fraude"', "frau*"):
        assert numbers(ask(words)) == []
        assert numbers(ask(words, audiences={"customer", "mediator"})) == [1]
    assert numbers(ask("bonjour -fraude")) == [1]  # what one may not read does not hide either
    found = ask("bonjour")
    shown = extracts(question=found.question, abouts=["R-2026-00001-X"], audiences=DESK)
    assert {e.kind for e in shown.values()} == {"message"}


def test_only_the_programmes_one_serves_are_searched(shelf):
    index(case(7, "Mes points ont expiré", programme="autre"))

    assert numbers(ask("expiré", programmes={"quai"})) == [1]
    assert numbers(ask("expiré", programmes={"autre"})) == [7]
    assert numbers(ask("expiré", programmes={"quai", "autre"})) == [7, 1]
    assert numbers(ask("expiré", programmes=set())) == []


def test_filters_narrow_and_may_ask_alone():
    def seen(number, **facts):
        return case(number, "des points", facts=list(facts.items()), customer=f"c{number % 2}")

    index(seen(1, s="close", k="FID"), seen(2, s="close", k="AUT"), seen(3, s="analyse", k="FID"))

    def asked(words="points", **more):
        return numbers(ask(words, filters=Filters(**more)))

    assert asked(facts={"s": ["close"]}) == [2, 1]
    assert asked(facts={"s": ["close"], "k": ["FID"]}) == [1]
    assert asked(facts={"s": ["close", "analyse"]}) == [3, 2, 1]
    assert asked(customer="c1") == [3, 1]
    assert asked("", customer="c1") == [3, 1]
    assert asked("", since=NOW + timedelta(hours=2)) == [3, 2]
    assert asked("", until=NOW + timedelta(hours=2)) == [1]
    assert asked(since=NOW + timedelta(days=9)) == []
    assert numbers(ask("", filters=Filters())) == []
    assert asked("-points", customer="c1") == []


def test_a_case_that_speaks_again_is_found_by_its_new_words_only(shelf):
    index(case(1, "Tout est réglé."))

    assert numbers(ask("réglé")) == [1]
    assert numbers(ask("expiré")) == []
    assert numbers(ask("alice")) == []


def test_the_excerpt_names_where_the_words_were_found_and_marks_them():
    index(
        case(
            1,
            Part("message", "Bonjour <b>à vous</b>."),
            Part(
                "recognised",
                "Vu à la caisse : Carte REFUSÉE, " + "ticket " * 90,
                title="ticket.jpg",
            ),
        )
    )
    found = ask("refuser carte")

    extract = extracts(question=found.question, abouts=[found.hits[0].about], audiences=DESK)[
        "R-2026-00001-X"
    ]

    assert (extract.kind, extract.title) == ("recognised", "ticket.jpg")
    assert [piece.text for piece in extract.pieces if piece.marked] == ["Carte", "REFUSÉE"]
    assert sum(len(piece.text) for piece in extract.pieces) < 260


def test_a_phrase_is_read_in_the_latest_cases_and_it_is_said(monkeypatch):
    monkeypatch.setattr(finding, "AT_ONCE", 2)
    monkeypatch.setattr(finding, "READ", 4)
    index(case(1, "la carte refusée"), case(2, "la carte refusée"))
    index(*(case(n, "refusée, la carte") for n in range(3, 7)))

    assert (numbers(ask('"carte refusée"')), ask('"carte refusée"').capped) == ([], True)
    index(case(6, "la carte refusée"))
    assert (numbers(ask('"carte refusée"')), ask('"carte refusée"').capped) == ([6], True)
    monkeypatch.setattr(finding, "READ", 8)
    assert (numbers(ask('"carte refusée"')), ask('"carte refusée"').capped) == ([6, 2, 1], False)
