"""Every sentence shown to a person exists in English, and the tool that says so tells the truth."""

import importlib.util
from gettext import GNUTranslations
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def messages():
    path = ROOT / "scripts" / "compile_messages.py"
    spec = importlib.util.spec_from_file_location("compile_messages", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package(tmp_path):
    """A small house: two applications, one of which keeps what belongs to nobody."""
    package = tmp_path / "recours"
    for app in ("web/ui", "desk"):
        (package / app / "templates").mkdir(parents=True)
        (package / app / "apps.py").write_text("")
    (package / "web" / "ui" / "templates" / "a.html").write_text(
        "{% trans 'Envoyer' %}{# {% trans 'Jamais' %} #}<c-x label=\"{% trans 'Objet' %}\" />"
        "{% blocktrans trimmed %}\n  {{ name }} vous\n  répond.\n{% endblocktrans %}"
        "{% trans '81 % des clients' %}"
    )
    (package / "desk" / "views.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        "A = _('Envoyer')\nB = ngettext('%(n)s jour', '%(n)s jours', 2)\n"
        "C = pgettext('verbe', 'Note')\n"
    )
    (package / "law.py").write_text("from x import gettext as _\n_('Délai')\n")
    return package


def test_sentences_are_found_in_python_templates_and_components(messages, package):
    found = messages.gather(package)
    assert {one.text for one in found} == {
        *("Envoyer", "Objet", "%(name)s vous répond.", "81 %% des clients"),
        *("%(n)s jour", "Note", "Délai"),
    }
    assert messages.Sentence("%(n)s jour", plural="%(n)s jours") in found
    assert messages.Sentence("Note", context="verbe") in found


def test_what_lacks_english_is_listed_with_its_place(messages, package):
    faults = messages.check(package)
    assert len(faults) == 7
    assert "recours/desk/views.py:2: no English for 'Envoyer'" in faults


def test_missing_sentences_go_to_the_catalogue_of_their_application(messages, package):
    messages.update(package)
    ours = (package / "web/ui/locale/en/LC_MESSAGES/django.po").read_text()
    theirs = (package / "desk/locale/en/LC_MESSAGES/django.po").read_text()
    assert 'msgid "Envoyer"' in ours  # shared words live in the look
    assert 'msgid "Délai"' in ours  # what belongs to no application too
    assert 'msgid_plural "%(n)s jours"' in theirs
    assert 'msgid "Envoyer"' not in theirs
    assert len(messages.check(package)) == 7  # empty English is no English


def test_english_given_is_kept_compiled_and_read_back(messages, package):
    english = {
        "Envoyer": "Send",
        "Objet": "Subject",
        "Note": "Note",
        "Délai": "Delay",
        "%(n)s jour": "%(n)s day",
        "%(n)s jours": "%(n)s days",
        "%(name)s vous répond.": "%(name)s answers you.",
        "81 %% des clients": "81%% of them",
    }
    messages.update(package, english=english)
    assert messages.check(package) == []
    again = (package / "desk/locale/en/LC_MESSAGES/django.po").read_text()
    messages.update(package)
    assert (package / "desk/locale/en/LC_MESSAGES/django.po").read_text() == again
    assert len(messages.compile_stale(package)) == 2
    assert messages.compile_stale(package) == []
    with (package / "desk/locale/en/LC_MESSAGES/django.mo").open("rb") as file:
        read = GNUTranslations(file)
    assert read.ngettext("%(n)s jour", "%(n)s jours", 3) == "%(n)s days"
    assert read.pgettext("verbe", "Note") == "Note"


def test_english_that_loses_a_value_is_refused(messages, package):
    messages.update(package, english={"%(name)s vous répond.": "Someone answers you."})
    assert any("has other values" in fault for fault in messages.check(package))


def test_a_sentence_that_is_gone_leaves_its_catalogue(messages, package):
    messages.update(package, english={"Envoyer": "Send"})
    (package / "web/ui/templates/a.html").write_text("")
    (package / "desk/views.py").write_text("")
    messages.update(package)
    assert "Envoyer" not in (package / "web/ui/locale/en/LC_MESSAGES/django.po").read_text()


def test_every_sentence_of_the_look_has_its_english(messages):
    faults = messages.check(ROOT / "recours")
    assert [fault for fault in faults if fault.startswith("recours/web/ui/")] == []
