"""Text messages that announce what leaves by e-mail or by letter."""

import django.db.models.deletion
import recours.correspondence.states
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0005_ways"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextMessage",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="announced",
                        serialize=False,
                        to="correspondence.message",
                    ),
                ),
                ("to", models.CharField(max_length=20)),
                ("text", models.CharField(max_length=160)),
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
            ],
            options={
                "ordering": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("state", recours.correspondence.states.Sending["PENDING"])
                        ),
                        fields=["next_try_at"],
                        name="text_pending",
                    )
                ],
            },
        ),
    ]
