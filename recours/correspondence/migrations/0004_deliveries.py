"""What happened to each message on its way: written once; a message may come back after it left."""

import django.db.models.deletion
from django.db import migrations, models

STATES = ("pending", "leased", "sent", "failed", "dead", "bounced", "withheld")
LEFT = ("sent", "bounced")
WHAT = (
    "attempt",
    "accepted",
    "delayed",
    "refused",
    "bounced",
    "delivered",
    "relayed",
    "complained",
    "printed",
    "posted",
    "returned",
    "withdrawn",
)

SAME = " AND ".join(f"NEW.{n} = OLD.{n}" for n in ("id", "message_id", "what", "server", "at"))
ERASED = f"NEW.words = '' AND NEW.status = OLD.status AND {SAME}"
SQLITE = (
    f"""CREATE TRIGGER delivery_never_changes BEFORE UPDATE ON correspondence_delivery
        WHEN NOT ({ERASED}) BEGIN SELECT RAISE(ABORT, 'a delivery never changes'); END""",
    """CREATE TRIGGER delivery_is_never_removed BEFORE DELETE ON correspondence_delivery
        BEGIN SELECT RAISE(ABORT, 'a delivery is never removed'); END""",
)
POSTGRESQL = (
    f"""CREATE TRIGGER delivery_never_changes BEFORE UPDATE ON correspondence_delivery
        FOR EACH ROW WHEN (NOT ({ERASED})) EXECUTE FUNCTION correspondence_refuse()""",
    """CREATE TRIGGER delivery_is_never_removed BEFORE DELETE ON correspondence_delivery
        FOR EACH ROW EXECUTE FUNCTION correspondence_refuse()""",
)


def write_once(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement, params=None)


def write_again(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON correspondence_delivery"
    for statement in SQLITE:
        schema_editor.execute(f"DROP TRIGGER {statement.split()[2]}{on}")


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0003_attachments")]
    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("what", models.CharField(max_length=12)),
                ("server", models.CharField(blank=True, max_length=120)),
                ("status", models.CharField(blank=True, max_length=12)),
                ("words", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="correspondence.message",
                    ),
                ),
            ],
            options={
                "ordering": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", WHAT)), name="delivery_what"
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="outbox", name="sent_bytes_are_kept"),
        migrations.AlterField(
            model_name="outbox",
            name="state",
            field=models.CharField(choices=[(s, s) for s in STATES], max_length=10),
        ),
        migrations.AddConstraint(
            model_name="outbox",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at__isnull", False), ("state__in", LEFT))
                & ~models.Q(("raw_sha256", ""))
                | ~models.Q(("state__in", LEFT)) & models.Q(("sent_at__isnull", True)),
                name="sent_bytes_are_kept",
            ),
        ),
        migrations.RunPython(write_once, write_again),
    ]
