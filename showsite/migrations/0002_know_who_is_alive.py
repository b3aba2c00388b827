from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("showsite", "0001_remember_feed_imports")]

    operations = [
        migrations.CreateModel(
            name="Process",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("web", "web"), ("worker", "worker")], max_length=10)),
                ("host", models.CharField(max_length=100)),
                ("number", models.PositiveIntegerField(help_text="What the machine calls it.")),
                ("version", models.CharField(max_length=50)),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("seen_at", models.DateTimeField(db_index=True)),
            ],
            options={"verbose_name_plural": "processes"},
        ),
    ]
