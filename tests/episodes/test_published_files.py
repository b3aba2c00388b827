"""With PUBLISH_FEEDS=storage, what apps fetch is in the bucket too: the same bytes, and no more than is public."""

from __future__ import annotations

import threading
import urllib.request
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from episodes.models import Episode, Person, Show
from episodes.publishing import publish, withdraw
from episodes.storage import PUBLIC, media_storage
from showsite.feed_import.locks import only_one
from showsite.published.documents import FOLDER, documents_of
from showsite.published.models import PublishedFile, PublishedSite
from showsite.published.tasks import BACKOFF, LOST, ask_for_changes, lock_of, publish_files
from tests.factories import (
    CreditFactory,
    CueFactory,
    EpisodeFactory,
    PersonFactory,
    SegmentFactory,
    ShowFactory,
    ShowHostFactory,
    TopicFactory,
    TranscriptFactory,
)
from transcripts.models import Cue

pytestmark = pytest.mark.django_db

OF_EVERY_SHOW = {"/feed.xml", "/feed.json", "/feed/all.xml", "/feed/bonus.xml", "/feed/transcripts.xml"}


@pytest.fixture(autouse=True)
def turned_on(settings, own_bucket):
    settings.PUBLISH_FEEDS = "storage"
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture(autouse=True)
def empty_folder(turned_on):
    yield
    for key, _ in list(media_storage().public_copies(FOLDER)):
        media_storage().withdraw(key)


@pytest.fixture
def show(db, own_bucket):
    return ShowFactory()


@pytest.fixture
def episode(show):
    """Of an episode there is everything that may be published."""
    episode = EpisodeFactory(show=show, title="Knots", audio=True)
    SegmentFactory(episode=episode, start=timedelta(seconds=1), title="The bowline")
    CreditFactory(episode=episode)
    CueFactory(transcript=TranscriptFactory(episode=episode), text="Take the end.")
    episode.topics.add(TopicFactory(show=show, name="Ropes"))
    return episode


@pytest.fixture
def puts(own_bucket):
    """The keys that are written, in their order."""
    written = []
    events = media_storage().connection.meta.client.meta.events

    def note(params, **kwargs):
        written.append(params["Key"] if "Key" in params else params["url_path"])

    events.register("provide-client-params.s3.PutObject", note)
    yield written
    events.unregister("provide-client-params.s3.PutObject", note)


@pytest.fixture
def storage_down(settings):
    """Take the storage away, until the end of the test or until it is told to come back."""
    working = settings.S3_ENDPOINT_URL

    def down(is_down=True):
        settings.S3_ENDPOINT_URL = "http://127.0.0.1:9" if is_down else working
        settings.STORAGES = dict(settings.STORAGES)  # the storage is made anew when this setting changes

    yield down
    down(False)


def work(later=timedelta(seconds=3)):
    """What the worker does until so much later: look for changes, and the tasks that are due; what they returned."""
    ask_for_changes()
    then, said = timezone.now() + later, []
    due = DBTaskResult.objects.filter(
        status="READY", run_after__lte=then, task_path__endswith="publish_files"
    )
    while result := due.first():
        result.claim("tests")
        said.append(result.task.call(*result.args_kwargs["args"]))
        result.set_successful(said[-1])
    return said


def keys(show):
    """The addresses that have a file."""
    folder = f"{FOLDER}{show.host_name}"
    return {key.removeprefix(folder) for key, _ in media_storage().public_copies(folder + "/")}


def file_at(show, path):
    return media_storage().read_public(f"{FOLDER}{show.host_name}{path}")


def web(client, show, path):
    return client.get(path, headers={"host": show.host_name})


def written(puts, show):
    folder = f"{PUBLIC}{FOLDER}{show.host_name}"
    return [key.removeprefix(folder) for key in puts]


