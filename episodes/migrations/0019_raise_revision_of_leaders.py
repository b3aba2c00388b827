"""Somebody may lead a segment without being credited: the pages say the name, so its change raises the revision."""

from importlib import import_module

from django.db import migrations

triggers = import_module("episodes.migrations.0002_raise_revision")

OF_PERSON = (
    f"{triggers.OF_PERSON} "
    "UNION SELECT e.show_id FROM episodes_segment s JOIN {{rows}} r ON r.{person} = s.person_id "
    "JOIN episodes_episode e ON e.id = s.episode_id WHERE e.published_at IS NOT NULL"
)
TABLES = {"episodes_person": "id", "episodes_personlink": "person_id"}


def replace(table: str, shows: str) -> str:
    return f"{triggers.drop(table)};\n{triggers.create(table, shows)}"


class Migration(migrations.Migration):
    dependencies = [("episodes", "0018_first_notes_versions")]

    operations = [
        migrations.RunSQL(
            replace(table, OF_PERSON.format(person=person)),
            replace(table, triggers.OF_PERSON.format(person=person)),
        )
        for table, person in TABLES.items()
    ]
