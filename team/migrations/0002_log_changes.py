"""The database itself writes down what changes on the public's side, and who did it.

Triggers rather than calls: a bulk update, an admin action or a script cannot forget them, and what is rolled back is
not in the log. The site tells who acts (``showsite.actor``, see ``team.acting``); ``application_name`` says which
program it is. Values are shortened, notes become their length and hash, and other rows their names.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION showsite_log_value(field text, value text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE said text;
BEGIN
    IF value IS NULL OR value = '' THEN
        RETURN NULL;
    END IF;
    CASE field
        WHEN 'person_id' THEN SELECT name INTO said FROM episodes_person WHERE id = value::bigint;
        WHEN 'sponsor_id' THEN SELECT name INTO said FROM episodes_sponsor WHERE id = value::bigint;
        WHEN 'topic_id' THEN SELECT name INTO said FROM episodes_topic WHERE id = value::bigint;
        WHEN 'show_id' THEN SELECT title INTO said FROM episodes_show WHERE id = value::bigint;
        WHEN 'user_id' THEN SELECT username INTO said FROM auth_user WHERE id = value::bigint;
        WHEN 'notes' THEN RETURN length(value) || ' characters, SHA-256 '
            || left(encode(sha256(convert_to(value, 'UTF8')), 'hex'), 12);
        ELSE said := value;
    END CASE;
    said := coalesce(said, value);
    RETURN CASE WHEN length(said) > 120 THEN left(said, 100) || '… (' || length(said) || ' characters)' ELSE said END;
END $$;

-- Arguments: the kind of act, and the columns that the public sees something of.
CREATE FUNCTION showsite_log() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(OLD) END;
    became jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(NEW) END;
    a_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN was ELSE became END;
    kind text := TG_ARGV[0];
    field text;
    changes jsonb := '{}';
    of_episode bigint;
    of_show bigint;
    what text;
BEGIN
    -- What the notes say is written down with the notes.
    IF TG_OP <> 'UPDATE' AND a_row->>'from_notes' = 'true' THEN
        RETURN NULL;
    END IF;
    FOREACH field IN ARRAY TG_ARGV[1]::text[] LOOP
        -- Of a new row, and of one that goes, only what it says.
        IF TG_OP <> 'UPDATE' AND coalesce(a_row->>field, '') IN ('', 'false', '[]', '{}') THEN
            CONTINUE;
        END IF;
        IF coalesce(was->>field, '') <> coalesce(became->>field, '') THEN
            changes := changes || jsonb_build_object(field, jsonb_build_array(
                showsite_log_value(field, was->>field), showsite_log_value(field, became->>field)));
        END IF;
    END LOOP;
    IF changes = '{}' AND TG_OP = 'UPDATE' THEN
        RETURN NULL;
    END IF;

    of_episode := CASE TG_TABLE_NAME WHEN 'episodes_episode' THEN a_row->>'id' ELSE a_row->>'episode_id' END;
    of_show := CASE TG_TABLE_NAME WHEN 'episodes_show' THEN a_row->>'id' ELSE a_row->>'show_id' END;
    IF a_row ? 'transcript_id' THEN
        SELECT episode_id INTO of_episode FROM transcripts_transcript WHERE id = (a_row->>'transcript_id')::bigint;
    END IF;
    IF of_episode IS NOT NULL AND of_show IS NULL THEN
        SELECT show_id INTO of_show FROM episodes_episode WHERE id = of_episode;
    END IF;

    IF TG_TABLE_NAME = 'episodes_episode' THEN
        kind := CASE
            WHEN changes ? 'published_at' THEN CASE
                WHEN became->>'published_at' IS NULL THEN 'withdrawn'
                WHEN (became->>'published_at')::timestamptz > clock_timestamp() THEN 'scheduled'
                ELSE 'published' END
            WHEN TG_OP <> 'UPDATE' THEN 'episode'
            WHEN changes ? 'notes' THEN 'notes'
            WHEN changes ? 'audio_hash' OR changes ? 'audio_key' THEN 'audio'
            ELSE 'episode' END;
        what := concat_ws(' · ', a_row->>'number', nullif(a_row->>'title', ''));
    ELSE
        what := coalesce(
            nullif(a_row->>'title', ''), a_row->>'name', a_row->>'word', a_row->>'source_name', a_row->>'upload_name',
            showsite_log_value('user_id', a_row->>'user_id'), showsite_log_value('person_id', a_row->>'person_id'),
            showsite_log_value('sponsor_id', a_row->>'sponsor_id'), showsite_log_value('topic_id', a_row->>'topic_id'),
            nullif(a_row->>'label', ''), a_row->>'code', a_row->>'purpose', a_row->>'url', a_row->>'text', '');
        IF of_episode IS NOT NULL THEN
            SELECT concat_ws(' · ', number, nullif(what, '')) INTO what FROM episodes_episode WHERE id = of_episode;
        END IF;
    END IF;

    INSERT INTO team_act (at, actor, process, kind, deed, show_id, episode_id, name, changes)
    VALUES (
        clock_timestamp(), left(coalesce(current_setting('showsite.actor', true), ''), 150),
        left(coalesce(current_setting('application_name', true), ''), 64),
        kind, lower(TG_OP), of_show, of_episode, left(what, 200), changes);
    RETURN NULL;
END $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION showsite_log();
DROP FUNCTION showsite_log_value(text, text);
"""

