"""The database counts changes of the words of each transcript, so that nobody reads a thousand cues to notice one."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION showsite_count_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO published_words (transcript_id, changes)
        SELECT DISTINCT transcript_id, 1 FROM changed_rows ORDER BY transcript_id
        ON CONFLICT (transcript_id) DO UPDATE SET changes = published_words.changes + 1;
    RETURN NULL;
END $$;

CREATE FUNCTION showsite_forget_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM published_words WHERE transcript_id IN (SELECT id FROM changed_rows);
    RETURN NULL;
END $$;
"""
DROP = "DROP FUNCTION showsite_count_words(); DROP FUNCTION showsite_forget_words();"
TRIGGERS = (
    ("transcripts_cue", "INSERT", "NEW", "count"),
    ("transcripts_cue", "UPDATE", "NEW", "count"),
    ("transcripts_cue", "DELETE", "OLD", "count"),
    ("transcripts_transcript", "DELETE", "OLD", "forget"),
)


def create(table: str, event: str, rows: str, job: str) -> migrations.RunSQL:
    name = f"{job}_words_{event.lower()}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {rows} TABLE AS changed_rows "
        f"FOR EACH STATEMENT EXECUTE FUNCTION showsite_{job}_words()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("published", "0001_remember_files"), ("transcripts", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTIONS, DROP), *[create(*trigger) for trigger in TRIGGERS]]
