"""The letters: what is printed, what a machine finds in the file, and what cannot leave."""

import copy
import io
import json
import re

import pikepdf
import pytest

from recours.correspondence import queries
from recours.correspondence.commands.lint_letter import lint_letter
from recours.correspondence.commands.render_letter import render_letter
from recours.correspondence.commands.write_letter import write_letter
from recours.correspondence.errors import LetterIncomplete
from recours.correspondence.pdf_text import NotOurPdf, text_of
from recours.correspondence.rules.lint import UnknownLetter
from recours.correspondence.rules.mails import UnknownTemplate
from recours.correspondence.rules.tokens import ANSWER, TOKENS
from recours.correspondence.rules.typography import squash
from tests.correspondence.casting import ACKNOWLEDGEMENT, AT, CASE, LETTER, OPERATOR

BY_POST = {
    **ACKNOWLEDGEMENT,
    "customer": LETTER["customer"],
    "written_on": "2026-11-12",
    "signatory": "Basile Nguyen",
}
VALUES = {"answer": LETTER, "acknowledgement": BY_POST}
EVERY = [(kind, language) for kind in VALUES for language in ("fr", "en")]
PERSONAL = {**LETTER, "concerns_data": True}


def without(path, *, values=LETTER):
    """Return the values with one of them removed; `points.0.why` names one of a list."""
    left = copy.deepcopy({"operator": OPERATOR, **values})
    *steps, last = path.split(".")
    inside = left
    for step in steps:
        inside = inside[int(step)] if isinstance(inside, list) else inside[step]
    inside.pop(int(last) if isinstance(inside, list) else last)
    return left


def printed(values, *, kind="answer", language="fr"):
    return text_of(render_letter(template=kind, values=values, language=language))


def lacks(values, text, *, kind="answer"):
    return {one.token for one in lint_letter(kind=kind, values=values, text=text)}


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_letter_can_be_kept_for_ever_and_read_aloud(kind, language):
    pdf = render_letter(template=kind, values=VALUES[kind], language=language)

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        root = opened.Root
        assert str(root.Lang).startswith(language)
        assert CASE in str(opened.docinfo.Title)
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.MarkInfo.Marked
        assert root.StructTreeRoot.K is not None
        with opened.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["pdfuaid:part"] == "1"
        for page in opened.pages:
            for font in page.Resources.Font.values():
                described = font.DescendantFonts[0].FontDescriptor
                assert any(name in described for name in ("/FontFile2", "/FontFile3"))


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_the_case_is_attached_for_machines(kind, language):
    pdf = render_letter(
        template=kind, values={**VALUES[kind], "case": {"points": 248}}, language=language
    )

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (name,) = opened.attachments
        attached = opened.attachments[name]
        assert name.endswith(".json")
        assert str(opened.Root.AF[0].AFRelationship) == "/Data"
        assert json.loads(attached.get_file().read_bytes()) == {"points": 248}


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_what_we_read_back_is_what_another_reader_reads(kind, language):
    pdf = render_letter(template=kind, values=VALUES[kind], language=language)

    assert squash(text_of(pdf)).replace(" ", "") == _read_by_pikepdf(pdf).replace(" ", "")


