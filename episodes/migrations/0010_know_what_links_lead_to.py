"""Links know their site and their project; those that are there are looked at once."""

from django.db import migrations, models

from episodes.addresses import target_of


def look_at_links(apps, schema_editor):
    links = apps.get_model("episodes", "Link").objects
    batch = []
    for link in links.only("url").iterator(2000):
        target = target_of(link.url)
        link.site, link.project, link.key = target.site, target.project, target.key
        batch.append(link)
        if len(batch) == 2000:
            links.bulk_update(batch, ["site", "project", "key"])
            batch = []
    links.bulk_update(batch, ["site", "project", "key"])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("episodes", "0009_recordings")]

    operations = [
        migrations.AddField("link", "site", models.CharField(blank=True, db_default="", editable=False, max_length=255)),
        migrations.AddField("link", "project", models.CharField(blank=True, db_default="", editable=False, max_length=255)),
        migrations.AddField("link", "key", models.CharField(blank=True, db_default="", editable=False, max_length=32)),
        migrations.RunPython(look_at_links, migrations.RunPython.noop),
        migrations.AddIndex("link", models.Index(fields=["site"], name="link_site")),
        migrations.AddIndex(
            "link", models.Index(condition=models.Q(("project", ""), _negated=True), fields=["project"], name="link_project")
        ),
        migrations.AddIndex("link", models.Index(fields=["key"], name="link_key")),
    ]
