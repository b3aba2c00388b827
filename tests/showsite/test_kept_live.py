"""Processes that look by themselves: what one changes, the others show within a second."""

from __future__ import annotations

import time

import pytest
from django.db import connection

from episodes.models import Show
from tests.factories import EpisodeFactory
from tests.showsite.site import Site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def processes():
    sites = [Site(seconds=0.2), Site(seconds=0.2)]
    yield sites
    for site in sites:
        site.watch.stop()
    time.sleep(0.5)  # their connections are closed


def within_a_second(is_so):
    end = time.monotonic() + 1
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.02)
    return False


def test_what_one_process_changes_the_others_show_within_a_second(processes):
    episode = EpisodeFactory(title="Knots")
    address = episode.get_absolute_url()
    assert all("Knots" in site.get(address).text for site in processes)

    episode.title = "Bowlines"
    episode.save()

    assert within_a_second(lambda: all("Bowlines" in site.get(address).text for site in processes))


def test_while_the_database_does_not_answer_pages_are_still_there(processes, caplog):
    site = processes[0]
    EpisodeFactory()
    expected = site.get("/")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {Show._meta.db_table} RENAME TO away")
    try:
        assert within_a_second(lambda: "is not known" in caplog.text)
        assert site.get("/").body == expected.body
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE away RENAME TO {Show._meta.db_table}")

    Show.objects.update(title="Afterwards")

    assert within_a_second(lambda: "Afterwards" in site.get("/").text)
