from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("episodes", "0013_know_when_episodes_changed")]

    operations = [
        migrations.AlterModelOptions(
            name="episode",
            options={
                "get_latest_by": "published_at",
                "ordering": ["-number", "-id"],
                "permissions": [("publish_episode", "Can publish episodes")],
            },
        )
    ]
