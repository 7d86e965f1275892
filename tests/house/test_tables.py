"""Tables: keys point down, no implicit order, personal data said at one hundred per cent."""

import importlib
import importlib.util
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.house.rules import tables
from tests.house.rules.tree import PACKAGE, ROOT, SLICES

CONTRACTS = ROOT / ".importlinter"
OURS = [model for model in apps.get_models() if tables.package_of(model)]


def test_foreign_keys_go_down():
    assert tables.upward_keys(OURS, tables.ranks(CONTRACTS)) == []


def test_no_table_has_an_implicit_order():
    assert tables.ordered(OURS) == []


def test_no_table_holds_a_float():
    assert tables.floating(OURS) == []


def test_every_table_says_what_it_holds_about_people():
    holds = {
        name: importlib.import_module(module).HOLDS
        for name in {tables.package_of(model) for model in OURS}
        if importlib.util.find_spec(module := f"recours.{name}.personal_data")
    }

    assert tables.undeclared(OURS, holds) == []


def test_tables_are_private_to_their_slice():
    assert tables.unprotected(SLICES, CONTRACTS, PACKAGE) == []


@pytest.mark.django_db
def test_no_model_waits_for_its_migration():
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())
