"""Who a label means is shown to the public, and so is the name of a person whom a label means."""

from importlib import import_module

from django.db import migrations

triggers = import_module("episodes.migrations.0002_raise_revision")

OF_TRANSCRIPT = (
    "JOIN transcripts_transcript t ON t.id = {speaker}.transcript_id "
    "JOIN episodes_episode e ON e.id = t.episode_id WHERE e.published_at IS NOT NULL AND t.chosen"
)
OF_SPEAKER = "SELECT e.show_id FROM {rows} r " + OF_TRANSCRIPT.replace("{speaker}", "r")
OF_PERSON = (
    "SELECT e.show_id FROM transcripts_speaker s JOIN new_rows r ON r.id = s.person_id "
    + OF_TRANSCRIPT.replace("{speaker}", "s")
)
RENAMED = f"""
CREATE TRIGGER raise_revision_of_speakers AFTER UPDATE ON episodes_person
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION showsite_raise_revision('{OF_PERSON}')
"""


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0004_list_known_speakers"), ("episodes", "0002_raise_revision")]

    operations = [
        migrations.RunSQL(
            triggers.create("transcripts_speaker", OF_SPEAKER), triggers.drop("transcripts_speaker")
        ),
        migrations.RunSQL(RENAMED, "DROP TRIGGER raise_revision_of_speakers ON episodes_person"),
    ]
