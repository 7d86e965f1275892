"""Bellerive & moi, whoever keeps its ledger. Django is not ready yet when this file is read."""

from importlib import import_module

import pytest


def _opened(**changes):
    bellerive = import_module("tests.loyalty.bellerive")
    card = bellerive.programme(**changes)
    bellerive.publish("6")
    bellerive.publish("7")
    return card


@pytest.fixture
def bellerive(db):
    """The programme as its operator keeps it, with versions 6 and 7 of its rules."""
    return _opened()


@pytest.fixture
def native(db):
    """The same programme, its ledger kept here."""
    return _opened(ledger_keeper="recours")