def _read_by_pikepdf(pdf):
    """Read the text another way: a PDF library for the objects and the strings."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return squash("".join(word for page in opened.pages for word in _words(page)))


def _words(page):
    tables = {name: _letters(font) for name, font in page.Resources.Font.items()}
    letters, artifacts = {}, []
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in {"BDC", "BMC"}:
            artifacts.append(str(operands[0]) == "/Artifact")
        elif operator == "EMC":
            artifacts.pop()
        elif operator == "Tf":
            letters = tables[str(operands[0])]
        elif operator in {"Tj", "TJ"} and not any(artifacts):
            pieces = operands[0] if operator == "TJ" else operands
            strings = (bytes(one) for one in pieces if isinstance(one, pikepdf.String))
            yield from (letters[code] for string in strings for code in _codes(string))


def _codes(string):
    return [int.from_bytes(string[at : at + 2]) for at in range(0, len(string), 2)]


def _letters(font):
    table = font.ToUnicode.read_bytes().decode()
    found = re.findall(r"^<(\w{4})> <(\w+)>$", table, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in found}


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_whole_letter_lacks_nothing(kind, language):
    assert (
        lacks(VALUES[kind], printed(VALUES[kind], kind=kind, language=language), kind=kind) == set()
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_letter_about_personal_data_names_the_cnil(language):
    assert lacks(PERSONAL, printed(PERSONAL, language=language)) == set()
    assert lacks(PERSONAL, printed(LETTER, language=language)) == {"cnil"}


REMOVED = {
    "operator": ["operator.name", "operator.address", "operator.email"],
    "phone": ["operator.phone"],
    "reference": ["reference"],
    "dates": ["sent_on", "received_at", "channel"],
    "written-on": ["written_on"],
    "signatory": ["signatory", "signatory_role"],
    "every-point": ["points", "points.1.question"],
    "decision-and-why": ["points.0.why", "points.1.decision"],
    "facts": ["facts"],
    "calculation": ["lines.2.amount", "lines.0.source", "total", "total.amount"],
    "rule-applied": ["rules.version", "rules.sha256", "terms.version", "terms.effective_from"],
    "remedy": ["remedy", "remedy.when"],
    "remedy-points": ["remedy.points"],
    "remedy-expiry": ["remedy.expires_on"],
    "mediator": ["operator.mediator.name", "operator.mediator.address", "operator.mediator.site"],
    "mediator-last-day": ["mediator_until"],
}
WORDS = {
    "mediator-free": ("gratuit", "payant"),
    "mediator-conditions": ("facultative", "obligatoire"),
    "other-recourse": ("conciliateur", "notaire"),
    "review-by-a-person": ("une autre personne", "un autre service"),
    "cnil": ("cnil", "arcep"),
    "log-key": ("3f2a90c1", "00000000"),
}


@pytest.mark.parametrize(
    ("token", "path"), [(token, path) for token, paths in REMOVED.items() for path in paths]
)
def test_each_compulsory_element_is_missed(token, path):
    values = without(path)

    assert token in lacks(values, printed(values)), "the lint sees nothing"


@pytest.mark.parametrize(("token", "words"), WORDS.items())
def test_each_compulsory_turn_of_phrase_is_missed(token, words):
    kept, put = words
    text = re.sub(kept, put, squash(printed(PERSONAL)), flags=re.IGNORECASE)

    assert lacks(PERSONAL, text) == {token}


def test_every_element_of_the_answer_was_seen_missing_by_one_of_these_tests():
    seen = {*REMOVED, *WORDS, "remedy-words", "no-odr-link", "no-marketing"}

    assert {token.id for token in ANSWER} == seen


@pytest.mark.parametrize("token", [token.id for token in TOKENS["acknowledgement"]])
def test_each_element_of_the_acknowledgement_is_missed(token):
    text = squash(printed(BY_POST, kind="acknowledgement"))
    spoilt = {
        "operator": text.replace("12 quai de la Fosse", ""),
        "phone": text.replace("02 40 00 00 00", ""),
        "reference": text.replace(CASE, ""),
        "dates": text.replace("formulaire en ligne", ""),
        "copy": text.replace("copie datée", "copie"),
        "subject": text.replace("Les points de cet achat", ""),
        "answer-due": text.replace("12 janvier 2027", ""),
        "human-and-format": text.replace("grands caractères", ""),
        "mediator": text.replace("8 rue des Arbitres", ""),
        "mediator-last-day": text.replace("12 novembre 2027", ""),
        "mediator-free": text.replace("gratuitement", ""),
        "mediator-first-day": text.replace("12 janvier 2027", ""),
        "data-notice": text.replace("cinq ans", "longtemps"),
        "log-key": text.replace("3f2a90c1", ""),
        "no-odr-link": f"{text} https://ec.europa.eu/consumers/odr",
        "no-marketing": f"{text} Profitez de nos soldes.",
    }[token]

    assert lacks(BY_POST, text, kind="acknowledgement") == set()
    assert token in lacks(BY_POST, spoilt, kind="acknowledgement")


@pytest.mark.parametrize(
    ("words", "token"),
    [
        ("Voyez https://ec.europa.eu/consumers/odr.", "no-odr-link"),
        ("Ne manquez pas nos offres.", "no-marketing"),
        ("Take advantage of our new card.", "no-marketing"),
    ],
)
def test_what_must_never_be_said_is_found(words, token):
    values = {**LETTER, "facts": [*LETTER["facts"], words]}

    assert lacks(values, printed(values)) == {token}


def test_a_full_yes_needs_no_mediator():
    values = without("points.1")

    assert lacks(values, printed(values)) == set()
    assert "édiat" not in printed(values)
    assert "une autre personne" in squash(printed(values))


def test_a_full_no_gives_nothing_and_says_where_to_go():
    values = {**without("points.0"), "remedy": None, "lines": []}

    text = squash(printed(values))
    assert lacks(values, text) == set()
    assert "Ce que nous faisons" not in text
    assert "jusqu'au vendredi 12 novembre 2027" in text


@pytest.mark.parametrize(
    ("points", "seen"), [(1, "1 point Sur"), (248, "248 points Sur"), (1842, "1 842 points Sur")]
)
def test_points_are_counted_as_people_say_them(points, seen):
    values = {**LETTER, "remedy": {**LETTER["remedy"], "points": points}}

    assert seen in squash(printed(values))


@pytest.mark.parametrize(
    ("language", "day"), [("fr", "Vendredi 20 novembre 2026"), ("en", "Friday 20 November 2026")]
)
def test_the_day_of_the_letter_begins_its_line(language, day):
    assert day in " ".join(printed(LETTER, language=language).split())


def test_a_remedy_in_words_is_owed_its_words():
    values = {
        **LETTER,
        "remedy": {"kind": "repair", "text": "Carte refaite.", "when": "2026-11-20"},
    }
    assert lacks(values, printed(values)) == set()

    values["remedy"] = {"kind": "repair", "when": "2026-11-20"}
    assert "remedy-words" in lacks(values, printed(values))


def test_a_lack_says_who_asks_for_it():
    values = without("operator.phone")
    found = lint_letter(kind="answer", values=values, text=printed(values))
    phone = next(one for one in found if one.token == "phone")

    assert (phone.level, phone.rule, phone.article) == ("law", "A-PHONE", "C. conso., art. L121-16")
    assert phone.sentence("fr") == "Il manque le numéro de téléphone non surtaxé."
    assert phone.sentence("en") == "The telephone number, not surcharged, is missing."


@pytest.mark.django_db
def test_a_letter_is_kept_with_its_version(data_folder):
    first = write_letter(about=CASE, kind="answer", values=LETTER, language="fr", at=AT)
    second = write_letter(about=CASE, kind="answer", values=LETTER, language="en", at=AT)

    assert [letter.version for letter in queries.letters(CASE)] == [1, 2]
    assert first.attachment.name == f"{CASE}-reponse.pdf"
    assert second.attachment.name == f"{CASE}-answer-2.pdf"
    kept = queries.open_attachment(first.attachment.id)
    assert kept.card.sha256 == first.sha256
    assert kept.data.startswith(b"%PDF-")


@pytest.mark.django_db
def test_an_incomplete_letter_does_not_exist(data_folder):
    values = without("operator.mediator.site")

    with pytest.raises(LetterIncomplete) as refused:
        write_letter(about=CASE, kind="answer", values=values, language="fr", at=AT)

    assert [one.token for one in refused.value.missing] == ["mediator"]
    assert "médiateur" in str(refused.value)
    assert queries.letters(CASE) == []
    assert queries.attachments_of(CASE) == []


def test_the_same_letter_has_the_same_bytes():
    one, two = (render_letter(template="answer", values=LETTER, language="fr") for _ in range(2))

    assert one == two


def test_markup_in_a_value_is_printed_and_not_obeyed():
    hostile = '#panic("x") *gras* <b>b</b> $x$ // fin \\ @ref {{ x }}'
    values = {**LETTER, "facts": [hostile]}

    assert squash(hostile) in squash(printed(values))


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("Ναταλία Ιβάνοβα", "Ναταλία Ιβάνοβα"),
        ("Nguyễn Văn Đức", "Nguyễn Văn Đức"),
        ("Юрий", "Юрий"),
        ("Alice\u202e\x00\u200b R", "Alice R"),
    ],
)
def test_names_of_everywhere_are_printed(name, seen):
    values = {**LETTER, "customer": {"name": name}}

    assert seen in squash(printed(values))


@pytest.mark.parametrize("name", ["李小龍", "Alice 😀", "\ue000\ufdd0 Alice"])
def test_a_name_our_fonts_cannot_draw_never_holds_a_letter_back(name):
    values = {**LETTER, "customer": {"name": name}}

    assert lacks(values, printed(values)) == set()


def test_a_long_case_keeps_its_last_day_and_its_signature():
    values = {
        **LETTER,
        "facts": [f"Fait numéro {n} : " + "nous avons relu les relevés. " * 12 for n in range(40)],
        "lines": LETTER["lines"] * 12,
    }

    text = printed(values)
    assert lacks(values, text) == set()
    assert "Fait numéro 39" in squash(text)


def test_unknown_letters_are_refused():
    with pytest.raises(UnknownTemplate):
        render_letter(template="newsletter", values=LETTER, language="fr")
    with pytest.raises(UnknownLetter):
        lint_letter(kind="newsletter", values=LETTER, text="")


def test_a_pdf_that_is_not_ours_is_not_guessed():
    blank = io.BytesIO()
    with pikepdf.new() as other:
        other.add_blank_page()
        other.save(blank)

    with pytest.raises(NotOurPdf):
        text_of(blank.getvalue())
    with pytest.raises(NotOurPdf):
        text_of(b"nothing")
