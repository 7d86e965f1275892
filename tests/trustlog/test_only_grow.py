"""The database itself keeps what was written: nobody changes or removes a line of the log."""

import pytest
from django.db import DatabaseError, connection, transaction

from recours.trustlog.commands.sequence import sequence
from recours.trustlog.models import Checkpoint, Entry, Leaf
from tests.trustlog.telling import AT, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def _written(log):
    tell()
    sequence(at=AT)


@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("table", [Entry, Leaf, Checkpoint])
def test_a_line_cannot_be_changed(table):
    field = "note" if table is Checkpoint else "commitment"
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        table.objects.update(**{field: "x"})


@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("table", [Entry, Leaf, Checkpoint])
def test_a_line_cannot_be_removed(table):
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        table.objects.all().delete()
    assert table.objects.count() == 1


@pytest.mark.usefixtures("_written")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", [Entry, Leaf, Checkpoint])
def test_a_table_cannot_be_emptied(table):
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table._meta.db_table}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_tests_that_commit_start_from_empty_tables_and_still_refuse(turn, log):
    assert Entry.objects.count() == 0
    tell()
    with pytest.raises(DatabaseError, match="only grows"):
        Entry.objects.all().delete()
