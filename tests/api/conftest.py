"""A programme, an integrator's token, and a client that speaks JSON."""

import importlib

import pytest

from tests.api.calling import Caller


@pytest.fixture
def token_for(db, data_folder):
    """Issue a token in a house of two programmes: its scopes (all by default), its programmes."""
    world = importlib.import_module("tests.api.world")  # once Django has started
    world.build()
    return world.issue


@pytest.fixture
def caller(token_for):
    """An integrator who may do everything in one programme."""
    return Caller(token_for().plain)


@pytest.fixture
def stranger(token_for):
    """An integrator who may do everything in the other programme."""
    return Caller(token_for(programmes=("autre",)).plain)
