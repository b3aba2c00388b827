"""What the publish page keeps: waivers, links for guests, what links answer, what sponsors have paid for."""

import django.db.models.deletion
import django.utils.timezone
import episodes.models.preview_link
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0014_note_pictures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="episode",
            options={
                "get_latest_by": "published_at",
                "ordering": ["-number", "-id"],
                "permissions": [("publish_episode", "Can publish, schedule and withdraw episodes")],
            },
        ),
        migrations.AddField(
            model_name="episode",
            name="first_published_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When the public first saw it, kept while it is withdrawn.",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "url",
                    models.CharField(
                        help_text="As it goes over the wire, without #….", max_length=2000, unique=True
                    ),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        help_text="Of the last answer, redirects followed.", null=True
                    ),
                ),
                (
                    "problem",
                    models.CharField(
                        blank=True, help_text="Why it is broken; empty where it is not.", max_length=300
                    ),
                ),
                ("checked_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["url"],
                "indexes": [models.Index(fields=["checked_at"], name="link_check_oldest")],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField(help_text="In the show's time zone.")),
                ("last_day", models.DateField(help_text="The same as the first for a single episode.")),
                ("paid_on", models.DateField(blank=True, help_text="Left out: not paid yet.", null=True)),
                (
                    "show",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bookings",
                        to="episodes.show",
                    ),
                ),
                (
                    "sponsor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bookings",
                        to="episodes.sponsor",
                    ),
                ),
            ],
            options={
                "ordering": ["-first_day", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="booking_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=episodes.models.preview_link.new_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("label", models.CharField(blank=True, help_text="For whom it is.", max_length=80)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preview_links",
                        to="episodes.episode",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("token", ""), _negated=True), name="preview_link_has_a_token"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(help_text="The check, as ``checks.Code`` names it.", max_length=20),
                ),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waivers",
                        to="episodes.episode",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(fields=("episode", "code"), name="waiver_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="waiver_has_a_reason"
                    ),
                ],
            },
        ),
    ]
