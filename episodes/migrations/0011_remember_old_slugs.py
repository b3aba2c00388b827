"""The database remembers what an address used to be: an update in bulk or by hand cannot forget it."""

from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION showsite_remember_slug() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_row jsonb := to_jsonb(OLD);
BEGIN
    INSERT INTO episodes_oldslug (kind, scope_id, slug, object_id)
    VALUES (TG_ARGV[0], (old_row ->> TG_ARGV[1])::bigint, old_row ->> TG_ARGV[2], OLD.id)
    ON CONFLICT (kind, scope_id, slug) DO UPDATE SET object_id = EXCLUDED.object_id;
    RETURN NULL;
END $$;
"""

# (table, kind, the column of the scope, the column that changes)
REMEMBERED = [
    ("episodes_episode", "episode", "show_id", "slug"),
    ("episodes_episode", "number", "show_id", "number"),
    ("episodes_segment", "segment", "episode_id", "slug"),
    ("episodes_person", "person", "none", "slug"),
    ("episodes_topic", "topic", "show_id", "slug"),
]


def create(table, kind, scope, column):
    return (
        f"CREATE TRIGGER remember_{kind} AFTER UPDATE OF {column} ON {table} FOR EACH ROW "
        f"WHEN (OLD.{column} IS DISTINCT FROM NEW.{column} AND OLD.{column} IS NOT NULL AND OLD.{column}::text <> '') "
        f"EXECUTE FUNCTION showsite_remember_slug('{kind}', '{scope}', '{column}')"
    )


class Migration(migrations.Migration):
    dependencies = [("episodes", "0010_know_what_links_lead_to")]

    operations = [
        migrations.CreateModel(
            name="OldSlug",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("episode", "episode"),
                            ("number", "number of an episode"),
                            ("segment", "segment"),
                            ("person", "person"),
                            ("topic", "topic"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "scope_id",
                    models.BigIntegerField(
                        help_text="The show of an episode or a topic, the episode of a segment; none for a person.",
                        null=True,
                    ),
                ),
                ("slug", models.CharField(max_length=120)),
                ("object_id", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "scope_id", "slug"), name="old_slug_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION showsite_remember_slug()"),
        *[
            migrations.RunSQL(create(*one), f"DROP TRIGGER remember_{one[1]} ON {one[0]}")
            for one in REMEMBERED
        ],
    ]
