"""What people read: each e-mail, in both languages, as text and as a page."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from recours.correspondence import palette, queries
from recours.correspondence.commands.lint_letter import lint_letter
from recours.correspondence.composing import page_of
from recours.correspondence.models import Outbox
from recours.correspondence.rules.mails import MissingValue, NotOurWords, UnknownTemplate, mail
from recours.correspondence.rules.typography import squash
from tests.correspondence.casting import ACKNOWLEDGEMENT, ANSWER, MAILS, OPERATOR

pytestmark = pytest.mark.django_db

EVERY = [(name, language) for name in MAILS for language in ("fr", "en")]
TOKENS_CSS = Path(palette.__file__).parents[1] / "web/ui/static/ui/tokens.css"


class Page(HTMLParser):
    """Reads a page as a person does, and keeps its tags for the tests."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.silent = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.silent += tag == "style"

    def handle_endtag(self, tag):
        self.silent -= tag == "style"

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)

    @property
    def text(self) -> str:
        return squash("".join(self.words))


def both(write, name, language, **changes):
    """Queue the e-mail; return its text and its page."""
    key = write(template=name, language=language, **changes)
    row = Outbox.objects.select_related("message").get(pk=key)
    return queries.mail(key), Page(page_of(row)), page_of(row)


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_mail_says_who_writes_and_how_to_reach_them(write, name, language):
    card, page, _ = both(write, name, language)

    for text in (squash(card.text), page.text):
        for owed in (OPERATOR["name"], OPERATOR["address"], OPERATOR["email"], OPERATOR["phone"]):
            assert owed in text
        assert ("non surtaxé" if language == "fr" else "not surcharged") in text


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_mail_says_everything_it_was_given_in_text_and_in_page(write, name, language):
    card, page, html = both(write, name, language)

    for value in MAILS[name].values():
        if not isinstance(value, str) or re.fullmatch(r"\d{4}-.*|web|partly", value):
            continue  # codes and dates are written in words
        assert squash(value) in squash(f"{card.subject} {card.text}")
        if value.startswith("http"):
            assert f'href="{value}"' in html
        else:
            assert squash(value) in page.text


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_page_can_be_read_by_everybody_and_calls_nobody(write, name, language):
    _, page, html = both(write, name, language)
    tags = [tag for tag, _ in page.tags]

    assert ("html", {"lang": language}) in page.tags
    assert tags.count("h1") == 1
    assert "title" in tags
    assert not set(tags) & {"table", "img", "script", "iframe", "form", "object", "svg"}
    assert not re.search(r"@import|url\(|src=", html)
    assert "prefers-color-scheme: dark" in html
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert all(link.startswith(("https://", "mailto:")) for link in links)


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_the_tone_is_ours(write, name, language):
    card, page, _ = both(write, name, language)

    for text in (card.subject + card.text, page.text):
        assert "!" not in text
        for banned in (
            "veuillez",
            "suite à",
            "malheureusement",
            "désagrément",
            "n'hésitez pas",
            "meilleurs délais",
            "accusons",
            "unfortunately",
            "kindly",
            "inconvenience",
        ):
            assert banned not in squash(text).lower()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_french_is_set_and_english_is_not(write, language):
    card, _, html = both(write, "acknowledgement", language)

    if language == "fr":
        assert "s’en occupe" in card.text
        assert "12\u00a0janvier\u00a02027" in card.text
        assert "\u202f" not in card.text, "some readers of mail have no narrow space"
        assert "document\u202f:" in html
    else:
        assert "\u00a0janvier" not in card.text
    assert "02\u00a040\u00a000\u00a000\u00a000" in card.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_acknowledgement_says_all_that_the_law_and_our_word_owe(write, language):
    card, page, _ = both(write, "acknowledgement", language)

    assert lint_letter(kind="acknowledgement", values=ACKNOWLEDGEMENT, text=card.text) == []
    linked = f"{page.text} {ACKNOWLEDGEMENT['follow_url']}"  # the page links where the text writes
    assert lint_letter(kind="acknowledgement", values=ACKNOWLEDGEMENT, text=linked) == []