ANY, CHANGED = "INSERT OR UPDATE OR DELETE {}", "UPDATE {}"
IMPORTED = CHANGED + " WHEN (NEW.state = 'done' AND OLD.state <> 'done')"

# Of each table: when, as what kind of act, and the columns of which the public sees something.
TABLES = {
    "episodes_episode": (
        ANY,
        "episode",
        "show_id number number_display season title slug episode_type summary recorded_on published_at notes artwork "
        "audio_key audio_hash audio_duration explicit blocked",
    ),
    "episodes_segment": (CHANGED, "times", "start person_id"),
    "episodes_credit": (ANY, "credits", "person_id role"),
    "episodes_soundbite": (ANY, "times", "start duration title accepted"),
    "episodes_contentlink": (ANY, "episode", "url text"),
    "episodes_episode_topics": (ANY, "topics", "topic_id"),
    "episodes_topic": (ANY, "topics", "name slug"),
    "episodes_sponsorship": (ANY, "sponsor", "sponsor_id title text url start"),
    "episodes_sponsor": (ANY, "sponsor", "name slug url"),
    "episodes_sponsoralias": (ANY, "sponsor", "name sponsor_id"),
    "episodes_booking": (ANY, "sponsor", "sponsor_id first_day last_day paid_on"),
    "episodes_waiver": (ANY, "waiver", "code reason"),
    "episodes_previewlink": (ANY, "preview", "label expires_at revoked_at"),
    "episodes_person": (ANY, "people", "name slug bio picture"),
    "episodes_personlink": (ANY, "people", "person_id label url"),
    "episodes_show": (
        ANY,
        "show",
        "title slug tagline description language author owner_name owner_email artwork categories explicit show_type "
        "locked blocked complete new_feed_url location location_geo location_osm update_frequency update_rule licence "
        "licence_url copyright site_address host_name time_zone",
    ),
    "episodes_showhost": (ANY, "show", "person_id order"),
    "episodes_hostalias": (ANY, "show", "name person_id"),
    "episodes_subscribelink": (ANY, "show", "label url order"),
    "episodes_funding": (ANY, "show", "url text order"),
    "episodes_season": (ANY, "show", "number name"),
    "episodes_podrollentry": (ANY, "show", "feed_guid feed_url title order"),
    "episodes_feedtext": (ANY, "show", "purpose text order"),
    "episodes_oldfeedaddress": (ANY, "show", "host_name path"),
    "transcripts_transcript": (ANY, "transcript", "source_name language chosen"),
    "transcripts_speaker": (CHANGED, "transcript", "person_id"),
    "transcripts_cue": (CHANGED, "transcript", "text"),
    "shortlinks_shortlink": (ANY, "short link", "word target sponsor_id starts_on ends_on note"),
    "imports_importrun": (IMPORTED, "import", "state"),
    "team_member": (ANY, "team", "user_id role"),
}


def create(table: str, events: str, kind: str, columns: str) -> str:
    listed = ",".join(columns.split())
    return (
        f"CREATE TRIGGER log_changes AFTER {events.format(f'ON {table} FOR EACH ROW')} "
        f"EXECUTE FUNCTION showsite_log('{kind}', '{{{listed}}}')"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0001_members"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("episodes", "0018_first_notes_versions"),
        ("imports", "0001_remember_import_runs"),
        ("shortlinks", "0001_short_links"),
        ("transcripts", "0009_glossary"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        *[
            migrations.RunSQL(create(table, *how), f"DROP TRIGGER log_changes ON {table}")
            for table, how in TABLES.items()
        ],
    ]
