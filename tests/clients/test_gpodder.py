"""gPodder, by its command line: subscribe, look, download, resume, and meet every kind of edit."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from episodes.audio.attach import attach_audio
from episodes.models import Episode
from episodes.publishing import publish, withdraw
from tests.clients.conftest import add_episode, installed, long_audio

pytestmark = pytest.mark.django_db(transaction=True)


class Gpodder:
    def __init__(self, program, feed):
        self.program, self.feed = program, feed
        self.run("subscribe", feed)

    def run(self, *command):
        return self.program.run("gpo", *command)

    def update(self):
        self.run("update")
        return self.episodes()

    def rows(self, columns):
        with sqlite3.connect(self.program.home / "gpodder" / "Database") as known:
            known.row_factory = sqlite3.Row
            return [dict(row) for row in known.execute(f"SELECT {columns} FROM episode ORDER BY published")]

    def episodes(self):
        return [row["title"] for row in self.rows("title")]

    def set(self, sql, *values):
        with sqlite3.connect(self.program.home / "gpodder" / "Database") as known:
            known.execute(sql, values)

    def file(self, row) -> Path:
        [found] = (self.program.home / "downloads").rglob(row["download_filename"])
        return found


@pytest.fixture
def gpodder(site, program):
    installed("gpo")
    return Gpodder(program, site.feed_url)


ALL = ["Strings, part 1", "Strings, part 2", "Strings, part 3"]


def test_it_sees_every_episode(gpodder):
    assert gpodder.episodes() == ALL


def test_it_has_the_notes_of_each(gpodder):
    notes = [row["description_html"] for row in gpodder.rows("description_html")]

    assert all(f"What we said about string {number}." in notes[number - 1] for number in (1, 2, 3))


def test_it_knows_how_long_each_is(gpodder):
    known = [row["total_time"] for row in gpodder.rows("total_time")]

    rows = Episode.objects.order_by("published_at")
    assert known == [round(episode.audio_duration.total_seconds()) for episode in rows]


def test_it_has_the_chapters_of_each(gpodder):
    for row in gpodder.rows("chapters"):
        chapters = [(chapter["start"], chapter["title"]) for chapter in json.loads(row["chapters"])]
        assert chapters == [(0, "Hello"), (7, "Wax and wool")]


def test_it_downloads_what_is_stored(gpodder):
    gpodder.run("download")

    sizes = [gpodder.file(row).stat().st_size for row in gpodder.rows("download_filename")]
    assert sizes == list(Episode.objects.order_by("published_at").values_list("audio_bytes", flat=True))


def test_it_resumes_a_download_that_was_cut(gpodder):
    gpodder.run("download")
    [row] = [row for row in gpodder.rows("title, download_filename") if row["title"] == ALL[0]]
    file = gpodder.file(row)
    whole = file.read_bytes()
    file.with_name(file.name + ".partial").write_bytes(whole[:100_000])
    file.unlink()
    gpodder.set("UPDATE episode SET state = 0 WHERE title = ?", ALL[0])

    gpodder.run("resume")

    assert file.read_bytes() == whole


def test_it_sees_a_new_episode_once_it_is_published(gpodder, site):
    new = add_episode(site, 4, published_at=None)
    before = gpodder.update()

    publish(new)

    assert (before, gpodder.update()) == (ALL, [*ALL, "Strings, part 4"])


def test_it_sees_nothing_of_a_scheduled_episode(gpodder, site):
    add_episode(site, 4, published_at=timezone.now() + timedelta(hours=1))

    assert gpodder.update() == ALL


def edit_title(episode):
    episode.title = "Longer strings"
    episode.save()


def edit_slug(episode):
    episode.slug = "longer-strings"
    episode.save()


def edit_number(episode):
    episode.number = 33
    episode.save()


def edit_notes(episode):
    episode.notes_html = "<p>Something else.</p>"
    episode.save()


def edit_date(episode):
    episode.published_at += timedelta(hours=3)
    episode.save()


def replace_audio(episode):
    attach_audio(episode, ContentFile(long_audio(seed=9), name="better.mp3"))


def take_back_and_publish_again(episode):
    withdraw(episode)
    publish(episode)


EDITS = [
    edit_title,
    edit_slug,
    edit_number,
    edit_notes,
    edit_date,
    replace_audio,
    take_back_and_publish_again,
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_no_edit_makes_a_second_episode_of_one(gpodder, edit):
    before = {row["guid"] for row in gpodder.rows("guid")}

    edit(Episode.objects.get(number=3))
    gpodder.update()

    assert [row["guid"] for row in gpodder.rows("guid")] == list(
        Episode.objects.order_by("published_at").values_list("guid", flat=True)
    )
    assert {row["guid"] for row in gpodder.rows("guid")} == before


def test_it_downloads_the_audio_that_replaced_another(gpodder):
    episode = Episode.objects.get(number=3)
    replace_audio(episode)
    gpodder.update()

    gpodder.run("download")

    [row] = [row for row in gpodder.rows("title, download_filename") if row["title"] == ALL[2]]
    assert gpodder.file(row).stat().st_size == episode.audio_bytes


def test_an_update_without_a_change_is_answered_with_304(gpodder, caplog):
    caplog.clear()

    gpodder.run("update")

    assert "GET /feed.xml 304" in caplog.text
