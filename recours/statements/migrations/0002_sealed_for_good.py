"""The database itself refuses to change or remove the row of a sealed batch."""

from django.db import migrations

TABLE = "statements_importbatch"

POSTGRESQL = (
    """CREATE FUNCTION statements_sealed_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a sealed batch never changes' USING ERRCODE = 'restrict_violation';
    END $$""",
    f"CREATE TRIGGER {TABLE}_for_good BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION statements_sealed_for_good()",
)
SQLITE = tuple(
    f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'a sealed batch never changes'); END"
    for verb in ("UPDATE", "DELETE")
)


def refuse_changes(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


def allow_changes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION statements_sealed_for_good() CASCADE")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("statements", "0001_initial")]

    operations = [migrations.RunPython(refuse_changes, allow_changes)]
