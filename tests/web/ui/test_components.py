"""Every component draws itself, in both languages, with what it is given and nothing unsafe."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import recours.web.ui
from recours.web.ui import charts
from recours.web.ui.samples import samples
from recours.web.ui.typography import plain

FOLDER = Path(recours.web.ui.__file__).parent
COMPONENTS = sorted(path.stem for path in (FOLDER / "templates" / "cotton").glob("*.html"))
STYLES = sorted((FOLDER / "static" / "ui").glob("*.css"))
# drawn by the layouts, or only inside another, and tested below
ELSEWHERE = {"errors", "pager", "icon", "calc_line", "facts", "how", "lost", "messages"}


def draw(source, language="fr", **values):
    from django_cotton.compiler_regex import CottonCompiler  # noqa: PLC0415  # its only door for a text

    with translation.override(language):
        template = Template(CottonCompiler().process(source))
        return plain(template.render(RequestContext(RequestFactory().get("/ici/"), values)))


@pytest.fixture(scope="module")
def live_page():
    with translation.override("fr"):
        return render_to_string("ui/components.html", samples(), RequestFactory().get("/ui/"))


@pytest.mark.parametrize("name", sorted(set(COMPONENTS) - ELSEWHERE))
def test_every_component_is_on_the_live_page(name):
    page = (FOLDER / "templates" / "ui" / "components.html").read_text()
    assert f"<c-{name.replace('_', '-')}" in page


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_says_what_it_takes(name):
    source = (FOLDER / "templates" / "cotton" / f"{name}.html").read_text()
    assert re.match(rf"(\{{#|\{{% comment %\}}) <c-{name.replace('_', '-')}", source), name


def test_the_live_page_holds_no_style_no_inline_script_and_no_leftover(live_page):
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=", live_page)
    assert not re.search(r"\{[{%#]|</?c-", live_page)


def test_no_id_is_used_twice_and_every_reference_leads_somewhere(live_page):
    ids = re.findall(r'\sid="([^"]+)"', live_page)
    assert sorted(ids) == sorted(set(ids))
    wanted = re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"', live_page)
    assert not {one for words in wanted for one in words.split()} - set(ids)


def test_raw_colours_are_written_in_the_tokens_only():
    for path in STYLES:
        if path.name not in {"tokens.css", "print.css"}:
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", path.read_text()), (
                path.name
            )


def test_nothing_is_asked_of_another_site():
    for path in (FOLDER / "static").rglob("*"):
        if path.is_file():
            words = path.read_text().replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"https?://|url\((?!\"?data:)|@import", words), path.name


def test_every_icon_asked_for_exists():
    drawn = set(re.findall(r'id="(i-[a-z]+|d-\d)"', (FOLDER / "static/ui/sprite.svg").read_text()))
    asked = set()
    for path in FOLDER.parent.rglob("*.html"):
        source = path.read_text()
        asked |= {f"i-{one}" for one in re.findall(r'{% icon ["\']([a-z]+)["\']', source)}
        asked |= {f"i-{one}" for one in re.findall(r'\sicon(?:-after)?="([a-z]+)"', source)}
        asked |= set(re.findall(r'{% sprite "(i-[a-z]+|d-\d)"', source))
    assert not asked - drawn


OPENING = re.compile(
    r"<c-([a-z-]+)((?:\s+:?[\w:-]+"
    r"(?:=(?:\"(?:[^\"{]|{%.*?%}|{{.*?}}|{)*\"|'[^']*'|[^\s>]+))?)*)\s*/?>",
    re.DOTALL,
)
NAME = re.compile(r"(?:^|\s):?([a-z][\w-]*)")
PASSING = {"field", "composer"}  # hand what they do not know to their inner tag


def _names(attributes):
    bare = re.sub(r"{%.*?%}|{{.*?}}", "", attributes, flags=re.DOTALL)
    return set(NAME.findall(re.sub(r"\"[^\"]*\"|'[^']*'", "''", bare)))


def _takes(name):
    source = (FOLDER / "templates" / "cotton" / f"{name.replace('-', '_')}.html").read_text()
    known = re.search(r"<c-vars(.*?)/>", source, re.DOTALL)
    passes = "{{ attrs }}" in source or name in PASSING
    return (_names(known[1]) if known else set()), passes


def test_every_attribute_given_to_a_component_is_one_it_takes():
    unknown = []
    for path in FOLDER.parent.rglob("*.html"):
        source = re.sub(
            r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", path.read_text(), flags=re.DOTALL
        )
        for name, attributes in OPENING.findall(source):
            if name in {"vars", "slot"}:
                continue
            takes, passes = _takes(name)
            unknown += [
                f"{path.name}: {name} {one}" for one in _names(attributes) - takes if not passes
            ]
    assert not unknown


def test_what_a_person_typed_never_becomes_markup():
    nasty = '<script>alert("x")</script>'
    page = draw(
        '<c-msg :who="n" :does="n">{{ n }}</c-msg><c-fact :term="n">{{ n }}</c-fact>'
        '<c-field name="a" :label="n" :value="n" :error="n" />'
        '<c-button href="{{ n }}">{{ n }}</c-button><c-promise :by="n">{{ n }}</c-promise>'
        '<c-job :title="n" :why="n" href="/">{{ n }}</c-job><c-searchbox :value="n" />'
        '<c-composer action="/" :value="n" :to="n" /><c-callout :title="n">{{ n }}</c-callout>'
        '<c-badge data-x="{{ n }}">x</c-badge><c-choice name="a" :value="n" :label="n" />',
        n=nasty,
    )
    assert "<script" not in page
    assert 'alert("x")' not in page


def test_a_component_does_not_see_the_words_of_the_page_around_it():
    assert "intrus" not in draw(
        '<c-callout>oui</c-callout><c-finding say="x" />', title="intrus", why="intrus"
    )


def test_a_status_is_always_said_in_words():
    assert ">À décider<" in draw('<c-pill state="decision" />')
    assert ">To decide<" in draw('<c-pill state="decision" />', "en")


def test_a_deadline_given_as_a_date_finds_its_days_and_its_ink():
    page = draw('<c-clock :due="due" name="Réponse" />', due=samples()["day"])
    assert "mardi 24 novembre 2026" in page
    assert re.search(r'data-state="(late|soon|running)"', page)


def test_a_paused_clock_shows_its_pause():
    page = draw('<c-clock state="paused" name="x" day="14" of="30" held-from="11" held-days="3" />')
    assert "en pause" in page
    assert 'class="held"' in page
    assert 'aria-label="Jour 14 sur 30"' in page


def test_an_internal_note_says_that_the_customer_never_sees_it():
    page = draw('<c-msg audience="interne" who="Note interne" time="9 h">Vérifier</c-msg>')
    assert 'data-audience="interne"' in page
    assert "jamais montrée au client" in page


def test_a_rule_without_effect_stays_and_says_so():
    page = draw('<c-calc><c-calc-line what="Plafond" idle /></c-calc>')
    assert 'class="is-idle"' in page
    assert "sans effet" in page


class Wish(forms.Form):
    email = forms.EmailField(label="Où vous répondre ?", help_text="Un e-mail suffit.")
    wish = forms.CharField(label="Votre souhait", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label="Quoi ?", choices=[("a", "Points"), ("b", "Autre")], widget=forms.RadioSelect
    )
    store = forms.ChoiceField(label="Magasin", choices=[("1", "Rezé")])
    agreed = forms.BooleanField(label="D'accord", required=False)
    proof = forms.FileField(label="Ticket", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_django_form_is_drawn_with_its_words_joined_to_its_fields():
    form = Wish({"email": "non", "kind": "a", "store": "1"})
    page = draw(
        "<c-errors :form='form' />{% for f in form %}<c-field :field='f' />{% endfor %}", form=form
    )
    assert '<label for="id_email">' in page
    assert 'aria-describedby="id_email_hint id_email_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'href="#id_email"' in page
    assert "(facultatif)" in page
    assert page.count('class="choice"') == 3
    assert '<input type="hidden" name="token"' in page


def test_a_field_without_a_form_keeps_what_was_typed():
    page = draw(
        '<c-field name="s" type="select" label="Magasin" :options="o" value="2" />'
        '<c-field name="t" type="textarea" label="Texte" value="l&lt;a" />'
        '<c-field name="p" type="password" label="Mot" value="secret" />',
        o=[(1, "Nantes"), (2, "Rezé")],
    )
    assert '<option value="2" selected>Rezé</option>' in page
    assert "secret" not in page


def test_pages_of_a_list_lead_to_one_another():
    pages = Paginator(list(range(95)), 20)
    page = draw('<c-pager :page="p" :query="q" word="lignes" />', p=pages.page(2), q="vue=a&")
    assert "21 à 40 sur 95 lignes" in page
    assert 'rel="prev" href="?vue=a&amp;page=1"' in page
    assert 'rel="next" href="?vue=a&amp;page=3"' in page
    assert draw('<c-pager :page="p" />', p=Paginator([1], 20).page(1)).strip() == ""


def test_a_chart_always_has_its_table():
    rows = [{"label": "Caisse hors réseau", "value": 80}, {"label": "Autres", "value": 20}]
    page = draw(
        '<c-chart kind="pareto" title="Une cause fait 80 %" :rows="rows" what="Cause" />', rows=rows
    )
    assert 'role="img" aria-label="Une cause fait 80 %"' in page
    assert page.count('<th scope="row">') == 2
    assert "80&#8239;%" in page
    assert not re.search(r'[xy]="\d+,\d', page)


def test_a_chart_of_nothing_is_drawn_without_dividing_by_zero():
    assert charts.draw([]).marks == ()
    assert charts.draw([{"label": "a", "value": 0}]).marks[0].height == "0"


def test_a_form_of_our_own_carries_its_key():
    assert "csrfmiddlewaretoken" in draw('<c-composer action="/x/" to="Alice" />')
    assert "csrfmiddlewaretoken" in draw("<c-theme-switch /><c-language-switch />")


def test_context_free_drawing_still_works():
    assert "Réglée" in Template("{{ 'close'|state_word }}").render(Context())
