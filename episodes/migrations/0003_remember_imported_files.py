"""Which file an episode came from, and what was in it: an import asks before it reads, and compares three ways."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("episodes", "0002_raise_revision")]

    operations = [
        migrations.AddField(
            model_name="episode",
            name="imported_path",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                help_text="The file last imported, in its folder.",
                max_length=500,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="episode",
            name="imported_file_hash",
            field=models.CharField(
                blank=True, default="", editable=False, help_text="SHA-256 of that file.", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="episode",
            name="imported_values_hash",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                help_text="SHA-256 of the front matter of an export.",
                max_length=64,
            ),
            preserve_default=False,
        ),
    ]
