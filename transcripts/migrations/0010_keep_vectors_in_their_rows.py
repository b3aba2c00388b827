"""What is searched stays in its row, however long: fetched from beside the table, ranking takes more than twice as long."""

from django.db import migrations

TABLE = "ALTER TABLE transcripts_passage ALTER COLUMN search_vector SET STORAGE"


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0009_glossary")]

    operations = [migrations.RunSQL(f"{TABLE} MAIN", f"{TABLE} EXTENDED")]
