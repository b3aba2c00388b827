"""While a release comes in, the code before it goes on serving on the new tables: migrations only add.

What takes away or narrows goes into a release of its own, after the one whose code needs it no more: named below.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

OURS = {"episodes", "transcripts", "downloads", "inbox", "shortlinks", "showsite", "imports"}
# "app.migration": why the code before it can live with it.
BEFORE_ANY = "of before the first release: no code was served yet"
NAMED = {
    "episodes.0003_remember_imported_files": BEFORE_ANY,
    "episodes.0004_served_audio": BEFORE_ANY,
    "episodes.0006_propose_starts": BEFORE_ANY,
    "episodes.0007_feed_vocabulary": BEFORE_ANY,
    "transcripts.0006_tell_transcripts_without_times": BEFORE_ANY,
    "transcripts.0007_know_the_second_of_each_word": BEFORE_ANY,
    "transcripts.0011_index_cues_once": "the column stays as it was; a second index on it goes",
}


def later_migrations() -> dict[str, migrations.Migration]:
    """Those after the first of each app: before that there is no old code."""
    found = MigrationLoader(None).disk_migrations
    return {
        f"{app}.{name}": migration
        for (app, name), migration in sorted(found.items())
        if app in OURS and not name.startswith("0001_")
    }


def objections(migration: migrations.Migration) -> Iterator[str]:
    """What of a migration the code before it could stumble over."""
    made = {op.name_lower for op in migration.operations if isinstance(op, migrations.CreateModel)}
    for op in migration.operations:
        if getattr(op, "model_name_lower", "") in made:
            continue  # nobody knows the table yet
        if isinstance(op, migrations.AddField):
            if not may_be_left_out(op.field):
                yield f"{op.describe()}: an INSERT that does not know the column fails; give it db_default"
        elif isinstance(op, migrations.AlterField):
            if not may_be_left_out(op.field):
                yield f"{op.describe()}: say why the old code may go on writing it"
        elif isinstance(op, migrations.RunSQL):
            if op.reverse_sql is None:
                yield f"{op.describe()}: there is no way back"
        elif isinstance(op, migrations.RunPython):
            if op.reverse_code is None:
                yield f"{op.describe()}: there is no way back"
        elif isinstance(op, migrations.AddConstraint):
            yield f"{op.describe()}: what the old code writes may be refused"
        elif not isinstance(
            op,
            migrations.CreateModel
            | migrations.AddIndex
            | migrations.RemoveIndex
            | migrations.RemoveConstraint
            | migrations.AlterModelOptions
            | migrations.AlterModelManagers,
        ):
            yield f"{op.describe()}: the old code still uses it"


def may_be_left_out(field: models.Field) -> bool:
    return (
        field.null
        or field.many_to_many
        or field.db_default is not NOT_PROVIDED
        or isinstance(field, models.GeneratedField)
    )


@pytest.mark.parametrize("name", later_migrations())
def test_the_code_before_a_migration_can_go_on_on_the_tables_after_it(name):
    if name not in NAMED:
        assert list(objections(later_migrations()[name])) == []


def test_what_is_named_needs_to_be():
    harmless = [name for name in NAMED if not list(objections(later_migrations()[name]))]

    assert harmless == []


@pytest.mark.parametrize(
    ("operation", "objection"),
    [
        (migrations.RemoveField("episode", "title"), "still uses it"),
        (migrations.RenameField("episode", "title", "name"), "still uses it"),
        (migrations.DeleteModel("episode"), "still uses it"),
        (migrations.RenameModel("episode", "part"), "still uses it"),
        (migrations.AddField("episode", "mood", models.TextField(default="")), "db_default"),
        (migrations.AlterField("episode", "title", models.TextField()), "say why"),
        (migrations.RunSQL("DROP TABLE x"), "no way back"),
        (migrations.RunPython(lambda apps, editor: None), "no way back"),
        (
            migrations.AddConstraint(
                "episode", models.CheckConstraint(condition=models.Q(number__gt=0), name="x")
            ),
            "may be refused",
        ),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)
def test_what_would_break_old_code_is_found(operation, objection):
    migration = migrations.Migration("0099", "episodes")
    migration.operations = [operation]
    [found] = objections(migration)

    assert objection in found


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("episode", "mood", models.TextField(db_default="")),
        migrations.AddField("episode", "mood", models.TextField(null=True)),
        migrations.AddIndex("episode", models.Index(fields=["title"], name="x")),
        migrations.CreateModel("Mood", [("id", models.BigAutoField(primary_key=True))]),
    ],
    ids=["with a default of the database", "nullable", "index", "table"],
)
def test_what_only_adds_is_let_through(operation):
    migration = migrations.Migration("0099", "episodes")
    migration.operations = [operation]

    assert list(objections(migration)) == []