def verify(*options):
    out = StringIO()
    try:
        call_command("verify_published", *options, stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


# What there is


def test_every_feed_chapters_and_transcript_is_a_file(show, episode):
    person = episode.credits.get().person

    work()

    page = episode.get_absolute_url()
    assert keys(show) == {
        *OF_EVERY_SHOW,
        "/topics/ropes/feed.xml",
        f"{person.get_absolute_url()}feed.xml",
        f"{page}chapters.json",
        *(f"{page}transcript.{form}" for form in ("vtt", "json", "srt", "html", "txt")),
    }


def test_a_file_is_what_the_site_answers(show, episode, client):
    ShowHostFactory(show=show)

    work()

    for path in keys(show):
        answer, file = web(client, show, path), file_at(show, path)
        assert file.content == answer.content, path
        assert (file.media_type, file.cache_control) == (answer["Content-Type"], answer["Cache-Control"])
        assert not file.encoding


def test_older_pages_of_a_feed_are_files_of_their_own(show, client, settings):
    settings.FEED_PAGE_ITEMS = 1
    EpisodeFactory(show=show, audio=True)
    EpisodeFactory(show=show, audio=True)

    work()

    for feed in ("/feed.xml", "/feed.json"):
        assert file_at(show, f"{feed}.page-2").content == web(client, show, f"{feed}?page=2").content
        assert f"{feed}.page-3" not in keys(show)


def test_who_leads_a_segment_or_hosts_the_show_has_a_feed_too(show, client):
    host = ShowHostFactory(show=show).person
    leader = SegmentFactory(episode__show=show, episode__audio=True, person=PersonFactory()).person

    work()

    for person in (host, leader):
        path = f"{person.get_absolute_url()}feed.xml"
        assert file_at(show, path).content == web(client, show, path).content


def test_a_transcript_without_times_is_a_file_in_words_alone(show):
    transcript = TranscriptFactory(episode__show=show, has_times=False)
    CueFactory(transcript=transcript)

    work()

    page = transcript.episode.get_absolute_url()
    assert {key for key in keys(show) if key.startswith(page)} == {f"{page}transcript.txt"}


def test_each_show_has_a_folder(show, episode):
    other = EpisodeFactory(audio=True).show

    work()

    assert b"Knots" in file_at(show, "/feed.xml").content
    assert b"Knots" not in file_at(other, "/feed.xml").content


def test_everybody_may_read_a_file_and_any_page_may(show, episode):
    work()

    url = media_storage().public_url(f"{FOLDER}{show.host_name}/feed.xml")
    request = urllib.request.Request(url, headers={"Origin": "https://player.example"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["Access-Control-Allow-Origin"]
        assert answer.headers["ETag"]


def test_a_draft_is_never_written(show, puts):
    draft = EpisodeFactory(show=show, draft=True, title="Secret", audio=True)
    later = EpisodeFactory(show=show, scheduled=True, title="Secret", audio=True)
    for episode in (draft, later):
        SegmentFactory(episode=episode, start=timedelta(0), person=PersonFactory())
        CueFactory(transcript=TranscriptFactory(episode=episode))
        episode.topics.add(TopicFactory(show=show, name=f"Topic of {episode.slug}"))

    work()

    assert keys(show) == OF_EVERY_SHOW
    assert all(b"Secret" not in file_at(show, path).content for path in keys(show))


def test_a_feed_that_has_moved_away_is_no_file(show, episode):
    work()
    show.new_feed_url = "https://elsewhere.example/feed.xml"
    show.save()

    work()

    assert "/feed.xml" not in keys(show)
    assert "/feed/all.xml" in keys(show)


def test_it_is_off_unless_somebody_asks_for_it(show, episode, settings):
    settings.PUBLISH_FEEDS = "off"

    assert work() == []
    assert keys(show) == set()
    assert not PublishedSite.objects.exists()


# After a change


def test_without_a_change_nothing_is_done(show, episode):
    work()

    assert work() == []


def test_an_edit_writes_only_what_it_has_changed(show, episode, puts, client):
    other = EpisodeFactory(show=show, title="Twine", audio=True)
    CueFactory(transcript=TranscriptFactory(episode=other))
    work()
    puts.clear()

    episode.segments.update(title="The sheet bend")
    work()

    person, page = episode.credits.get().person, episode.get_absolute_url()
    assert set(written(puts, show)) == {
        "/feed.xml",
        "/feed.json",
        "/feed/all.xml",
        "/feed/transcripts.xml",
        "/topics/ropes/feed.xml",
        f"{person.get_absolute_url()}feed.xml",
        f"{page}chapters.json",
    }
    assert b"sheet bend" in file_at(show, f"{page}chapters.json").content


def test_a_corrected_word_writes_the_transcript_and_its_feed(show, episode, puts):
    EpisodeFactory(show=show, audio=True)
    work()
    puts.clear()

    Cue.objects.get().correct("Take the other end.")
    work()

    page = episode.get_absolute_url()
    assert set(written(puts, show)) == {
        "/feed/transcripts.xml",
        *(f"{page}transcript.{form}" for form in ("vtt", "json", "srt", "html", "txt")),
    }


def test_a_person_who_is_renamed_is_so_in_what_was_said(show, episode, client):
    transcript = episode.transcripts.get()
    cue = CueFactory(transcript=transcript, speaker="SPEAKER_01")
    speaker = transcript.speakers.create(
        label=cue.speaker, person=Person.objects.create(name="Ann", slug="ann")
    )
    work()

    speaker.person.name = "Anna"
    speaker.person.save()
    work()

    assert b"Anna" in file_at(show, episode.transcript_vtt_url).content
    assert b"Anna" in file_at(show, "/feed/transcripts.xml").content


def test_a_change_that_the_documents_do_not_show_writes_nothing(show, episode, puts):
    work()
    puts.clear()

    SegmentFactory(episode=EpisodeFactory(show=show, number=400))
    Show.objects.filter(pk=show.pk).update(tagline="Another")
    work()

    assert written(puts, show) == []


def test_ten_edits_are_one_run(show, episode):
    work()

    queued = 0
    for number in range(10):
        Episode.objects.filter(pk=episode.pk).update(title=f"Knots {number}")
        queued += ask_for_changes()

    assert queued == 1
    assert len(work()) == 1
    assert b"Knots 9" in file_at(show, "/feed.xml").content


def test_an_edit_during_a_run_is_seen_by_the_next(show, episode):
    work()
    Episode.objects.update(title="First")
    ask_for_changes()
    Episode.objects.update(title="Second")
    work()
    Episode.objects.update(title="Third")

    work()

    assert b"Third" in file_at(show, "/feed.xml").content


def test_seeing_what_has_changed_costs_the_same_however_many_there_are(show, episode):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            documents_of(Show.objects.get())
        return len(asked)

    before = queries()
    for _ in range(3):
        other = EpisodeFactory(show=show, audio=True)
        SegmentFactory(episode=other, start=timedelta(0), person=PersonFactory())
        other.topics.add(TopicFactory(show=show))
        TranscriptFactory(episode=other)

    assert queries() == before


def test_what_is_withdrawn_disappears(show, episode):
    EpisodeFactory(show=show, audio=True)
    work()

    withdraw(episode)
    work()

    assert not [
        key for key in keys(show) if key.startswith((episode.get_absolute_url(), "/topics/", "/people/"))
    ]
    assert all(b"Knots" not in file_at(show, path).content for path in keys(show))


def test_what_has_another_address_is_no_longer_at_the_old_one(show, episode):
    before = episode.transcript_vtt_url
    work()

    Episode.objects.update(slug="bends")
    work()

    assert file_at(show, before) is None
    assert file_at(show, Episode.objects.get().transcript_vtt_url)


def test_a_show_under_another_name_leaves_nothing_at_the_old_one(show, episode):
    work()
    before = keys(show)

    Show.objects.update(host_name="other.tincan.example", site_address="https://other.tincan.example")
    work()

    assert keys(show) == set()
    assert keys(Show.objects.get()) == before


def test_the_files_of_a_show_that_is_deleted_go_too(show, episode):
    work()

    show.delete()
    work()

    assert keys(show) == set()
    assert not PublishedSite.objects.exists()


def test_a_published_episode_is_there_before_the_feed_names_it(show, episode, puts):
    work()
    puts.clear()
    other = EpisodeFactory(show=show, draft=True, audio=True)
    CueFactory(transcript=TranscriptFactory(episode=other))

    publish(other)
    work()

    order = written(puts, show)
    assert order.index(other.transcript_vtt_url) < order.index("/feed.xml")


def test_a_scheduled_episode_comes_at_its_minute(show, episode):
    EpisodeFactory(show=show, title="Twine", audio=True, scheduled=True)
    soon = timezone.now() + timedelta(seconds=3)
    Episode.objects.filter(title="Twine").update(published_at=soon)
    work()
    assert b"Twine" not in file_at(show, "/feed.xml").content
    assert work() == []

    threading.Event().wait((soon - timezone.now()).total_seconds() + 0.05)
    work()

    assert b"Twine" in file_at(show, "/feed.xml").content


# When something is wrong


def test_the_storage_being_down_delays_and_tries_again(show, episode, storage_down):
    storage_down()

    assert work() == ["waiting"]
    site = PublishedSite.objects.get()
    assert site.tries == 1
    assert "127.0.0.1:9" in site.error
    assert work(later=BACKOFF[0] - timedelta(seconds=2)) == []

    storage_down(False)
    work(later=BACKOFF[0] + timedelta(seconds=1))

    assert "/feed.xml" in keys(show)
    assert not PublishedSite.objects.get().error


def test_publishing_an_episode_does_not_need_the_files(show, storage_down, client):
    storage_down()
    episode = EpisodeFactory(show=show, draft=True)

    publish(episode)
    work()

    assert web(client, show, episode.get_absolute_url()).status_code == 200


def test_a_document_that_cannot_be_made_keeps_no_other_away(show, episode, settings):
    """Here: a host name that the site does not answer on."""
    other = EpisodeFactory(audio=True).show
    settings.ALLOWED_HOSTS = [show.host_name]

    work()

    assert "/feed.xml" in keys(show)
    assert keys(other) == set()
    assert "answered 400" in PublishedSite.objects.get(show=other).error


def test_a_run_that_was_lost_with_its_worker_is_asked_for_again(show, episode):
    ask_for_changes()
    DBTaskResult.objects.all().delete()
    assert work() == []

    PublishedSite.objects.update(due_at=timezone.now() - LOST - timedelta(seconds=1))

    assert len(work()) == 1


def test_a_run_that_takes_long_lets_other_work_pass_and_goes_on(show, episode, monkeypatch):
    monkeypatch.setattr("showsite.published.tasks.ENOUGH", timedelta(0))

    *runs, last = work(later=timedelta(minutes=5))

    assert all(run == "1 made, 1 written, 0 removed, to be continued" for run in runs)
    assert last == "1 made, 1 written, 0 removed"
    assert len(runs) + 1 == len(keys(show))


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_write_at_the_same_time(show, episode):
    ask_for_changes()
    site = PublishedSite.objects.get()
    said = []

    def other_worker():
        try:
            said.append(publish_files.call(site.pk))
        finally:
            connection.close()

    with only_one(lock_of(site)):
        thread = threading.Thread(target=other_worker)
        thread.start()
        thread.join()

    assert said == ["busy"]
    assert keys(show) == set()
    assert work(later=timedelta(seconds=12))
    assert "/feed.xml" in keys(show)


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_that_see_a_change_one_queues_it(show, episode):
    queued, barrier = [], threading.Barrier(2)
    PublishedSite.objects.create(show=show)

    def look():
        try:
            barrier.wait()
            queued.append(ask_for_changes())
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(queued) == [0, 1]


# Verifying


def test_where_all_is_right_it_says_so(show, episode):
    work()

    assert verify() == (0, f"{len(keys(show))} files, 0 faults, 0 mended.\n")


@pytest.fixture
def spoilt(show, episode):
    """Each way in which a file can be wrong; what is said of it."""
    work()
    place, storage = f"{FOLDER}{show.host_name}", media_storage()
    page = episode.get_absolute_url()

    def put(path, **other):
        file = file_at(show, path)._replace(**other) if file_at(show, path) else None
        storage.put_public(place + path, file.content, file.media_type, file.cache_control)

    put("/feed.xml", content=b"<rss/>")
    put("/feed.json", media_type="text/plain")
    put("/feed/all.xml", cache_control="no-store")
    storage.withdraw(f"{place}{page}transcript.vtt")
    storage.put_public(f"{place}/episodes/9/gone/transcript.vtt", b"Secret", "text/vtt")
    return {
        f"other bytes: {place}/feed.xml",
        f"other content type: {place}/feed.json",
        f"other Cache-Control: {place}/feed/all.xml",
        f"missing: {place}{page}transcript.vtt",
        f"surplus: {place}/episodes/9/gone/transcript.vtt",
    }


def test_it_tells_what_is_tampered_with_missing_or_surplus(show, spoilt):
    status, said = verify()

    assert status == 1
    assert set(said.splitlines()[:-1]) == spoilt
    assert said.endswith("5 faults, 0 mended.\n")
    assert file_at(show, "/feed.xml").content == b"<rss/>"


def test_it_mends_what_it_finds(show, spoilt):
    status, said = verify("--mend")

    assert status == 0
    assert set(said.splitlines()[:-1]) == {f"{fault}, mended" for fault in spoilt}
    assert verify()[0] == 0
    assert work() == []


def test_mending_publishes_what_no_worker_has(show, episode):
    assert verify("--mend")[0] == 0

    assert "/feed.xml" in keys(show)
    assert work() == []


def test_it_says_that_the_last_change_is_still_to_come(show, episode):
    work()
    Episode.objects.update(title="Bends")

    status, said = verify()

    assert status == 1
    assert "the worker has still to publish the last change" in said


def test_mending_takes_all_away_where_it_is_turned_off(show, episode, settings):
    work()
    settings.PUBLISH_FEEDS = "off"

    assert verify()[0] == 1
    assert verify("--mend")[0] == 0
    assert keys(show) == set()


def test_nothing_is_forgotten_of_a_file_that_was_mended_away(show, spoilt):
    verify("--mend")

    assert not PublishedFile.objects.filter(key__contains="/gone/").exists()
