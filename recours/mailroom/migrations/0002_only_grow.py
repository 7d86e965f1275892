"""Triggers: the bytes that arrived never change; only an erasure may empty them."""

from django.db import migrations

ERASED = "NEW.erased_at IS NOT NULL AND NEW.data IS NULL"
SAME = "NEW.sha256 = OLD.sha256 AND NEW.size = OLD.size"

SQLITE = (
    f"""CREATE TRIGGER raw_mail_never_changes BEFORE UPDATE ON mailroom_rawmail
        WHEN NOT ({ERASED} AND {SAME})
        BEGIN SELECT RAISE(ABORT, 'what arrived never changes'); END""",
    """CREATE TRIGGER raw_mail_is_never_removed BEFORE DELETE ON mailroom_rawmail
        BEGIN SELECT RAISE(ABORT, 'what arrived is never removed'); END""",
    """CREATE TRIGGER arrival_is_never_removed BEFORE DELETE ON mailroom_incoming
        BEGIN SELECT RAISE(ABORT, 'an arrival is never removed'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION mailroom_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation'; END $$""",
    f"""CREATE TRIGGER raw_mail_never_changes BEFORE UPDATE ON mailroom_rawmail
        FOR EACH ROW WHEN (NOT ({ERASED} AND {SAME}))
        EXECUTE FUNCTION mailroom_refuse()""",
    """CREATE TRIGGER raw_mail_is_never_removed BEFORE DELETE ON mailroom_rawmail
        FOR EACH ROW EXECUTE FUNCTION mailroom_refuse()""",
    """CREATE TRIGGER arrival_is_never_removed BEFORE DELETE ON mailroom_incoming
        FOR EACH ROW EXECUTE FUNCTION mailroom_refuse()""",
)


def refuse_changes(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement, params=None)


def allow_changes(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute("DROP FUNCTION mailroom_refuse() CASCADE")
        return
    for statement in SQLITE:
        schema_editor.execute(f"DROP TRIGGER {statement.split()[2]}")


class Migration(migrations.Migration):
    dependencies = [("mailroom", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
