"""newsboat reads the feed, podboat downloads from it: as in many a terminal."""

from __future__ import annotations

import shlex
import sqlite3

import pytest

from episodes.models import Episode
from episodes.publishing import publish
from tests.clients.conftest import add_episode, installed

pytestmark = pytest.mark.django_db(transaction=True)


class Newsboat:
    def __init__(self, program, feed):
        self.program = program
        (program.home / "urls").write_text(feed + "\n")
        self.reload()

    def reload(self):
        self.program.run("newsboat", "-u", "urls", "-c", "cache.db", "-C", "/dev/null", "-x", "reload")

    def items(self, *columns):
        with sqlite3.connect(self.program.home / "cache.db") as known:
            return known.execute(f"SELECT {', '.join(columns)} FROM rss_item ORDER BY pubDate").fetchall()


@pytest.fixture
def newsboat(site, program):
    installed("newsboat")
    return Newsboat(program, site.feed_url)


def test_it_sees_every_episode_with_its_notes(newsboat):
    items = newsboat.items("title", "content")

    assert [title for title, _ in items] == ["Strings, part 1", "Strings, part 2", "Strings, part 3"]
    assert "What we said about string 2." in items[1][1]


def test_it_knows_each_audio_file(newsboat):
    [*known] = newsboat.items("enclosure_url", "enclosure_type")

    rows = Episode.objects.order_by("published_at").select_related("show")
    assert known == [(row.show.absolute(row.audio_url), "audio/mpeg") for row in rows]


def test_it_sees_a_new_episode_and_no_old_one_twice(newsboat, site):
    publish(add_episode(site, 4, published_at=None))
    Episode.objects.filter(number=2).update(title="Longer strings", slug="longer-strings")

    newsboat.reload()

    assert [title for (title,) in newsboat.items("title")] == [
        "Strings, part 1",
        "Longer strings",
        "Strings, part 3",
        "Strings, part 4",
    ]


def test_podboat_downloads_an_episode(site, program):
    installed("podboat", "script")
    episode = Episode.objects.get(number=1)
    target = program.home / "one.mp3"
    (program.home / "queue").write_text(f'{site.absolute(episode.audio_url)} "{target}"\n')

    podboat = "podboat -C /dev/null -q queue -a"
    program.run(
        "sh", "-c", f"(sleep 3; printf q; sleep 1; printf y) | script -qec {shlex.quote(podboat)} /dev/null"
    )

    assert target.stat().st_size == episode.audio_bytes
