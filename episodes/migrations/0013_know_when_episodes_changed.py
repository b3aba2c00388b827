"""The database notes when an episode changed: for sitemaps, and for whoever asks what is new."""

import django.db.models.functions.datetime
from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION showsite_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := statement_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER note_change BEFORE UPDATE ON episodes_episode
    FOR EACH ROW EXECUTE FUNCTION showsite_note_change();
"""
DROP = "DROP TRIGGER note_change ON episodes_episode; DROP FUNCTION showsite_note_change();"


class Migration(migrations.Migration):
    dependencies = [("episodes", "0012_know_words")]

    operations = [
        migrations.AddField(
            "episode",
            "changed_at",
            models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                editable=False,
                help_text="Set by the database with every change of the row.",
            ),
        ),
        migrations.RunSQL(FUNCTION, DROP),
    ]
