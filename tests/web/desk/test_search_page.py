"""The box of the desk, as an agent uses it; no script is needed."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from recours.complaints.models import Complaint
from recours.journeys.add_to_complaint import add_to_complaint
from recours.journeys.index_waiting_complaints import index_waiting_complaints
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.loyalty.commands.create_programme import create_programme
from recours.people.commands.create_staff import create_staff
from recours.search.commands.mark_changed import mark_changed
from recours.web.ui.typography import plain
from tests.crash.cast import NOW, open_shop
from tests.web.signing import sign_in_staff

BOX = "/bureau/recherche/"


@pytest.fixture(autouse=True)
def shop(db, data_folder, tmp_path):
    open_shop(tmp_path)
    create_programme(code="autre", name="Autre programme", at=NOW)


def at_the_desk(name, *roles, programmes=("bellerive",)):
    card = create_staff(
        email=f"{name.split()[0].lower()}@bureau.exemple",
        name=name,
        roles=roles or ["agent"],
        programmes=None if programmes is None else list(programmes),
        points_limit=100,
        at=NOW,
    )
    client = Client(raise_request_exception=True)
    client.staff = card.id
    return sign_in_staff(client, card.id, factor=True)


@pytest.fixture
def basile():
    return at_the_desk("Basile Nguyen")


def lodge(key, story, *, name="Alice Rivoire", programme="bellerive", days=0, **more):
    said = Lodging(
        key=key,
        kind="AUT",
        programme=programme,
        name=name,
        email=f"{key}@exemple.fr",
        story=story,
        **more,
    )
    return lodge_complaint(lodging=said, at=NOW + timedelta(days=days)).reference


def index():
    index_waiting_complaints(at=NOW + timedelta(days=40), limit=100)


def look(desk, query="", status=200, **params):
    answer = desk.get(BOX, {"q": query, **params} if query else params)
    assert answer.status_code == status
    return plain(unescape(answer.content.decode()))


def listed(page):
    return re.findall(r'<a class="worklist-title" href="/bureau/dossier/([^/]+)/"', page)


def test_words_show_where_they_stand_marked_and_harmless(basile):
    one = lodge("one", "Mes points <script>alert(1)</script> ont expiré hier.")
    lodge("two", "Un colis perdu.", name="Bruno Petit")
    index()

    page = basile.get(BOX, {"q": "point expirée"}).content.decode()

    assert listed(page) == [one]
    assert "<mark>points</mark>" in page
    assert "<mark>expiré</mark>" in page
    assert "<script>alert" not in page
    assert "Message du client" in page
    assert "1 réclamation répond" in plain(unescape(page))


def test_a_reference_opens_its_case_at_once_indexed_or_not(basile):
    reference = lodge("one", "Un colis perdu.")

    for typed in (reference, reference.lower(), reference.replace("-", " ")):
        assert basile.get(BOX, {"q": typed})["Location"] == f"/bureau/dossier/{reference}/"


def test_a_number_that_names_one_case_opens_it(basile):
    one = lodge("one", "Un colis perdu.", phone="06 12 34 56 78")
    lodge("two", "Un colis perdu.")
    for typed in ("one@exemple.fr",):
        assert basile.get(BOX, {"q": typed})["Location"] == f"/bureau/dossier/{one}/"
    index()
    for typed in ("one@exemple.fr", "one@ex", "+33 6 12 34 56 78", "061234"):
        assert basile.get(BOX, {"q": typed})["Location"] == f"/bureau/dossier/{one}/"


def test_an_address_with_several_cases_lists_them_and_their_customer(basile):
    first = lodge("one", "Un colis perdu.")
    second = lodge_complaint(
        lodging=Lodging(
            key="again", kind="AUT", programme="bellerive", name="Alice", email="one@exemple.fr"
        ),
        at=NOW + timedelta(days=1),
    ).reference
    index()

    page = look(basile, "one@exemple.fr")

    assert listed(page) == [second, first]
    assert "2 réclamations</span>" in page
    client = re.search(r'href="(\?client=[^"]+)"', page)[1]
    assert listed(plain(basile.get(BOX + client).content.decode())) == [second, first]


def test_nobody_finds_or_counts_the_cases_of_another_programme(basile):
    mine = lodge("one", "Un samovar cassé.")
    theirs = lodge("two", "Un samovar cassé.", programme="autre", name="Nadia Roux")
    index()

    page = look(basile, "samovar")
    assert listed(page) == [mine]
    assert "1 réclamation répond" in page
    assert "Nadia" not in page
    for query in (theirs, "two@exemple.fr", "Nadia"):
        page = look(basile, query)
        assert listed(page) == []
        assert "Aucune réclamation ne répond" in page
    assert set(listed(look(at_the_desk("Chloe", "supervisor", programmes=None), "samovar"))) == {
        mine,
        theirs,
    }


def test_a_case_that_changed_programme_a_moment_ago_is_not_counted(basile):
    moved = lodge("one", "Un samovar cassé.")
    index()
    Complaint.objects.filter(reference=moved).update(programme="autre")

    assert "Aucune réclamation ne répond" in look(basile, "samovar")


def test_filters_narrow_and_the_address_keeps_them(basile):
    old = lodge("one", "Un samovar cassé.")
    new = lodge("two", "Un samovar rayé.", days=9, channel="telephone")
    Complaint.objects.filter(reference=new).update(assignee="")
    Complaint.objects.filter(reference=old).update(assignee=basile.staff)
    for reference in (old, new):
        mark_changed(about=reference, at=NOW)
    index()

    def asked(**params):
        return listed(look(basile, "samovar", **params))

    assert asked() == [new, old]
    assert asked(etat="ouvertes") == [new, old]
    assert asked(etat="reglees") == []
    assert asked(charge="moi") == [old]
    assert asked(charge="personne") == [new]
    assert asked(canal="telephone") == [new]
    assert asked(depuis="2026-11-25") == [new]
    assert asked(jusque="2026-11-25") == [old]
    assert asked(famille="AUT", programme="bellerive") == [new, old]
    assert listed(look(basile, canal="telephone")) == [new]
    page = look(basile, "samovar", charge="moi", etat="ouvertes")
    assert 'href="?q=samovar&charge=moi"' in page  # the chip that is on leads to without it
    assert "Enlever tous les filtres" in page


def test_pages_hold_each_case_once(basile):
    references = [lodge(f"n{n}", "Un samovar cassé.", days=n) for n in range(23)]
    index()

    first, second = look(basile, "samovar"), look(basile, "samovar", page="2")

    assert "page 1 sur 2" in first
    assert 'href="?q=samovar&page=2"' in first
    assert listed(first) + listed(second) == references[::-1]


@pytest.mark.parametrize(
    "params",
    [
        {"page": "0"},
        {"page": "1000000000"},
        {"page": "-1"},
        {"page": "x"},
        {"etat": "password"},
        {"famille": "' OR 1=1"},
        {"canal": "*"},
        {"charge": "tous"},
        {"client": "1"},
        {"depuis": "hier"},
        {"depuis": "2026-13-40"},
        {"piece": "2"},
        {"fields": "*"},
        {"order_by": "password"},
        {"programme": "x" * 41},
        {"programme": "a\x00b"},
    ],
)
def test_an_address_nobody_could_have_followed_is_refused_and_words_are_kept(basile, params):
    page = look(basile, "mon samovar", status=400, **params)

    assert 'value="mon samovar"' in page


@pytest.mark.parametrize(
    "words",
    ['"', "-", "*", "'", "\x00", "NEAR(", "a:b", "%", "\\", "()", "é" * 200, "🙂", '" OR "', "<b>"],
)
def test_anything_may_be_typed_in_the_box(basile, words):
    look(basile, words)


def test_words_too_long_are_refused_with_their_beginning_kept(basile):
    assert 'value="' + "a" * 200 + '"' in look(basile, "a" * 10_000, status=400)


def test_an_empty_box_says_what_may_be_asked(basile):
    page = look(basile)

    assert "rembours*" in page
    assert listed(page) == []


def test_it_says_when_the_index_is_behind(basile):
    reference = lodge("one", "Un colis perdu.")
    index()
    assert "du retard" not in look(basile, "colis")
    mark_changed(about=reference, at=NOW - timedelta(days=400))
    assert "La recherche a du retard" in look(basile, "colis")


def test_one_page_asks_as_much_for_one_case_as_for_many(basile, django_assert_max_num_queries):
    lodge("one", "Un samovar cassé.")
    index()
    look(basile, "samovar")
    with django_assert_max_num_queries(30) as few:
        look(basile, "samovar")
    for n in range(5):
        reference = lodge(f"n{n}", "Un samovar cassé.")
        add_to_complaint(
            complaint=reference, author="Alice", text="Le samovar fuit.", channel="web", at=NOW
        )
    index()
    with django_assert_max_num_queries(len(few)):
        look(basile, "samovar")


def test_in_english_too(basile):
    lodge("one", "Un samovar cassé.")
    index()
    basile.cookies["langue"] = "en"
    page = look(basile, "samovar")
    assert "1 complaint matches" in page
    assert "Message from the customer" in page
