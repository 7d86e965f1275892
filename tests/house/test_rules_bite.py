"""Each house rule is shown a breach, and sees it: a rule that cannot fail guards nothing."""

import textwrap

import pytest
from django.db import models
from django.test.utils import isolate_apps

from tests.house.rules import committed, documents, licences, shape, tables
from tests.house.rules.tree import ROOT


@pytest.fixture
def plant(tmp_path):
    """Write a file of the product, as somebody in a hurry might."""

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
        return path

    return write


GOOD_VERB = '''
    """Open the box."""

    def open_box(*, box, at):
        """Open the box at this time."""
    '''


def test_a_good_verb_passes(plant):
    assert shape.verb_breaches(plant("commands/open_box.py", GOOD_VERB)) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("open_box(", "close_box("), "open_box alone is awaited"),
        (("*, box", "box"), "without their names"),
        (("*, box", "*boxes, box"), "without their names"),
        (('    """Open the box."""\n', ""), "module docstring"),
        (('        """Open the box at this time."""', "        return box"), "no docstring"),
        (("    def open_box", "    def second():\n        pass\n\n    def open_box"), "second"),
    ],
)
def test_a_verb_file_that_is_more_or_less_than_its_verb(plant, change, sentence):
    path = plant("commands/open_box.py", GOOD_VERB.replace(*change))

    assert sentence in "\n".join(shape.verb_breaches(path))


def test_a_file_and_a_function_too_long(plant):
    body = "".join(f"    x{n} = {n}\n" for n in range(401))
    path = plant("long.py", f"def f():\n{body}")

    assert "402 lines" in shape.long_files([path])[0]
    assert "f has 402 lines" in shape.long_functions([path])[0]


@pytest.mark.parametrize(
    "reading",
    ["datetime.now(tz=UTC)", "date.today()", "timezone.now", "time.time()", "datetime.utcnow()"],
)
def test_a_slice_that_reads_the_clock(plant, reading):
    below = plant("loyalty/rules.py", f"when = {reading}")
    surface = plant("web/views.py", f"when = {reading}")

    assert len(shape.clock_readings([below, surface], below.parents[1])) == 1


def test_a_model_with_a_verb(plant):
    path = plant("models.py", "class Row:\n    def save(self, *args):\n        pass\n")

    assert "save: a model has no verbs" in shape.hidden_flows([path])[0]


@pytest.mark.parametrize("text", ["rate = 0.2", "x = float('1')", "def f(points: float): ..."])
def test_points_as_floats(plant, text):
    assert len(shape.floats([plant("points.py", text)])) == 1


def test_asking_for_a_float_in_order_to_refuse_it_is_allowed(plant):
    assert shape.floats([plant("canonical.py", "bad = isinstance(x, int | float)")]) == []


@isolate_apps("recours.people", "recours.loyalty")
def _planted():
    class High(models.Model):
        share = models.FloatField()

        class Meta:
            app_label = "loyalty"
            ordering = ("id",)

    class Low(models.Model):
        high = models.ForeignKey(High, models.PROTECT, related_name="+")
        email = models.EmailField()

        class Meta:
            app_label = "people"

    High.__module__, Low.__module__ = "recours.loyalty.models", "recours.people.models"
    return High, Low


def test_a_key_that_points_up():
    height = tables.ranks(ROOT / ".importlinter")

    assert height["people"] < height["loyalty"]
    assert tables.upward_keys(_planted(), height) == ["people.Low.high points up to loyalty.High"]


def test_a_table_that_orders_itself_or_counts_in_floats():
    assert len(tables.ordered(_planted())) == 1
    assert tables.floating(_planted()) == ["loyalty.High.share is a float"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "not in personal_data.HOLDS"),
        ({"Low": ()}, "Low.email holds personal data"),
        ({"Low": ("email", "nickname")}, "no field 'nickname'"),
    ],
)
def test_a_table_silent_about_people(said, sentence):
    _, low = _planted()

    assert sentence in tables.undeclared([low], {"people": said})[0]


def test_tables_open_to_everybody(plant):
    plant("gifts/models.py", "")
    contracts = plant(".importlinter", "protected_modules = recours.people.models")

    breaches = tables.unprotected(["people", "gifts"], contracts, contracts.parent)

    assert breaches == ["recours.gifts.models is not protected in .importlinter"]


@pytest.mark.parametrize(
    "line",
    ["see https://py" + "pi.org/simple", "cd /" + "root/x", 'open("/' + 'home/me/x")'],
)
def test_a_file_that_names_a_machine_or_a_registry(plant, line):
    assert len(committed.leaks([plant("notes.md", line)])) == 1


@pytest.mark.parametrize("line", ["#!/usr/bin/env bash", "see docs/home/x", "/usr/bin/chromium"])
def test_paths_every_machine_has_are_allowed(plant, line):
    assert committed.leaks([plant("notes.md", line)]) == []


def test_a_heavy_file(plant):
    path = plant("data.csv", "x" * 1_000_001)

    assert committed.heavy([path]) == ["data.csv weighs 1000 kB"]


@pytest.mark.parametrize("target", ["gone.md", "here.md#gone", "#gone", "folder/gone.png"])
def test_a_link_that_leads_nowhere(plant, target):
    page = plant("here.md", f"# Title\n[text]({target})\n")

    assert len(documents.dead_links([page])) == 1


@pytest.mark.parametrize("target", ["#a-title-here", "here.md#a-title-here", "https://x.example"])
def test_a_link_that_leads_somewhere(plant, target):
    page = plant("here.md", f"## A title, here\n[text]({target})\n```sh\n[not](gone.md)\n```\n")

    assert documents.dead_links([page]) == []


def test_commands_are_read_from_shell_blocks_only(plant):
    page = plant(
        "read.md",
        """
        ```sh
        make demo  # a year of purchases
        ```
        ```sh run
        recours check
        ```
        ```python
        make nothing
        ```
        """,
    )

    found = [(command.words, command.runs) for command in documents.commands(page)]
    assert found == [(("make", "demo"), False), (("recours", "check"), True)]


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("License :: OSI Approved :: BSD License", True),
        ("LGPL-3.0-only", True),
        ("GNU Lesser General Public License v2 (LGPLv2)", True),
        ("GPL-3.0-or-later OR Apache-2.0", True),
        ("GPL-3.0-or-later", False),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", False),
        ("GNU Affero General Public License v3", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_licences_are_told_apart(licence, allowed):
    assert (licences.judge(licence) is None) == allowed
