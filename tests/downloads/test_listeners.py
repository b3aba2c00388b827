"""What is remembered of listeners, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django_tasks_db.models import DBTaskResult

from downloads import counting
from downloads.buffer import TryAgain
from downloads.listeners import forget_expired, forget_listeners, new_downloads
from downloads.middleware import waiting
from downloads.models import AgentCount, AgentList, HourCount, Salt, Seen
from downloads.plays import Play
from tests.downloads.conftest import APP, counted, play, playable
from tests.factories import EpisodeFactory

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def heard(episode, at: datetime, address: str = "192.0.2.1") -> Play:
    return Play(episode=episode.pk, at=at, requested=99, needed=9, address=address, user_agent=APP)


def test_listening_on_past_midnight_is_one_download(episode):
    before = new_downloads([heard(episode, MIDNIGHT - timedelta(minutes=10))])
    after = new_downloads([heard(episode, MIDNIGHT + timedelta(minutes=10))])

    assert (len(before), len(after)) == (1, 0)


def test_midnight_inside_a_batch_is_no_different(episode):
    plays = [heard(episode, MIDNIGHT + timedelta(minutes=minutes)) for minutes in (10, -10)]

    assert len(new_downloads(plays)) == 1


def test_after_24_hours_the_same_listener_counts_again(episode):
    new_downloads([heard(episode, MIDNIGHT - timedelta(minutes=10))])

    assert len(new_downloads([heard(episode, MIDNIGHT + timedelta(hours=23, minutes=55))])) == 1


def test_a_look_the_day_before_does_not_hide_a_download(episode):
    look = replace(heard(episode, MIDNIGHT - timedelta(minutes=10)), requested=2)

    assert new_downloads([look]) == []
    assert len(new_downloads([heard(episode, MIDNIGHT + timedelta(minutes=10))])) == 1


def test_a_batch_that_is_written_twice_counts_once(episode):
    batch = [heard(episode, MIDNIGHT, address=f"192.0.2.{number}") for number in range(5)]
    counting.count(batch)
    counting.count(batch)

    assert counted(episode) == 5


def test_each_day_has_a_key_of_its_own(episode):
    new_downloads([heard(episode, MIDNIGHT - timedelta(minutes=10)), heard(episode, MIDNIGHT)])
    keys = [bytes(key) for key in Salt.objects.values_list("key", flat=True)]

    assert len(set(keys)) == 2
    assert {len(key) for key in keys} == {32}


def test_a_listener_has_another_hash_each_day(episode):
    new_downloads(
        [heard(episode, MIDNIGHT - timedelta(hours=1)), heard(episode, MIDNIGHT + timedelta(hours=23.5))]
    )

    assert len(set(Seen.objects.values_list("listener", flat=True))) == 2


def test_what_arrives_days_late_makes_no_key_of_the_past(episode):
    new_downloads([heard(episode, MIDNIGHT - timedelta(days=5))])

    assert Salt.objects.get().day >= (MIDNIGHT - timedelta(days=2)).date()


def test_the_key_goes_with_all_that_it_hashed_and_the_count_stays(episode):
    play(episode)
    counted(episode)
    forget_expired(MIDNIGHT + timedelta(days=2, minutes=59))
    assert Seen.objects.exists()
    forget_expired(MIDNIGHT + timedelta(days=2, minutes=61))

    assert not Seen.objects.exists()
    assert not Salt.objects.exists()
    assert counted(episode) == 1


def test_a_new_key_throws_the_expired_away(episode):
    old = (MIDNIGHT - timedelta(days=3)).date()
    Salt.objects.create(day=old, key=b"x" * 32)
    Seen.objects.create(listener=b"y" * 16, episode=episode, day=old, at=MIDNIGHT, requested=1, needed=1)
    play(episode)
    counted(episode)

    assert list(Salt.objects.values_list("day", flat=True)) == [datetime.now(UTC).date()]
    assert Seen.objects.count() == 1


def test_a_new_key_comes_with_the_order_to_throw_it_away(episode, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        play(episode)
        counted(episode)
    order = DBTaskResult.objects.get(task_path="downloads.listeners.forget_listeners")

    assert timedelta(hours=25) < order.run_after - datetime.now(UTC) <= timedelta(hours=49, minutes=1)


def test_the_order_does_it(episode):
    Salt.objects.create(day=(MIDNIGHT - timedelta(days=3)).date(), key=b"x" * 32)

    assert forget_listeners.call() == 1
    assert not Salt.objects.exists()


def test_no_address_and_no_user_agent_is_stored(episode):
    play(
        episode,
        "TapeDeck/47.11 (of somebody)",
        REMOTE_ADDR="192.0.2.77",
        HTTP_REFERER="https://secret.example/",
    )
    counted(episode)
    rows = [
        repr(row)
        for model in (HourCount, AgentCount, Salt, Seen, AgentList)
        for row in model.objects.values()
    ]

    assert len(rows) == 4
    assert not [row for row in rows if "192.0.2" in row or "TapeDeck" in row or "secret" in row]


def test_no_address_is_logged(episode, caplog):
    play(episode, REMOTE_ADDR="192.0.2.77")
    counted(episode)

    assert "192.0.2" not in caplog.text
    assert "192.0.2" not in repr(heard(episode, MIDNIGHT, "192.0.2.77"))


def test_hashes_stay_out_of_the_log_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relpersistence FROM pg_class WHERE relname ~ '^downloads_(salt|seen)$'"
        )
        assert sorted(cursor.fetchall()) == [("downloads_salt", "u"), ("downloads_seen", "u")]


def test_a_batch_costs_the_same_however_large(episode, django_assert_num_queries):
    episodes = [episode, *(playable(EpisodeFactory(show=episode.show)) for _ in range(9))]
    counting.count([heard(episode, MIDNIGHT)])

    with django_assert_num_queries(10):  # savepoint and release among them
        counting.count([heard(one, MIDNIGHT, f"192.0.2.{n}") for one in episodes for n in range(50)])
    assert counted(episode) == 50  # one of them had been there before


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_delays_the_count_and_not_the_listener(episode, caplog):
    assert play(episode) == 302
    with away():
        assert not waiting.flush()
    assert "1 downloads wait to be counted" in caplog.text

    assert counted(episode) == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_is_asked_again_after_it_was_away(episode):
    with away(), pytest.raises(TryAgain):
        counting.count([heard(episode, MIDNIGHT)])
    counting.count([heard(episode, MIDNIGHT)])

    assert counted(episode) == 1


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_missing_costs_the_count_and_not_the_download(episode, caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE downloads_seen RENAME TO mislaid")
    try:
        assert play(episode) == 302
        assert counted(episode) == 0
        assert play(episode) == 302
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE mislaid RENAME TO downloads_seen")

    assert "1 downloads were not counted." in caplog.text
    assert counted(episode) == 1


def test_a_fault_of_the_counting_is_not_the_listeners(episode, settings, caplog):
    settings.TRUSTED_PROXIES = None

    assert play(episode) == 302
    assert "A download was not counted." in caplog.text


class away:
    """The server cannot be reached: a new connection is refused."""

    def __enter__(self) -> None:
        settings = connections[DEFAULT_DB_ALIAS].settings_dict
        connection.close()
        self.before = settings["HOST"], settings["PORT"]
        settings["HOST"], settings["PORT"] = "127.0.0.1", "9"

    def __exit__(self, *args: object) -> None:
        settings = connections[DEFAULT_DB_ALIAS].settings_dict
        settings["HOST"], settings["PORT"] = self.before
