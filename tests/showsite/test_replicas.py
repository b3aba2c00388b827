"""Anonymous readers read from the replica: here the same database, as a user who may only read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from shortlinks.models import ShortLink, Use
from showsite.models import Process
from showsite.replicas import is_for_the_replica
from tests.factories import EpisodeFactory, ShowFactory
from tests.processes import database_url, machine, wait_for

PASSWORD = "only_reads"
# Pages are kept, and made of the database itself; this one is made for whoever asks.
SEARCH = "/search/?q=twine"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def reader() -> str:
    """Tests may run side by side, and users belong to all databases of a server."""
    return f"reader_of_{connection.settings_dict['NAME']}"


@pytest.fixture
def replica(transactional_db: None) -> Iterator[str]:
    """The address of the database for somebody who may only read."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {reader()} LOGIN PASSWORD '{PASSWORD}'")
        cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader()}")
    yield database_url(reader(), PASSWORD)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{reader()}'")
        cursor.execute(f"DROP OWNED BY {reader()} CASCADE")
        cursor.execute(f"DROP ROLE {reader()}")


def look_away() -> None:
    """What the reader may see no more: whoever reads it now has not asked the replica."""
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE SELECT ON episodes_episode FROM {reader()}")


@pytest.mark.parametrize(
    ("method", "path", "cookie", "is_so"),
    [
        ("GET", "/", "", True),
        ("HEAD", "/feed.xml", "", True),
        ("POST", "/submit/", "", False),
        ("GET", "/", "sessionid=of-a-host", False),
        ("GET", "/admin/", "", False),
        ("GET", "/readyz", "", False),
    ],
)
def test_only_what_strangers_read_goes_to_the_replica(method, path, cookie, is_so):
    request = RequestFactory().generic(method, path, HTTP_COOKIE=cookie)

    assert is_for_the_replica(request) is is_so


def test_readers_are_served_from_the_replica_and_hosts_are_not(replica, tmp_path: Path):
    EpisodeFactory(show__host_name="localhost", title="Twine and knots")
    with machine(tmp_path / "log", DATABASE_REPLICA_URL=replica) as site:
        wait_for(Process.objects.exists)
        wait_for(lambda: site.ask(SEARCH) and connections_of(reader()))
        assert "Twine and" in site.text(SEARCH)
        look_away()

        assert site.ask(SEARCH)[0] == 500  # the replica was asked, and refused
        assert site.ask(SEARCH, Cookie="sessionid=whoever")[0] == 200


def test_what_is_written_on_the_way_is_written_to_the_database_itself(replica, tmp_path: Path):
    show = ShowFactory(host_name="localhost")
    ShortLink.objects.create(show=show, word="twine", target="https://twine.example/")
    with machine(tmp_path / "log", DATABASE_REPLICA_URL=replica) as site:
        wait_for(Process.objects.exists)
        wait_for(lambda: site.ask(SEARCH) and connections_of(reader()))
        site.ask("/twine", User_Agent=FIREFOX)

    assert Use.objects.get().count == 1


def test_a_replica_that_stands_still_is_not_asked(replica, tmp_path: Path):
    """Its newest sign of life is old: what it says may have been withdrawn since."""
    EpisodeFactory(show__host_name="localhost", title="Twine and knots")
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE SELECT ON showsite_process FROM {reader()}")
        cursor.execute(f"CREATE SCHEMA {reader()} AUTHORIZATION {reader()}")
        cursor.execute(f"CREATE TABLE {reader()}.showsite_process AS SELECT * FROM public.showsite_process")
        cursor.execute(
            f"INSERT INTO {reader()}.showsite_process VALUES (1, 'web', 'a', 1, '1', %(at)s, %(at)s)",
            {"at": timezone.now() - timedelta(minutes=2)},
        )
        cursor.execute(f"GRANT SELECT ON {reader()}.showsite_process TO {reader()}")
    look_away()
    with machine(tmp_path / "log", DATABASE_REPLICA_URL=replica) as site:
        assert "Twine and" in site.text(SEARCH)
    assert "The replica is behind" in (tmp_path / "log").read_text()


def test_a_replica_that_is_away_is_not_asked(transactional_db, tmp_path: Path):
    EpisodeFactory(show__host_name="localhost", title="Twine and knots")
    away = "postgresql://nobody:x@127.0.0.1:9/nothing"
    with machine(tmp_path / "log", DATABASE_REPLICA_URL=away) as site:
        assert "Twine and" in site.text(SEARCH)
    assert "The replica does not answer" in (tmp_path / "log").read_text()


def connections_of(user: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE usename = %s", [user])
        return [pid for (pid,) in cursor.fetchall()]
