"""Emptying the tables after a test, although some of them refuse to be emptied.

Django empties every table after a test that commits. Tables that only grow refuse it by trigger:
the triggers step aside for that moment alone, and come back before the next test.
"""

import pytest
from django.db import connection


def _sqlite_triggers() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return cursor.fetchall()


def _without_sqlite_triggers(statements: list[str]) -> list[str]:
    triggers = _sqlite_triggers()
    gone = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
    return [*gone, *statements, *(sql for _, sql in triggers)]


def _without_postgresql_triggers(statements: list[str], tables: list[str]) -> list[str]:
    off = [f'ALTER TABLE "{table}" DISABLE TRIGGER USER' for table in tables]
    on = [f'ALTER TABLE "{table}" ENABLE TRIGGER USER' for table in tables]
    return [*off, *statements, *on]


@pytest.fixture(autouse=True, scope="session")
def _tables_that_only_grow_can_be_emptied_between_tests():
    operations = type(connection.ops)
    plain = operations.sql_flush

    def sql_flush(self, style, tables, **options):
        statements = plain(self, style, tables, **options)
        if connection.vendor == "postgresql":
            return _without_postgresql_triggers(statements, list(tables))
        return _without_sqlite_triggers(statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", sql_flush)
        yield
