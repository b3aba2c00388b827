"""`import_feed URL_OR_FILE`: a whole show from its RSS feed, once, whatever happens on the way."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult
from PIL import Image

from episodes.feeds.feed import feed_of
from episodes.models import Credit, Episode, Segment, Show
from showsite.models import FeedImport, ImportedItem, MediaCopy
from tests.episodes.test_feed_reader import HEAD, TAIL
from tests.factories import AUDIO, EpisodeFactory, ShowFactory
from tests.local_server import local_server
from transcripts.models import Transcript

pytestmark = pytest.mark.django_db

ITEM = """<item><guid isPermaLink="false">{guid}</guid><title>{title}</title>
<pubDate>Wed, 0{number} Jan 2025 12:00:00 GMT</pubDate><itunes:episode>{number}</itunes:episode>
<content:encoded><![CDATA[{notes}]]></content:encoded>{more}</item>"""
NOTES = '<p><strong>Ada #1:</strong> <a href="https://knots.example/bowline">Bowline</a></p><ul><li>It holds.</li></ul>'
VTT = b"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n<v Ada>Hello there.\n"


def an_item(number=1, guid=None, title="Bowline", notes=NOTES, more=""):
    return ITEM.format(number=number, guid=guid or f"guid-{number}", title=title, notes=notes, more=more)


@pytest.fixture
def server(settings):
    settings.ALLOW_PRIVATE_FETCHES = True
    with local_server() as running:
        yield running


@pytest.fixture
def feed(tmp_path):
    """Writes a feed into a file, and says where."""

    def write(*items, head=""):
        path = tmp_path / "feed.xml"
        path.write_text(HEAD + head + "".join(items) + TAIL)
        return str(path)

    return write


def run(source, **options):
    """The report, and the error that gave the exit status, if there was one."""
    out = StringIO()
    try:
        call_command(
            "import_feed", source, stdout=out, **{"site_address": "https://knots.example", **options}
        )
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def snapshot():
    """Every row that an import writes, ids included."""
    models = (Show, Episode, Segment, Credit, FeedImport, ImportedItem, MediaCopy, Transcript)
    return [list(model.objects.order_by("pk").values()) for model in models]


def picture(side=1400, kind="PNG"):
    file = io.BytesIO()
    Image.new("RGB", (side, side), "teal").save(file, kind)
    return file.getvalue()


# --- Show and episodes ----------------------------------------------------------------------------------


def test_a_show_that_is_not_there_is_made(feed):
    head = """<language>en-GB</language><itunes:author>Ada</itunes:author><itunes:explicit>true</itunes:explicit>
      <copyright>Copyright 2020-2026 Rope Ltd</copyright><itunes:category text="Technology"/>
      <itunes:category text="Basket weaving"/><podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
      <podcast:person href="https://ada.example">Ada Lovelace</podcast:person>
      <podcast:person role="producer">Bob</podcast:person>"""

    report, error = run(feed(head=head))

    show = Show.objects.get()
    assert error == ""
    assert "show: created, Knots (knots)" in report
    assert "unknown-category: Apple has no such category, so it is left out: Basket weaving." in report
    assert (show.title, show.slug, show.description, show.language) == (
        "Knots",
        "knots",
        "About rope.",
        "en-GB",
    )
    assert (show.site_address, show.host_name) == ("https://knots.example", "knots.example")
    assert (show.author, show.copyright, show.explicit, show.categories) == (
        "Ada",
        "Rope Ltd",
        True,
        ["Technology"],
    )
    assert str(show.guid) == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert [person.name for person in show.regular_hosts] == ["Ada Lovelace"]


def test_a_show_without_a_guid_gets_that_of_its_old_address(feed):
    run(feed(head='<atom:link rel="self" href="https://podnews.net/rss/"/>'))

    assert str(Show.objects.get().guid) == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_each_item_becomes_an_episode(feed):
    more = """<itunes:season>2</itunes:season><itunes:episodeType>bonus</itunes:episodeType>
      <description>What a knot is.</description>
      <podcast:person>Ada</podcast:person><podcast:person role="guest">Grace</podcast:person>
      <podcast:person role="editor" group="audio production">Bob</podcast:person>"""

    report, error = run(feed(an_item(2, title="Splice"), an_item(1, more=more)), without_media=True)

    first, second = Episode.objects.order_by("number")
    assert error == ""
    assert "Bowline: created, episode 1" in report
    assert "2 episodes: 2 created" in report
    assert (first.guid, first.title, first.slug, first.number, first.season) == (
        "guid-1",
        "Bowline",
        "bowline",
        1,
        2,
    )
    assert (first.episode_type, first.summary) == ("bonus", "What a knot is.")
    assert first.published_at == datetime(2025, 1, 1, 12, tzinfo=UTC)
    assert first.notes == "**Ada #1:** [Bowline](https://knots.example/bowline)\n\n- It holds.\n"
    assert [(part.host_name, part.title) for part in first.segments.all()] == [("Ada", "Bowline")]
    assert [(one.person.name, one.role) for one in first.credits.all()] == [
        ("Ada", "host"),
        ("Grace", "guest"),
        ("Bob", "editor"),
    ]
    assert (second.title, second.pk > first.pk) == ("Splice", True)


@pytest.mark.parametrize("guid", ["https://x.example/?p=1&amp;q=2", "Ä ö", "javascript:1", "g" * 255])
def test_a_guid_is_kept_exactly(feed, guid):
    run(feed(an_item(guid=guid)))

    assert Episode.objects.get().guid == guid.replace("&amp;", "&")


def test_an_item_without_a_guid_is_the_same_episode_in_the_next_run(feed):
    item = (
        '<item><title>a</title><enclosure url="https://x.example/a.mp3" type="audio/mpeg" length="1"/></item>'
    )
    run(feed(item), without_media=True)

    report, _ = run(feed(item), without_media=True)

    assert "1 unchanged" in report
    assert Episode.objects.count() == 1


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (an_item(2, guid="g" * 256), "longer than 255"),
        (an_item(2, guid="guid-1"), "that of another episode"),
        ("<item><title>Bowline</title></item>", "neither a GUID nor an address"),
        (an_item(2, notes="<ul><li>x</li></ul>" * 20_000), "too much markup"),
    ],
    ids=["long guid", "guid twice", "no guid", "hard notes"],
)
def test_an_item_that_fails_is_reported_and_stops_nothing(feed, bad, why):
    report, error = run(feed(an_item(3), bad, an_item(1)))

    assert why in report
    assert "1 failed" in report
    assert error == "1 of 4 did not come in; the report says why."
    assert set(Episode.objects.values_list("number", flat=True)) == {1, 3}


def test_a_number_that_two_seasons_share_stays_with_the_older_episode(feed):
    report, error = run(feed(an_item(2).replace("<itunes:episode>2", "<itunes:episode>1"), an_item(1)))

    assert error == ""
    assert "number-taken: Another episode is number 1: it comes without one." in report
    assert list(Episode.objects.order_by("published_at").values_list("number", flat=True)) == [1, None]


def test_an_item_without_a_date_is_a_draft(feed):
    report, _ = run(feed("<item><guid>a</guid><title>Bowline</title></item>"))

    assert "no-date" in report
    assert not Episode.objects.get().is_published()


def test_notes_imported_before_get_the_guid_and_date_of_the_feed(feed, show):
    draft = EpisodeFactory(show=show, number=1, draft=True, title="Bowline", notes="# Mine\n")

    run(feed(an_item()), show=show.slug, without_media=True)

    episode = Episode.objects.get()
    assert (episode.pk, episode.guid, episode.notes) == (draft.pk, "guid-1", "# Mine\n")
    assert episode.is_published()


def test_plain_text_keeps_its_lines(feed):
    run(feed(an_item(notes="Knots & ropes.\nSecond line.\n\n1. no list <3")))

    html = Episode.objects.get().notes_html
    assert "Knots &amp; ropes.<br" in html
    assert "Second line.</p>" in html
    assert "<ol>" not in html


def test_nothing_active_comes_in(feed):
    run(feed(an_item(notes='<p onclick="x()">a<script>alert(1)</script><a href="javascript:x">b</a></p>')))

    episode = Episode.objects.get()
    assert "script" not in episode.notes + episode.notes_html
    assert "onclick" not in episode.notes + episode.notes_html


# --- Again ----------------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing(feed):
    head = "<podcast:person>Ada</podcast:person><itunes:image href='https://x.example/a.png'/>"
    more = """<podcast:person role="guest">Grace</podcast:person><enclosure url="https://x.example/1.mp3"/>
      <psc:chapters><psc:chapter start="00:01" title="Bowline"/></psc:chapters>"""
    source = feed(an_item(2), an_item(1, more=more), head=head)
    run(source)
    before = snapshot()

    report, error = run(source)

    assert error == ""
    assert "show: unchanged" in report
    assert "2 episodes: 2 unchanged" in report
    assert snapshot() == before


def test_a_dry_run_reports_the_same_and_writes_nothing(feed):
    source = feed(an_item(2), an_item(1))
    dry, _ = run(source, dry_run=True)
    assert not Show.objects.exists()
    assert not DBTaskResult.objects.exists()

    wet, _ = run(source, without_media=True)

    assert dry.replace(" (dry run: nothing was written)", "") == wet


def test_what_changed_in_the_feed_is_taken(feed):
    run(feed(an_item()))
    before = Episode.objects.get()

    report, _ = run(feed(an_item(title="Bowline again", notes=NOTES.replace("It holds", "It still holds"))))

    after = Episode.objects.get()
    assert "Bowline again: updated" in report
    assert "It still holds" in after.notes_html
    assert (after.pk, after.slug, after.title) == (before.pk, before.slug, "Bowline again")


def test_what_was_edited_here_is_never_overwritten(feed):
    run(feed(an_item()))
    Episode.objects.update(title="My title", notes="My notes\n")
    Show.objects.update(author="Me")

    report, error = run(
        feed(an_item(title="Theirs", notes="<p>Theirs</p>"), head="<itunes:author>They</itunes:author>")
    )

    episode = Episode.objects.get()
    assert (episode.title, episode.notes, Show.objects.get().author) == ("My title", "My notes\n", "Me")
    assert "edited-here: The feed says otherwise, but this was edited here: title, notes." in report
    assert error == ""


def test_a_credit_that_was_taken_out_here_does_not_come_back(feed):
    source = feed(an_item(more="<podcast:person role='guest'>Grace</podcast:person>"))
    run(source)
    Credit.objects.all().delete()

    run(source)

    assert not Credit.objects.exists()


def test_a_credit_that_the_feed_takes_back_goes(feed):
    run(feed(an_item(more="<podcast:person role='guest'>Grace</podcast:person>")))

    report, _ = run(feed(an_item()))

    assert "1 updated" in report
    assert not Credit.objects.filter(person__name="Grace").exists()


def test_a_long_feed_comes_in_whole_and_once(feed):
    items = [an_item(guid=f"g{n}", title=f"Knot {n}", notes=f"<p>Knot {n}.</p>") for n in range(60)]
    source = feed(*items)

    report, _ = run(source)

    assert "60 episodes: 60 created" in report
    assert {one.guid: one.notes for one in Episode.objects.all()} == {
        f"g{n}": f"Knot {n}.\n" for n in range(60)
    }
    assert "60 episodes: 60 unchanged" in run(source)[0]


def test_a_new_item_is_all_that_the_next_run_brings(feed):
    run(feed(an_item(1)))

    report, _ = run(feed(an_item(2), an_item(1)))

    assert "2 episodes: 1 created, 1 unchanged" in report


# --- Which show -----------------------------------------------------------------------------------------


def test_the_podcast_guid_finds_the_show(feed):
    show = ShowFactory(guid="917393e3-1b1e-5cef-ace4-edaa54e1f810")

    run(feed(an_item(), head="<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>"))

    assert list(Show.objects.all()) == [show]
    assert show.episodes.count() == 1


def test_an_unknown_show_is_an_error(feed):
    assert "There is no show nowhere" in run(feed(), show="nowhere")[1]


def test_a_new_show_takes_no_other_show_s_address(feed):
    ShowFactory(host_name="knots.example")

    assert "already lives at knots.example" in run(feed())[1]


@pytest.mark.parametrize("address", ["knots.example", "https://knots.example/path", "ftp://x.example"])
def test_an_address_that_is_none_is_refused(feed, address):
    assert "The show needs an address" in run(feed(), site_address=address)[1]


def test_a_new_show_lives_at_the_installation_s_first_name_by_default(feed, settings):
    settings.ALLOWED_HOSTS, settings.HTTPS = ["*", "pod.example"], True
    run(feed(), site_address=None)

    assert Show.objects.get().site_address == "https://pod.example"


def test_a_locked_feed_is_refused(feed):
    source = feed(an_item(), head="<podcast:locked>yes</podcast:locked>")

    _, error = run(source)

    assert "The feed is locked" in error
    assert not Show.objects.exists()
    assert run(source, i_am_the_owner=True)[1] == ""
    assert Episode.objects.exists()


@pytest.mark.parametrize(
    "source", ["/no/such/file.xml", "ftp://x.example/feed", "http://127.0.0.1:1/feed", "feed://x"]
)
def test_a_source_that_is_none_is_one_sentence(source):
    report, error = run(source)

    assert report == ""
    assert 10 < len(error) < 200


def test_a_broken_feed_is_one_sentence_and_writes_nothing(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text(HEAD + an_item() + "<item><title>half")

    _, error = run(str(path))

    assert "The feed is broken XML" in error
    assert not Show.objects.exists()


# --- From the web, with its files -----------------------------------------------------------------------


def whole_feed(server, chapters=("Bowline",), notes=NOTES):
    server.page("/art.png", picture(), "image/png")
    server.page("/1.png", picture(1500), "image/png")
    server.page("/real.mp3", AUDIO.read_bytes(), "audio/mpeg")
    server.redirect("/1.mp3", "/real.mp3")
    server.page("/1.vtt", VTT, "text/vtt")
    listed = [{"startTime": 5 + n, "title": title} for n, title in enumerate(chapters)]
    server.page("/1.json", json.dumps({"version": "1.2.0", "chapters": listed}).encode())
    more = """<itunes:image href="/1.png"/><enclosure url="/1.mp3" length="1" type="audio/mpeg"/>
      <podcast:transcript url="/1.vtt" type="text/vtt"/><podcast:chapters url="/1.json"/>"""
    head = f'<itunes:image href="{server.url}/art.png"/>'
    return server.page(
        "/feed.xml", (HEAD + head + an_item(notes=notes, more=more) + TAIL).encode(), "application/rss+xml"
    )


def test_the_files_are_copied_into_our_storage(server):
    report, error = run(whole_feed(server), media_now=True)

    episode = Episode.objects.get()
    assert error == ""
    assert "media: 0 waiting, 5 done, 0 failed" in report
    assert episode.audio_bytes == AUDIO.stat().st_size
    assert episode.artwork.read() == picture(1500)
    assert episode.show.artwork.read() == picture()
    assert [cue.text for cue in episode.transcripts.get(chosen=True).cues.all()] == ["Hello there."]
    assert [(part.title, part.start) for part in episode.chapters] == [("Bowline", timedelta(seconds=5))]


def test_no_file_is_fetched_twice(server):
    url = whole_feed(server)
    run(url, media_now=True)
    before = snapshot()
    server.asked.clear()

    run(url, media_now=True)

    assert server.paths() == ["/feed.xml"]
    assert snapshot() == before


def test_files_wait_for_the_worker_and_are_copied_by_it(server, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        report, _ = run(whole_feed(server))
    assert "media: 5 waiting" in report
    assert DBTaskResult.objects.count() == 5

    for result in DBTaskResult.objects.all():
        result.task.call(*result.args_kwargs["args"])

    assert MediaCopy.objects.progress() == {"waiting": 0, "done": 5, "failed": 0}
    assert Episode.objects.get().has_audio


def test_files_that_a_killed_run_left_are_copied_by_the_next(server):
    url = whole_feed(server)
    run(url)
    DBTaskResult.objects.all().delete()

    report, _ = run(url, media_now=True)

    assert "media: 0 waiting, 5 done" in report


def test_a_file_that_cannot_be_had_is_reported_and_tried_again_in_the_next_run(server):
    url = whole_feed(server)
    audio = server.pages.pop("/real.mp3")

    report, error = run(url, media_now=True)

    assert "audio of 1 · Bowline: failed" in report
    assert "/real.mp3 answers 404" in report
    assert "did not come in" in error
    assert Episode.objects.get().transcripts.exists()
    server.pages["/real.mp3"] = audio
    assert run(url, media_now=True)[1] == ""
    assert Episode.objects.get().has_audio


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        ("/real.mp3", b"<html>Sign in</html>", "a web page, not sound"),
        ("/1.png", picture(600), "600 × 600 pixels"),
        ("/1.png", b"GIF89a", "no JPEG or PNG"),
        ("/1.vtt", b"\x89PNG\0\0", "NUL"),
        ("/1.json", b'{"chapters": [{"startTime": NaN}]}', "no JSON"),
        ("/1.json", b"[" * 100_000, "no JSON"),
        ("/1.json", b'{"chapters": "x"}', "no list"),
    ],
)
def test_a_file_that_is_something_else_is_refused_and_stops_nothing(server, path, body, why):
    url = whole_feed(server)
    server.page(path, body)

    report, _ = run(url, media_now=True)

    assert why in report
    assert "media: 0 waiting, 4 done, 1 failed" in report


def test_audio_that_a_host_uploaded_here_is_left_alone(server):
    url = whole_feed(server)
    run(url, without_media=True)
    Episode.objects.update(
        audio_key="mine.mp3", audio_bytes=1, audio_type="audio/mpeg", audio_duration=timedelta(seconds=1)
    )

    run(url, media_now=True)

    assert Episode.objects.get().audio_key == "mine.mp3"
    assert "/1.mp3" not in server.paths()


def test_another_address_of_the_audio_replaces_what_came_from_the_old_one(server):
    url = whole_feed(server)
    run(url, media_now=True)
    before = Episode.objects.get().audio_key
    server.page("/new.mp3", AUDIO.read_bytes()[:-500], "audio/mpeg")
    _, _, body = server.pages["/feed.xml"]
    server.page("/feed.xml", body.replace(b"/1.mp3", b"/new.mp3"))

    run(url, media_now=True)

    assert Episode.objects.get().audio_key != before
    assert MediaCopy.objects.filter(kind="audio").count() == 1


def test_chapters_that_belong_to_no_segment_become_a_list_in_the_notes(server):
    url = whole_feed(server, chapters=["Hello", "Good-bye [sic]"], notes="<p>We talk about rope.</p>")

    run(url, media_now=True)

    episode = Episode.objects.get()
    assert episode.notes.endswith("## Chapters\n\n- 00:05 Hello\n- 00:06 Good-bye \\[sic\\]\n")
    assert [(part.title, part.start.seconds) for part in episode.chapters] == [
        ("Hello", 5),
        ("Good-bye [sic]", 6),
    ]
    assert "1 unchanged" in run(url)[0]
    assert Episode.objects.get().notes == episode.notes


def test_a_start_that_a_host_confirmed_is_kept(server):
    url = whole_feed(server)
    run(url, without_media=True)
    Segment.objects.update(start=timedelta(seconds=77), start_origin="host")

    run(url, media_now=True)

    assert Segment.objects.get(title="Bowline").start == timedelta(seconds=77)


def test_private_addresses_in_a_feed_are_never_asked(server, settings, feed):
    settings.ALLOW_PRIVATE_FETCHES = False
    more = f"""<enclosure url="{server.url}/1.mp3" type="audio/mpeg"/><itunes:image href="{server.url}/1.png"/>
      <podcast:transcript url="http://0x7f.1:{server.port}/1.vtt" type="text/vtt"/>
      <podcast:chapters url="http://[::ffff:127.0.0.1]:{server.port}/1.json"/>"""

    report, error = run(feed(an_item(more=more)), media_now=True)

    assert "media: 0 waiting, 0 done, 4 failed" in report
    assert error
    assert server.asked == []


def test_older_pages_of_a_feed_are_read_too(server):
    server.page("/2", (HEAD + '<atom:link rel="next" href="/1"/>' + an_item(1) + TAIL).encode())
    url = server.page("/1", (HEAD + '<atom:link rel="next" href="/2"/>' + an_item(2) + TAIL).encode())

    report, _ = run(url)

    assert "2 episodes: 2 created" in report
    assert server.paths() == ["/1", "/2"]


# --- There and back -------------------------------------------------------------------------------------


def facts(show):
    fields = ("guid", "title", "published_at", "number", "season", "episode_type", "summary")
    return list(show.episodes.order_by("number").values(*fields))


def segments(show):
    found = Segment.objects.filter(episode__show=show).order_by("episode__number", "order")
    return [(one.episode.number, one.kind, one.host_name, one.title, one.url, one.start) for one in found]


def settings_of(show):
    names = ("guid", "title", "description", "language", "author", "owner_email", "categories", "explicit")
    return {name: getattr(show, name) for name in names} | {
        "hosts": [host.name for host in show.regular_hosts]
    }


def test_our_own_demo_show_comes_back_from_its_feed(tmp_path):
    call_command("seed_demo", stdout=StringIO())
    show = Show.objects.get()
    show.episodes.exclude(pk__in=show.episodes.published().with_audio()).delete()  # the feed names no others
    path = tmp_path / "feed.xml"
    path.write_bytes(feed_of(show))
    before = [read(show) for read in (settings_of, facts, segments)]
    Show.objects.all().delete()

    report, error = run(str(path), without_media=True)

    back = Show.objects.get()
    assert error == ""
    assert f"{back.episodes.count()} episodes: {back.episodes.count()} created" in report
    assert [read(back) for read in (settings_of, facts, segments)] == before