def test_the_acknowledgement_reads_as_somebody_angry_should_read_it(write):
    card, _, _ = both(write, "acknowledgement", "fr")
    opening = squash(card.text).split("Ce que nous avons enregistré")[0]

    assert card.subject == "Nous avons votre réclamation R-2026-04817-K"
    assert opening == (
        "Bonjour, Nous avons votre réclamation. Basile Nguyen s'en occupe et vous répond au plus "
        "tard mardi 12 janvier 2027. C'est notre engagement. Vous n'avez rien à faire. "
    )
    assert "jeudi 12 novembre 2026 à 18 h 42, formulaire en ligne" in squash(card.text)


def test_nobody_is_named_when_nobody_has_the_case_yet(write):
    values = {**ACKNOWLEDGEMENT, "assignee": ""}
    card, page, _ = both(write, "acknowledgement", "fr", values=values)

    assert "Nous vous répondons au plus tard mardi 12 janvier 2027." in squash(card.text)
    assert "Suivie par" not in card.text + page.text


def test_what_is_missing_is_asked_without_blocking(write):
    values = {
        **ACKNOWLEDGEMENT,
        "missing": ["La date de l'achat, même approximative"],
        "missing_by": "2026-11-19",
    }
    card, page, _ = both(write, "acknowledgement", "fr", values=values)

    for text in (squash(card.text), page.text):
        assert "La date de l'achat, même approximative" in text
        assert "envoyez-le avant le jeudi 19 novembre 2026" in text
        assert "Sinon, nous vous répondons quand même." in text


def test_only_a_refusal_names_the_mediator_in_the_answer(write):
    founded = {**ANSWER, "outcome": "founded", "mediator_until": ""}
    card, page, _ = both(write, "answer", "fr", values=founded, key="yes")
    assert "édiat" not in card.text + page.text

    card, page, _ = both(write, "answer", "fr", key="partly")
    for text in (squash(card.text), page.text):
        assert "jusqu'au vendredi 12 novembre 2027" in text
        assert "https://mediation-proximite.example" in text


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_that_lacks_what_it_owes_is_refused(write, name):
    for value in MAILS[name]:
        values = {**MAILS[name], value: ""}
        if value in _optional(name):
            write(template=name, values=values, key=f"without {value}")
            continue
        with pytest.raises(MissingValue) as refused:
            write(template=name, values=values, key=f"without {value}")
        assert value in refused.value.names


def _optional(name):
    needed_to_refuse = {"mediator_until"} if name == "answer" else set()
    return set(mail(name).optional) - needed_to_refuse


def test_the_mediator_is_owed_by_every_acknowledgement(write, settings):
    settings.OPERATOR = {**OPERATOR, "mediator": {**OPERATOR["mediator"], "site": ""}}

    with pytest.raises(MissingValue, match=r"operator\.mediator\.site"):
        write(template="acknowledgement")


def test_a_template_that_does_not_exist_is_refused(write):
    with pytest.raises(UnknownTemplate):
        write(template="newsletter", values={})


@pytest.mark.parametrize(
    "label",
    [
        "Gagnez sur https://spam.example",
        "écrivez à pirate@spam.example",
        "www.spam.example",
        "ligne\nBcc: victime",
        "x" * 161,
        "\u202eevil",
    ],
)
@pytest.mark.parametrize("field", ["kind", "wish", "assignee", "reference"])
def test_an_acknowledgement_carries_no_word_of_a_stranger(write, field, label):
    with pytest.raises(NotOurWords):
        write(template="acknowledgement", values={**ACKNOWLEDGEMENT, field: label})


def test_an_acknowledgement_does_not_even_name_whoever_wrote(write):
    card, page, _ = both(write, "acknowledgement", "fr", to_name="Achetez mes pilules")

    assert "pilules" not in card.subject + card.text + page.text + card.to_name


def test_markup_in_a_value_is_shown_and_not_obeyed(write):
    values = {
        **MAILS["progress"],
        "sentence": "<script>alert(1)</script> {{ settings.SECRET_KEY }}",
    }
    card, page, html = both(write, "progress", "fr", values=values)

    assert "<script>alert(1)</script> {{ settings.SECRET_KEY }}" in card.text
    assert "<script" not in html
    assert "<script>alert(1)</script>" in page.text


def test_the_inks_of_the_mails_are_those_of_the_site():
    css = TOKENS_CSS.read_text()
    for name, light in palette.LIGHT.items():
        found = re.search(rf"--{name}:\s+light-dark\((#\w+), (#\w+)\)", css)
        assert found, name
        assert (light, palette.DARK[name]) == found.groups(), name
