"""Browsers that are told, and what they are told: once at most."""

import django.db.models.deletion
import recours.correspondence.states
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0007_templates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.CharField(max_length=40)),
                ("endpoint_sha256", models.CharField(max_length=64, unique=True)),
                ("endpoint", models.CharField(max_length=1000)),
                ("public", models.CharField(max_length=100)),
                ("secret", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=2)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": (),
                "indexes": [models.Index(fields=["customer", "at"], name="subscription_customer")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                recours.correspondence.states.Sending["PENDING"],
                                recours.correspondence.states.Sending["PENDING"],
                            ),
                            (
                                recours.correspondence.states.Sending["LEASED"],
                                recours.correspondence.states.Sending["LEASED"],
                            ),
                            (
                                recours.correspondence.states.Sending["SENT"],
                                recours.correspondence.states.Sending["SENT"],
                            ),
                            (
                                recours.correspondence.states.Sending["FAILED"],
                                recours.correspondence.states.Sending["FAILED"],
                            ),
                            (
                                recours.correspondence.states.Sending["DEAD"],
                                recours.correspondence.states.Sending["DEAD"],
                            ),
                            (
                                recours.correspondence.states.Sending["BOUNCED"],
                                recours.correspondence.states.Sending["BOUNCED"],
                            ),
                            (
                                recours.correspondence.states.Sending["WITHHELD"],
                                recours.correspondence.states.Sending["WITHHELD"],
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("queued_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="correspondence.message",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="correspondence.subscription",
                    ),
                ),
            ],
            options={
                "ordering": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("state", recours.correspondence.states.Sending["PENDING"])
                        ),
                        fields=["next_try_at"],
                        name="notice_pending",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("message", "subscription"), name="notice_once")
                ],
            },
        ),
    ]
