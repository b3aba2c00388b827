"""A passage knows where in its text each cue begins: a hit inside the minute plays from its own second."""

import django.contrib.postgres.fields
from django.db import migrations, models

FILL = """
WITH bounds AS (
    SELECT id, transcript_id, start, lead(start) OVER (PARTITION BY transcript_id ORDER BY start, id) AS until
    FROM transcripts_passage
), inside AS (
    SELECT b.id, c."order" AS place, (extract(epoch FROM c.start) * 1000)::int AS began,
        sum(char_length(c.text) + 1) OVER (PARTITION BY b.id ORDER BY c."order") - char_length(c.text) - 1 AS begins
    FROM bounds b JOIN transcripts_cue c
        ON c.transcript_id = b.transcript_id AND c.start >= b.start AND (b.until IS NULL OR c.start < b.until)
), whole AS (
    SELECT id, array_agg(begins::int ORDER BY place) AS offsets, array_agg(began ORDER BY place) AS starts
    FROM inside GROUP BY id
)
UPDATE transcripts_passage p SET cue_offsets = w.offsets, cue_starts = w.starts FROM whole w WHERE w.id = p.id
"""


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0006_tell_transcripts_without_times")]

    operations = [
        migrations.AddField(
            model_name="passage",
            name="cue_offsets",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(),
                default=list,
                help_text="Where in the text each cue begins, in characters.",
            ),
        ),
        migrations.AddField(
            model_name="passage",
            name="cue_starts",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(),
                default=list,
                help_text="When each cue begins, in milliseconds.",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
