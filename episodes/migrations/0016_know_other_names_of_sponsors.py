import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("episodes", "0015_publishing_desk")]

    operations = [
        migrations.CreateModel(
            name="SponsorAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="As the notes write it.", max_length=128)),
                ("key", models.CharField(editable=False, max_length=128, unique=True)),
                (
                    "sponsor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="episodes.sponsor"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "sponsor aliases",
                "ordering": [django.db.models.functions.text.Lower("name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="sponsor_alias_has_a_name"
                    )
                ],
            },
        ),
    ]
