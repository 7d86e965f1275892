"""Templates with versions, which only grow; the version each e-mail and letter was written with."""

from django.db import migrations, models

TABLE = "correspondence_messagetemplate"
SQLITE = {
    f"{TABLE}_no_update": f"BEFORE UPDATE ON {TABLE}",
    f"{TABLE}_no_delete": f"BEFORE DELETE ON {TABLE}",
}
POSTGRESQL = f"""CREATE TRIGGER template_never_changes BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse()"""


def only_grow(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute(POSTGRESQL, params=None)
        return
    for name, when in SQLITE.items():
        schema_editor.execute(
            f"CREATE TRIGGER {name} {when} "
            "BEGIN SELECT RAISE(ABORT, 'a published template never changes'); END"
        )


def change_again(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute(f"DROP TRIGGER template_never_changes ON {TABLE}")
        return
    for name in SQLITE:
        schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0006_texts")]
    operations = [
        migrations.AddField("letter", "worded", models.PositiveIntegerField(null=True)),
        migrations.AddField("outbox", "worded", models.PositiveIntegerField(null=True)),
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("document", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                ("published_by", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": (),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "version"), name="template_once")
                ],
            },
        ),
        migrations.RunPython(only_grow, change_again),
    ]
