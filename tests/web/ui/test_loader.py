"""A filtered value given to a component arrives, instead of silently becoming the default."""

from django.template import Context, Template, engines
from django_cotton.compiler_regex import CottonCompiler

from recours.web.ui.loader import Loader, with_braces


def test_filtered_values_get_their_braces():
    assert with_braces('<c-x :a="m.who|key" b="c|d" :e="f.g" />') == (
        '<c-x :a="{{ m.who|key }}" b="c|d" :e="f.g" />'
    )
    assert (
        with_braces("<c-x :a=\"on|yesno:'oui,non'\" />")
        == "<c-x :a=\"{{ on|yesno:'oui,non' }}\" />"
    )


def test_what_already_has_braces_and_what_is_no_component_are_left_alone():
    assert with_braces('<c-x :a="{{ b|c }}" />') == '<c-x :a="{{ b|c }}" />'
    assert with_braces('<p :a="b|c">') == '<p :a="b|c">'


def test_an_internal_note_is_never_drawn_as_a_letter():
    source = with_braces(
        '<c-head :count="lines|length">Notes</c-head>'
        "<c-msg :audience=\"secret|yesno:'interne,client'\">Note</c-msg>"
    )
    page = Template(CottonCompiler().process(source)).render(
        Context({"lines": [1, 2, 3], "secret": True})
    )
    assert 'data-audience="interne"' in page
    assert "<span>3</span>" in page


def test_every_page_is_read_by_this_loader():
    engine = engines["django"].engine
    assert isinstance(engine.template_loaders[0].loaders[0].loaders[0], Loader)
