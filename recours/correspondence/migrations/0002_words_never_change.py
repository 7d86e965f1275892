"""Triggers: a message and a letter are written once; only an erasure may empty a message."""

from django.db import migrations

ERASED = "NEW.erased_at IS NOT NULL AND NEW.text = '' AND NEW.subject = '' AND NEW.author = ''"
SAME = " AND ".join(
    f"NEW.{name} = OLD.{name}" for name in ("id", "about", "direction", "audience", "channel", "at")
)

SQLITE = (
    f"""CREATE TRIGGER message_words_never_change BEFORE UPDATE ON correspondence_message
        WHEN NOT ({ERASED} AND {SAME})
        BEGIN SELECT RAISE(ABORT, 'a message never changes'); END""",
    """CREATE TRIGGER message_is_never_removed BEFORE DELETE ON correspondence_message
        BEGIN SELECT RAISE(ABORT, 'a message is never removed'); END""",
    """CREATE TRIGGER letter_never_changes BEFORE UPDATE ON correspondence_letter
        BEGIN SELECT RAISE(ABORT, 'a letter never changes'); END""",
    """CREATE TRIGGER letter_is_never_removed BEFORE DELETE ON correspondence_letter
        BEGIN SELECT RAISE(ABORT, 'a letter is never removed'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION correspondence_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% is written once', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER message_words_never_change BEFORE UPDATE ON correspondence_message
        FOR EACH ROW WHEN (NOT ({ERASED} AND {SAME}))
        EXECUTE FUNCTION correspondence_refuse()""",
    """CREATE TRIGGER message_is_never_removed BEFORE DELETE ON correspondence_message
        FOR EACH ROW EXECUTE FUNCTION correspondence_refuse()""",
    """CREATE TRIGGER letter_never_changes BEFORE UPDATE OR DELETE ON correspondence_letter
        FOR EACH ROW EXECUTE FUNCTION correspondence_refuse()""",
)


def write_once(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement, params=None)


def write_again(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute("DROP FUNCTION correspondence_refuse() CASCADE")
        return
    for statement in SQLITE:
        schema_editor.execute(f"DROP TRIGGER {statement.split()[2]}")


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0001_initial")]
    operations = [migrations.RunPython(write_once, write_again)]
