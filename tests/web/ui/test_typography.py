"""French pages leave with their typography set; code, values and addresses leave as they are."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from recours.web.ui.middleware import TypographyMiddleware
from recours.web.ui.typography import plain, typography, typography_of_page

NN, NB = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Fondée : 248 points dus", f"Fondée{NN}: 248{NB}points dus"),
        ("Comment est-ce calculé ?", f"Comment est-ce calculé{NN}?"),
        ("« Oui », dit-elle ; puis non !", f"«{NN}Oui{NN}», dit-elle{NN}; puis non{NN}!"),
        ("L'achat d'Alice", "L’achat d’Alice"),
        ("1 842 points, 2 000 000 €", f"1{NN}842{NB}points, 2{NN}000{NN}000{NN}€"),
        ("81 % des clients", f"81{NN}% des clients"),
        ("mardi 24 novembre 2026", f"mardi 24{NB}novembre{NB}2026"),
        ("le 1er décembre", f"le 1er{NB}décembre"),
        ("jusqu'au 24 nov. 2026", f"jusqu’au 24{NB}nov.{NB}2026"),
        ("à 18 h 42", f"à 18{NB}h{NB}42"),
        ("art. 4.2 et n° 3, p. 5", f"art.{NB}4.2 et n°{NB}3, p.{NB}5"),
        ("− 38", f"−{NB}38"),
        ("M. Dupont et Mme Le Goff", f"M.{NB}Dupont et Mme{NB}Le Goff"),
    ],
)
def test_a_sentence_typed_plainly_is_read_set(typed, read):
    assert typography(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "02 40 00 00 00",
        "en 2026 248 autres",
        "R-2026-04817-K",
        "https://exemple.fr/a?b=c",
        "Il prit un loup. 5 autres",
        "5' 30",
        "12:30",
    ],
)
def test_what_is_not_french_prose_is_left_alone(typed):
    assert typography(typed) == typed


MARKS = ["« ", " »", " : ", " ; ", " ?", "'", "&#x27;", " €", "\u202f", "\u00a0", "\n  ", " ", "5"]
WORDS = [
    "1er ",
    "1 842",
    "18 h 42",
    "24 mai 2026",
    "art. 4",
    "n° 3",
    "M. Dupont",
    "− 38",
    "mot",
    "p. ",
]
TAGS = ["<b>", "</b>", "<code>a : b</code>", "<sup>er</sup>", '<i title="a : b">', "</i>"]
PIECES = st.sampled_from([*MARKS, *WORDS, *TAGS, "mai ", " 2026"])
PROSE = st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join)


@given(PROSE)
def test_setting_twice_is_setting_once(text):
    once = typography(text)
    assert typography(once) == once


@given(PROSE)
def test_setting_a_page_twice_is_setting_it_once(text):
    once = typography_of_page(text)
    assert typography_of_page(once) == once


@given(PROSE)
def test_no_word_is_lost(text):
    assert plain(typography(text)) == plain(text)


def test_the_text_of_a_page_is_set_and_nothing_else():
    page = (
        "<!doctype html><title>Fondée : oui</title>"
        "<style>a :hover { b : c }</style><script>x = 'a ; b';</script>"
        '<a href="/a?b= : c" title="L&#x27;achat : oui" data-x="a : b">l&#x27;achat : oui</a>'
        '<input value="a : b" placeholder="Réf. : 3"><textarea>l\'eau : tiède</textarea>'
        "<code>a : 1 842</code><pre>a : b</pre><!-- a : b -->"
        '<svg aria-label="Jour : 8"><text>1er : 3</text></svg><p>Le 1er mai</p>'
    )
    assert typography_of_page(page) == (
        f"<!doctype html><title>Fondée{NN}: oui</title>"
        "<style>a :hover { b : c }</style><script>x = 'a ; b';</script>"
        f'<a href="/a?b= : c" title="L’achat{NN}: oui" data-x="a : b">l’achat{NN}: oui</a>'
        f'<input value="a : b" placeholder="Réf.{NN}: 3"><textarea>l\'eau : tiède</textarea>'
        "<code>a : 1 842</code><pre>a : b</pre><!-- a : b -->"
        f'<svg aria-label="Jour{NN}: 8"><text>1er : 3</text></svg><p>Le 1<sup>er</sup>{NB}mai</p>'
    )


def test_a_mark_after_a_tag_keeps_its_space():
    assert typography_of_page("<b>Service</b> : magasin") == f"<b>Service</b>{NN}: magasin"


def _through(response, language="fr"):
    with translation.override(language):
        return TypographyMiddleware(lambda _request: response)(RequestFactory().get("/"))


def test_a_french_page_is_set():
    response = HttpResponse("<p>Fondée : oui</p>")
    response["Content-Length"] = str(len(response.content))
    answer = _through(response)
    assert answer.content.decode() == f"<p>Fondée{NN}: oui</p>"
    assert answer["Content-Length"] == str(len(answer.content))


def test_an_english_page_is_left_alone():
    assert _through(HttpResponse("<p>Founded : yes</p>"), "en").content == b"<p>Founded : yes</p>"


def test_what_is_not_a_page_is_left_alone():
    answer = _through(HttpResponse('{"a" : 1}', content_type="application/json"))
    assert answer.content == b'{"a" : 1}'


def test_a_stream_passes_as_it_comes():
    answer = _through(StreamingHttpResponse(iter([b"<p>a : ", b"b</p>"])))
    assert b"".join(answer) == b"<p>a : b</p>"


def test_a_page_in_another_alphabet_of_bytes_is_read_as_what_it_says():
    answer = _through(HttpResponse("<p>l'été : ici</p>", content_type="text/html; charset=utf-8"))
    assert "l’été" in answer.content.decode()
