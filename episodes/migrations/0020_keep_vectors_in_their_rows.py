"""What is searched stays in its row, however long: fetched from beside the table, ranking takes more than twice as long."""

from django.db import migrations

TABLE = "ALTER TABLE episodes_segment ALTER COLUMN search_vector SET STORAGE"


class Migration(migrations.Migration):
    dependencies = [("episodes", "0019_raise_revision_of_leaders")]

    operations = [migrations.RunSQL(f"{TABLE} MAIN", f"{TABLE} EXTENDED")]
