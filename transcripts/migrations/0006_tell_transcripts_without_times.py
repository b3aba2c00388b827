from django.db import migrations, models


class Migration(migrations.Migration):
    # No file without times could be read before, so that True holds for every row there is.
    dependencies = [("transcripts", "0005_raise_revision_of_speakers")]

    operations = [
        migrations.AddField(
            model_name="transcript",
            name="has_times",
            field=models.BooleanField(
                default=True,
                editable=False,
                help_text="Whether the file tells when anything was said. Without, it is read but not followed.",
            ),
        ),
    ]
