"""All that the podcast namespace has a word for; public, so that each change raises the show's revision."""

from importlib import import_module

import datetime
import django.core.validators
import django.db.models.deletion
import episodes.feed_rules
from django.db import migrations, models

triggers = import_module("episodes.migrations.0002_raise_revision")

OF_SHOW = "SELECT show_id FROM {rows}"
SHOWS = {
    "episodes_feedtext": OF_SHOW,
    "episodes_funding": OF_SHOW,
    "episodes_podrollentry": OF_SHOW,
    "episodes_season": OF_SHOW,
    "episodes_contentlink": triggers.OF_EPISODE,
    "episodes_soundbite": triggers.OF_EPISODE,
}


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0006_propose_starts"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContentLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=500)),
                (
                    "text",
                    models.CharField(
                        help_text="What an app shows, such as “Watch on YouTube”.", max_length=128
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "the same episode elsewhere",
                "verbose_name_plural": "the same episode elsewhere",
                "ordering": ["order", "id"],
            },
        ),
        migrations.CreateModel(
            name="FeedText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        help_text="As the service says: verify, applepodcastsverify, …",
                        max_length=128,
                    ),
                ),
                ("text", models.TextField(validators=[django.core.validators.MaxLengthValidator(4000)])),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order", "id"],
            },
        ),
        migrations.CreateModel(
            name="Funding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=500)),
                (
                    "text",
                    models.CharField(
                        help_text="What the button says, such as “Buy us a coffee”.", max_length=128
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "way to support",
                "verbose_name_plural": "ways to support",
                "ordering": ["order", "id"],
            },
        ),
        migrations.CreateModel(
            name="PodrollEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "feed_guid",
                    models.UUIDField(
                        help_text="The other show's, as its feed or podcastindex.org gives it.",
                        verbose_name="podcast:guid",
                    ),
                ),
                ("feed_url", models.URLField(blank=True, max_length=500)),
                ("title", models.CharField(blank=True, max_length=255)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "show we recommend",
                "verbose_name_plural": "shows we recommend",
                "ordering": ["order", "id"],
            },
        ),
        migrations.CreateModel(
            name="Season",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(32767),
                        ]
                    ),
                ),
                ("name", models.CharField(max_length=128)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Soundbite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "start",
                    models.DurationField(
                        validators=[django.core.validators.MinValueValidator(datetime.timedelta(0))]
                    ),
                ),
                (
                    "duration",
                    models.DurationField(
                        help_text="15 to 120 seconds.",
                        validators=[
                            django.core.validators.MinValueValidator(datetime.timedelta(seconds=15)),
                            django.core.validators.MaxValueValidator(datetime.timedelta(seconds=120)),
                        ],
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True, help_text="Left out, apps show the episode's title.", max_length=128
                    ),
                ),
                ("text", models.TextField(blank=True, editable=False, help_text="What is said.")),
                ("accepted", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["start", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="credit",
            name="credit_role_known",
        ),
        migrations.AddField(
            model_name="episode",
            name="blocked",
            field=models.BooleanField(default=False, help_text="Asks directories not to list this episode."),
        ),
        migrations.AddField(
            model_name="episode",
            name="number_display",
            field=models.CharField(
                blank=True,
                help_text="How apps show the number, where it is not the number itself.",
                max_length=32,
            ),
        ),
        migrations.AddField(
            model_name="show",
            name="blocked",
            field=models.BooleanField(default=False, help_text="Asks directories not to list the show."),
        ),
        migrations.AddField(
            model_name="show",
            name="complete",
            field=models.BooleanField(
                default=False, help_text="There will never be another episode: apps stop asking."
            ),
        ),
        migrations.AddField(
            model_name="show",
            name="location",
            field=models.CharField(
                blank=True,
                help_text="Where the show is about, in words, such as Austin, Texas.",
                max_length=128,
            ),
        ),
        migrations.AddField(
            model_name="show",
            name="location_geo",
            field=models.CharField(
                blank=True,
                help_text="For example geo:30.27,-97.74.",
                max_length=64,
                validators=[episodes.feed_rules.validate_geo],
            ),
        ),
        migrations.AddField(
            model_name="show",
            name="location_osm",
            field=models.CharField(
                blank=True,
                help_text="For example R113314.",
                max_length=32,
                validators=[episodes.feed_rules.validate_osm],
                verbose_name="location in OpenStreetMap",
            ),
        ),
        migrations.AddField(
            model_name="show",
            name="locked",
            field=models.BooleanField(
                default=False,
                help_text="Asks other platforms not to take this feed over. Off while you move somewhere else.",
            ),
        ),
        migrations.AddField(
            model_name="show",
            name="new_feed_url",
            field=models.URLField(
                blank=True,
                help_text="Only when the show moves away: apps and directories follow at once, and for good.",
                max_length=500,
                verbose_name="new feed address",
            ),
        ),
        migrations.AddField(
            model_name="show",
            name="show_type",
            field=models.CharField(
                choices=[
                    ("episodic", "episodic: the newest first"),
                    ("serial", "serial: to be heard in order"),
                ],
                default="episodic",
                help_text="Serial: apps start listeners at the first episode. Then every episode needs a number.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="show",
            name="update_frequency",
            field=models.CharField(blank=True, help_text="In words: “every Monday”.", max_length=128),
        ),
        migrations.AddField(
            model_name="show",
            name="update_rule",
            field=models.CharField(
                blank=True,
                help_text="The same for machines, as calendars write it: FREQ=WEEKLY;BYDAY=MO.",
                max_length=255,
                validators=[episodes.feed_rules.validate_rule],
            ),
        ),
        migrations.AlterField(
            model_name="credit",
            name="role",
            field=models.CharField(
                choices=[
                    (
                        "cast",
                        [
                            ("host", "host"),
                            ("co-host", "co-host"),
                            ("guest host", "guest host"),
                            ("guest", "guest"),
                            ("voice actor", "voice actor"),
                            ("narrator", "narrator"),
                            ("announcer", "announcer"),
                            ("reporter", "reporter"),
                        ],
                    ),
                    (
                        "creative direction",
                        [
                            ("director", "director"),
                            ("assistant director", "assistant director"),
                            ("executive producer", "executive producer"),
                            ("senior producer", "senior producer"),
                            ("producer", "producer"),
                            ("associate producer", "associate producer"),
                            ("development producer", "development producer"),
                            ("creative director", "creative director"),
                        ],
                    ),
                    (
                        "writing",
                        [
                            ("author", "author"),
                            ("editorial director", "editorial director"),
                            ("co-writer", "co-writer"),
                            ("writer", "writer"),
                            ("songwriter", "songwriter"),
                            ("guest writer", "guest writer"),
                            ("story editor", "story editor"),
                            ("managing editor", "managing editor"),
                            ("script editor", "script editor"),
                            ("script coordinator", "script coordinator"),
                            ("researcher", "researcher"),
                            ("editor", "editor"),
                            ("fact checker", "fact checker"),
                            ("translator", "translator"),
                            ("transcriber", "transcriber"),
                            ("logger", "logger"),
                        ],
                    ),
                    (
                        "audio production",
                        [
                            ("studio coordinator", "studio coordinator"),
                            ("technical director", "technical director"),
                            ("technical manager", "technical manager"),
                            ("audio engineer", "audio engineer"),
                            ("remote recording engineer", "remote recording engineer"),
                            ("post production engineer", "post production engineer"),
                        ],
                    ),
                    (
                        "audio post-production",
                        [
                            ("audio editor", "audio editor"),
                            ("sound designer", "sound designer"),
                            ("foley artist", "foley artist"),
                            ("composer", "composer"),
                            ("theme music", "theme music"),
                            ("music production", "music production"),
                            ("music contributor", "music contributor"),
                        ],
                    ),
                    (
                        "administration",
                        [
                            ("production coordinator", "production coordinator"),
                            ("booking coordinator", "booking coordinator"),
                            ("production assistant", "production assistant"),
                            ("content manager", "content manager"),
                            ("marketing manager", "marketing manager"),
                            ("sales representative", "sales representative"),
                            ("sales manager", "sales manager"),
                        ],
                    ),
                    (
                        "visuals",
                        [
                            ("graphic designer", "graphic designer"),
                            ("cover art designer", "cover art designer"),
                        ],
                    ),
                    ("community", [("social media manager", "social media manager")]),
                    ("misc.", [("consultant", "consultant"), ("intern", "intern")]),
                    (
                        "video production",
                        [
                            ("camera operator", "camera operator"),
                            ("lighting designer", "lighting designer"),
                            ("camera grip", "camera grip"),
                            ("assistant camera", "assistant camera"),
                        ],
                    ),
                    ("video post-production", [("assistant editor", "assistant editor")]),
                    ("other", "other"),
                ],
                default="host",
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "assistant editor",
                            "editor",
                            "assistant camera",
                            "camera grip",
                            "lighting designer",
                            "camera operator",
                            "intern",
                            "consultant",
                            "social media manager",
                            "cover art designer",
                            "graphic designer",
                            "sales manager",
                            "sales representative",
                            "marketing manager",
                            "content manager",
                            "production assistant",
                            "booking coordinator",
                            "production coordinator",
                            "music contributor",
                            "music production",
                            "theme music",
                            "composer",
                            "foley artist",
                            "sound designer",
                            "audio editor",
                            "post production engineer",
                            "remote recording engineer",
                            "audio engineer",
                            "technical manager",
                            "technical director",
                            "studio coordinator",
                            "logger",
                            "transcriber",
                            "translator",
                            "fact checker",
                            "researcher",
                            "script coordinator",
                            "script editor",
                            "managing editor",
                            "story editor",
                            "guest writer",
                            "songwriter",
                            "writer",
                            "co-writer",
                            "editorial director",
                            "author",
                            "creative director",
                            "development producer",
                            "associate producer",
                            "producer",
                            "senior producer",
                            "executive producer",
                            "assistant director",
                            "director",
                            "reporter",
                            "announcer",
                            "narrator",
                            "voice actor",
                            "guest",
                            "guest host",
                            "co-host",
                            "host",
                            "other",
                        ],
                    )
                ),
                name="credit_role_known",
            ),
        ),
        migrations.AddField(
            model_name="contentlink",
            name="episode",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="content_links",
                to="episodes.episode",
            ),
        ),
        migrations.AddField(
            model_name="feedtext",
            name="show",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="feed_texts", to="episodes.show"
            ),
        ),
        migrations.AddField(
            model_name="funding",
            name="show",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="fundings", to="episodes.show"
            ),
        ),
        migrations.AddField(
            model_name="podrollentry",
            name="show",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="podroll", to="episodes.show"
            ),
        ),
        migrations.AddField(
            model_name="season",
            name="show",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="seasons", to="episodes.show"
            ),
        ),
        migrations.AddField(
            model_name="soundbite",
            name="episode",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="soundbites", to="episodes.episode"
            ),
        ),
        migrations.AddConstraint(
            model_name="podrollentry",
            constraint=models.UniqueConstraint(fields=("show", "feed_guid"), name="podroll_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="season",
            constraint=models.UniqueConstraint(fields=("show", "number"), name="season_once"),
        ),
        migrations.AddConstraint(
            model_name="soundbite",
            constraint=models.UniqueConstraint(fields=("episode", "start"), name="soundbite_once"),
        ),
        migrations.AddConstraint(
            model_name="soundbite",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("duration__gt", datetime.timedelta(0)), ("start__gte", datetime.timedelta(0))
                ),
                name="soundbite_is_within_time",
            ),
        ),
        *[
            migrations.RunSQL(triggers.create(table, shows), triggers.drop(table))
            for table, shows in SHOWS.items()
        ],
    ]
