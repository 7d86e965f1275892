"""By which channel each message went, letters that leave by post, how people are reached."""

import django.db.models.deletion
import recours.correspondence.states
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0004_deliveries"),
    ]

    operations = [
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("customer", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("way", models.CharField(blank=True, max_length=10)),
                ("also", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": (),
            },
        ),
        migrations.CreateModel(
            name="PrintBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("letters", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": (),
            },
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="route",
                        serialize=False,
                        to="correspondence.message",
                    ),
                ),
                ("way", models.CharField(max_length=10)),
                ("reason", models.CharField(max_length=30)),
                ("also", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("waits", models.BooleanField(default=False)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("waits", True)), fields=["at"], name="route_waits"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="departure",
                        serialize=False,
                        to="correspondence.message",
                    ),
                ),
                ("to_name", models.CharField(blank=True, max_length=120)),
                ("address", models.CharField(max_length=300)),
                ("language", models.CharField(max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                recours.correspondence.states.Posting["TO_PRINT"],
                                recours.correspondence.states.Posting["TO_PRINT"],
                            ),
                            (
                                recours.correspondence.states.Posting["PRINTED"],
                                recours.correspondence.states.Posting["PRINTED"],
                            ),
                            (
                                recours.correspondence.states.Posting["POSTED"],
                                recours.correspondence.states.Posting["POSTED"],
                            ),
                            (
                                recours.correspondence.states.Posting["RETURNED"],
                                recours.correspondence.states.Posting["RETURNED"],
                            ),
                            (
                                recours.correspondence.states.Posting["CANCELLED"],
                                recours.correspondence.states.Posting["CANCELLED"],
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("queued_at", models.DateTimeField()),
                ("printed_at", models.DateTimeField(null=True)),
                ("posted_on", models.DateField(null=True)),
                ("returned_on", models.DateField(null=True)),
                (
                    "attachment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="correspondence.attachment",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="correspondence.printbatch",
                    ),
                ),
            ],
            options={
                "ordering": (),
                "indexes": [models.Index(fields=["state", "queued_at"], name="departure_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("posted_on__isnull", False),
                                (
                                    "state__in",
                                    (
                                        recours.correspondence.states.Posting["POSTED"],
                                        recours.correspondence.states.Posting["RETURNED"],
                                    ),
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        (
                                            recours.correspondence.states.Posting["POSTED"],
                                            recours.correspondence.states.Posting["RETURNED"],
                                        ),
                                    ),
                                    _negated=True,
                                ),
                                ("posted_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="posted_on_a_day",
                    )
                ],
            },
        ),
    ]
