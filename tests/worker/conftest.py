"""A living installation for the tests that need real workers."""

import pytest

from tests.jobs.living import living


@pytest.fixture
def life(house, django_db_blocker):
    """An installation in which workers may be started and killed."""
    with living(house, django_db_blocker) as found:
        yield found
