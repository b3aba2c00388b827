"""Topics are public, so that each change raises the show's revision; old addresses of a feed are not in it."""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

triggers = import_module("episodes.migrations.0002_raise_revision")

SHOWS = {
    "episodes_topic": "SELECT show_id FROM {rows}",
    "episodes_episode_topics": triggers.OF_EPISODE,
}


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0007_feed_vocabulary"),
    ]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Part of the address. Made from the name if left out.",
                        max_length=80,
                    ),
                ),
                (
                    "show",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="topics", to="episodes.show"
                    ),
                ),
            ],
            options={
                "ordering": [django.db.models.functions.text.Lower("name")],
            },
        ),
        migrations.AddField(
            model_name="episode",
            name="topics",
            field=models.ManyToManyField(blank=True, related_name="episodes", to="episodes.topic"),
        ),
        migrations.CreateModel(
            name="OldFeedAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "host_name",
                    models.CharField(
                        blank=True,
                        help_text="Only where the host had another name: then that name must still lead to this server.",
                        max_length=255,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9.-]+$", "Write the name alone: no https://, no port."
                            )
                        ],
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        help_text="The part from the first slash, such as /podcast/rss.",
                        max_length=255,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^/[^?#\\s]*$", "Write the part from the first slash: /rss."
                            )
                        ],
                    ),
                ),
                (
                    "show",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_feeds",
                        to="episodes.show",
                    ),
                ),
            ],
            options={
                "verbose_name": "old feed address",
                "verbose_name_plural": "old feed addresses",
                "ordering": ["host_name", "path"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("host_name", "path", "show"), name="old_feed_address_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(
                models.F("show"), django.db.models.functions.text.Lower("name"), name="topic_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(fields=("show", "slug"), name="topic_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), models.Q(("slug", ""), _negated=True)
                ),
                name="topic_has_a_name",
            ),
        ),
        *[
            migrations.RunSQL(triggers.create(table, shows), triggers.drop(table))
            for table, shows in SHOWS.items()
        ],
    ]
