"""The labels of the transcripts that are there already, in the order of their first cue."""

from django.db import migrations

LIST = """
INSERT INTO transcripts_speaker (transcript_id, label)
SELECT transcript_id, speaker FROM transcripts_cue WHERE speaker <> ''
GROUP BY transcript_id, speaker ORDER BY transcript_id, min("order")
"""


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0003_map_speakers")]

    operations = [migrations.RunSQL(LIST, "DELETE FROM transcripts_speaker")]
