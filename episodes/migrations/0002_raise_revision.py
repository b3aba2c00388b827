"""The database itself raises a show's revision with every change of what the public sees.

Triggers rather than calls: a bulk update, an admin inline or a script cannot forget them, and they share the
transaction of the change. Each statement raises once, however many rows it touches. Drafts raise nothing.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION showsite_raise_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('UPDATE episodes_show SET revision = revision + 1 WHERE id IN (%s)', TG_ARGV[0]);
    RETURN NULL;
END $$;

CREATE FUNCTION showsite_raise_own_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Whatever number a stale object brings along, the revision only ever grows.
    NEW.revision := OLD.revision + 1;
    RETURN NEW;
END $$;

CREATE TRIGGER raise_own_revision BEFORE UPDATE ON episodes_show
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION showsite_raise_own_revision();
"""

DROP_FUNCTIONS = """
DROP TRIGGER raise_own_revision ON episodes_show;
DROP FUNCTION showsite_raise_own_revision();
DROP FUNCTION showsite_raise_revision();
"""

OF_EPISODE = (
    "SELECT e.show_id FROM {rows} r JOIN episodes_episode e ON e.id = r.episode_id WHERE e.published_at IS NOT NULL"
)
OF_PERSON = (
    "SELECT h.show_id FROM episodes_showhost h JOIN {{rows}} r ON r.{person} = h.person_id "
    "UNION SELECT e.show_id FROM episodes_credit c JOIN {{rows}} r ON r.{person} = c.person_id "
    "JOIN episodes_episode e ON e.id = c.episode_id WHERE e.published_at IS NOT NULL"
)

# Which shows a change of rows of a table concerns.
SHOWS = {
    "episodes_episode": "SELECT show_id FROM {rows} WHERE published_at IS NOT NULL",
    "episodes_segment": OF_EPISODE,
    "episodes_credit": OF_EPISODE,
    "episodes_sponsorship": OF_EPISODE,
    "episodes_link": "SELECT e.show_id FROM {rows} r JOIN episodes_segment s ON s.id = r.segment_id "
    "JOIN episodes_episode e ON e.id = s.episode_id WHERE e.published_at IS NOT NULL",
    "episodes_showhost": "SELECT show_id FROM {rows}",
    "episodes_subscribelink": "SELECT show_id FROM {rows}",
    "episodes_person": OF_PERSON.format(person="id"),
    "episodes_personlink": OF_PERSON.format(person="person_id"),
    "episodes_sponsor": "SELECT e.show_id FROM episodes_sponsorship p JOIN {rows} r ON r.id = p.sponsor_id "
    "JOIN episodes_episode e ON e.id = p.episode_id WHERE e.published_at IS NOT NULL",
}


def create(table: str, shows: str) -> str:
    old, new = shows.format(rows="old_rows"), shows.format(rows="new_rows")
    triggers = {
        "INSERT": ("REFERENCING NEW TABLE AS new_rows", new),
        "UPDATE": ("REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows", f"{old} UNION {new}"),
        "DELETE": ("REFERENCING OLD TABLE AS old_rows", old),
    }
    return ";\n".join(
        f"CREATE TRIGGER raise_revision_{event.lower()} AFTER {event} ON {table} {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION showsite_raise_revision('{query}')"
        for event, (rows, query) in triggers.items()
    )


def drop(table: str) -> str:
    return ";\n".join(f"DROP TRIGGER raise_revision_{event} ON {table}" for event in ("insert", "update", "delete"))


class Migration(migrations.Migration):
    dependencies = [("episodes", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        *[migrations.RunSQL(create(table, shows), drop(table)) for table, shows in SHOWS.items()],
    ]
