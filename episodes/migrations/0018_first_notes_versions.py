"""The notes that there are become the first version of each episode: what a later merge starts from."""

from django.db import migrations

FILL = """
INSERT INTO episodes_notesversion (episode_id, kind, made_at, text, hash, base, page, settled)
SELECT id, 'saved', now(), notes,
       encode(sha256(convert_to(replace(notes, E'\\r\\n', E'\\n'), 'UTF8')), 'hex'), '', '', false
FROM episodes_episode WHERE notes <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("episodes", "0017_notes_versions")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
