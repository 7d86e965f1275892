"""Size and shape of the source, as a test."""

import pytest

from tests.house.rules import shape
from tests.house.rules.tree import PACKAGE, python_files, verb_files

OURS = python_files("recours", "scripts", "bench", "tests")
PRODUCT = python_files("recours")


def _short(path):
    return f"{path.parent.name}/{path.name}"


def test_files_are_read_in_one_sitting():
    assert shape.long_files(OURS) == []


def test_functions_are_read_in_one_screen():
    assert shape.long_functions(OURS) == []


@pytest.mark.parametrize("path", verb_files(), ids=_short)
def test_a_verb_file_holds_the_verb_it_is_named_after(path):
    assert shape.verb_breaches(path) == []


def test_only_surfaces_read_the_clock():
    assert shape.clock_readings(PRODUCT, PACKAGE) == []


def test_models_have_no_verbs():
    tables = [p for p in PRODUCT if p.name == "models.py" or p.parent.name == "models"]

    assert shape.hidden_flows(tables) == []


@pytest.mark.parametrize("folder", ["kernel", "loyalty", "complaints", "statements"])
def test_points_and_cents_are_never_floats(folder):
    assert shape.floats(python_files(f"recours/{folder}")) == []
