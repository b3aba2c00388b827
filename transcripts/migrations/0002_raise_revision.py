"""A change of a published episode's transcript raises its show's revision, as the episodes' own tables do."""

from importlib import import_module

from django.db import migrations

triggers = import_module("episodes.migrations.0002_raise_revision")

SHOWS = {
    "transcripts_transcript": triggers.OF_EPISODE,
    "transcripts_cue": "SELECT e.show_id FROM {rows} r JOIN transcripts_transcript t ON t.id = r.transcript_id "
    "JOIN episodes_episode e ON e.id = t.episode_id WHERE e.published_at IS NOT NULL AND t.chosen",
}


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0001_initial"), ("episodes", "0002_raise_revision")]

    operations = [
        migrations.RunSQL(triggers.create(table, shows), triggers.drop(table)) for table, shows in SHOWS.items()
    ]
