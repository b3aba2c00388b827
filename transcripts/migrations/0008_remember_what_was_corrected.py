from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0007_know_the_second_of_each_word")]

    operations = [
        # The default is the database's too: cues come by COPY, which names the columns of files alone.
        migrations.AddField(
            model_name="cue",
            name="was",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="What the file says, where that was heard wrong and has been corrected.",
            ),
        ),
    ]
