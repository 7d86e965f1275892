"""The index itself, in the words of each database."""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5"
    "(terms, content='', tokenize=\"ascii tokenchars '~=.@_+-|'\")",
)
POSTGRESQL = (
    "ALTER TABLE search_sheet ADD COLUMN vector tsvector",
    # Long terms leave the row: what is read to sort answers is narrow.
    "ALTER TABLE search_sheet SET (toast_tuple_target = 128)",
    "CREATE INDEX search_words ON search_sheet USING gin (vector) "
    "WITH (fastupdate = on, gin_pending_list_limit = 256)",
)


def make(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement, params=None)


def unmake(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_sheet DROP COLUMN vector", params=None)
    else:
        schema_editor.execute("DROP TABLE search_words", params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make, unmake)]
