"""A log for the tests that need one."""

import pytest

from recours.trustlog.commands.create_log_key import create_log_key


@pytest.fixture
def log(data_folder):
    """An empty log that can be signed; its folder is returned."""
    create_log_key()
    return data_folder / "log"
