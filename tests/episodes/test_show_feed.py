from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from tests.episodes.test_feed_generator import NAMES, attributes, names, text
from tests.factories import (
    CreditFactory,
    EpisodeFactory,
    PersonFactory,
    SegmentFactory,
    ShowFactory,
    ShowHostFactory,
    SoundbiteFactory,
    SponsorshipFactory,
    TranscriptFactory,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 1, 7, 12, tzinfo=UTC)


@pytest.fixture
def get(client):
    return lambda **headers: client.get(reverse("episodes:feed"), headers=headers)


@pytest.fixture
def channel(get):
    return lambda: ElementTree.fromstring(get().content).find("channel")


@pytest.fixture
def item(channel):
    return lambda: channel().find("item")


def titles(channel):
    return [text(item, "title") for item in channel.findall("item")]


# Which episodes


def test_the_newest_episode_comes_first(show, channel):
    for title, days in [("old", 0), ("new", 14), ("middle", 7)]:
        EpisodeFactory(show=show, title=title, published_at=NOON + timedelta(days=days), audio=True)
    assert titles(channel()) == ["new", "middle", "old"]


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_it_hides_an_episode_that_is(state, show, channel):
    EpisodeFactory(show=show, audio=True, **{state: True})
    assert titles(channel()) == []


def test_it_hides_an_episode_without_audio(show, channel):
    EpisodeFactory(show=show)
    assert titles(channel()) == []


def test_it_hides_the_episodes_of_another_show(client):
    here, there = ShowFactory(host_name="localhost"), ShowFactory()
    EpisodeFactory(show=here, title="here", audio=True)
    EpisodeFactory(show=there, title="there", audio=True)
    answer = client.get(reverse("episodes:feed"), headers={"Host": "localhost"})
    assert titles(ElementTree.fromstring(answer.content).find("channel")) == ["here"]


# What it says of the show


def test_the_channel_says_what_the_show_is(channel, client):
    show = ShowFactory(categories=["Society & Culture > Documentary", "Technology"], copyright="Ada")
    found = channel()
    assert text(found, "title") == show.title
    assert text(found, "description") == show.description
    assert text(found, "link") == f"{show.site_address}/"
    assert text(found, "itunes:author") == show.author
    assert text(found, "itunes:owner/itunes:email") == show.owner_email
    assert text(found, "podcast:guid") == str(show.guid)
    assert attributes(found, "itunes:category/itunes:category") == [{"text": "Documentary"}]


def test_addresses_are_the_shows_own_whatever_host_was_asked(client, show):
    EpisodeFactory(show=show, audio=True)
    answer = client.get(reverse("episodes:feed"), headers={"Host": "127.0.0.1:8000"})
    assert b"127.0.0.1" not in answer.content


def test_the_feed_names_its_own_address(channel, show):
    assert [link["href"] for link in attributes(channel(), "atom:link")] == [f"{show.site_address}/feed.xml"]


def test_the_artwork_has_an_address_of_ours(show, channel):
    show.artwork.save("can.png", ContentFile(b"a picture"))
    address = f"{show.site_address}/media/{show.artwork.name}"
    assert attributes(channel(), "itunes:image") == [{"href": address}]
    assert text(channel(), "image/url") == address


def test_the_hosts_are_named_in_their_order(show, channel):
    for order, name in [(2, "Bob"), (1, "Ada")]:
        ShowHostFactory(show=show, order=order, person__name=name)
    assert [person.text for person in channel().findall("podcast:person", NAMES)] == ["Ada", "Bob"]


# What it says of an episode


def test_an_item_says_what_the_episode_is(show, item):
    episode = EpisodeFactory(
        show=show,
        number=7,
        season=2,
        title="Tea",
        slug="tea",
        summary="About tea.",
        explicit=True,
        audio=True,
    )
    found = item()
    assert text(found, "title") == "Tea"
    assert text(found, "link") == f"{show.site_address}/episodes/7/tea/"
    assert text(found, "description") == "About tea."
    assert text(found, "guid") == episode.guid
    assert text(found, "itunes:duration") == "3"
    assert (text(found, "itunes:season"), text(found, "itunes:episode")) == ("2", "7")
    assert (text(found, "itunes:explicit"), text(found, "itunes:episodeType")) == ("true", "full")


def test_the_guid_stays_when_the_address_changes(show, item):
    episode = EpisodeFactory(show=show, audio=True)
    before = text(item(), "guid")
    episode.slug, episode.number = "other", 99
    episode.save()
    assert text(item(), "guid") == before


def test_the_notes_are_there_in_full(show, item):
    EpisodeFactory(
        show=show, audio=True, notes_html='<h2>Tea</h2>\n<p>A <a href="https://tea.example/">pot</a>.</p>'
    )
    assert text(item(), "content:encoded") == (
        '<h2>Tea</h2>\n<p>A <a href="https://tea.example/">pot</a>.</p>'
    )


def test_without_a_summary_the_description_is_the_opening_of_the_notes(show, item):
    EpisodeFactory(show=show, audio=True, notes_html="<p>We talk of <b>tea</b> &amp; biscuits.</p>")
    assert text(item(), "description") == "We talk of tea & biscuits."


def test_chapters_are_the_segments_with_a_start(show, item):
    episode = EpisodeFactory(show=show, number=7, slug="tea", audio=True)
    SegmentFactory(episode=episode, title="Second", url="https://b.example/", start=timedelta(minutes=5))
    SegmentFactory(episode=episode, title="First", url="", start=timedelta(0))
    SegmentFactory(episode=episode, title="Unknown")
    assert attributes(item(), "psc:chapters/psc:chapter") == [
        {"start": "00:00:00.000", "title": "First"},
        {"start": "00:05:00.000", "title": "Second", "href": "https://b.example/"},
    ]
    assert attributes(item(), "podcast:chapters") == [
        {"url": f"{show.site_address}/episodes/7/tea/chapters.json", "type": "application/json+chapters"}
    ]
    assert f'00:05:00 <a href="{show.site_address}/episodes/7/tea/#t=300">Second</a>' in text(
        item(), "content:encoded"
    )


def test_chapters_in_the_feed_are_those_of_the_chapters_document(client, show, item):
    episode = EpisodeFactory(show=show, audio=True)
    SegmentFactory(episode=episode, kind="intro", title="", text="Hello.", start=timedelta(0))
    message = SegmentFactory(episode=episode, kind="sponsor", start=timedelta(seconds=90.5))
    SponsorshipFactory(episode=episode, segment=message, sponsor__name="Teapots Ltd")
    document = client.get(episode.chapters_url).json()["chapters"]
    assert [chapter["title"] for chapter in attributes(item(), "psc:chapters/psc:chapter")] == [
        chapter["title"] for chapter in document
    ]


def test_only_the_chosen_transcript_is_named(show, item):
    episode = EpisodeFactory(show=show, number=7, slug="tea", audio=True)
    TranscriptFactory(episode=episode, chosen=False, language="de")
    TranscriptFactory(episode=episode, chosen=True, language="en")
    assert {form["language"] for form in attributes(item(), "podcast:transcript")} == {"en"}


def test_a_transcript_is_offered_in_every_form_webvtt_first(show, item):
    TranscriptFactory(episode=EpisodeFactory(show=show, number=7, slug="tea", audio=True))

    page = f"{show.site_address}/episodes/7/tea"
    assert [
        (form["url"], form["type"], form.get("rel")) for form in attributes(item(), "podcast:transcript")
    ] == [
        (f"{page}/transcript.vtt", "text/vtt", "captions"),
        (f"{page}/transcript.json", "application/json", "captions"),
        (f"{page}/transcript.srt", "application/x-subrip", "captions"),
        (f"{page}/transcript.html", "text/html", None),
        (f"{page}/transcript.txt", "text/plain", None),
    ]


@pytest.mark.parametrize(
    ("credited", "named"),
    [
        pytest.param([], [], id="nobody: the show's hosts hold"),
        pytest.param([("host", "Bob")], [("Bob", "host")], id="a host"),
        pytest.param([("guest", "Cy")], [("Ada", "host"), ("Cy", "guest")], id="a guest joins the hosts"),
        pytest.param([("host", "Bob"), ("guest", "Cy")], [("Bob", "host"), ("Cy", "guest")], id="both"),
        pytest.param([("host", "Bob"), ("other", "Di")], [("Bob", "host")], id="no other roles"),
    ],
)
def test_people_of_an_episode_are_named(show, item, credited, named):
    ShowHostFactory(show=show, person__name="Ada")
    episode = EpisodeFactory(show=show, audio=True)
    for role, name in credited:
        CreditFactory(episode=episode, role=role, person=PersonFactory(name=name))
    found = item().findall("podcast:person", NAMES)
    assert [(person.text, person.get("role")) for person in found] == named


def test_hostile_texts_survive(show, item):
    EpisodeFactory(
        show=show,
        audio=True,
        title="<script>alert(1)</script> & ]]> \x08🧵",
        notes_html="<p>a\x0b]]&gt;<script>alert(1)</script></p>",
    )
    assert text(item(), "title") == "<script>alert(1)</script> & ]]> 🧵"
    assert text(item(), "content:encoded") == "<p>a]]&gt;</p>"


def test_what_an_episode_lacks_leaves_no_element(show, item):
    EpisodeFactory(show=show, number=None, audio=True)
    assert names(item()) == [
        "title",
        "link",
        "pubDate",
        "guid",
        "enclosure",
        "duration",
        "explicit",
        "episodeType",
        "alternateEnclosure",
    ]


# How it is served


def test_it_is_served_as_rss(show, get):
    answer = get()
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("header", ["Last-Modified", "Set-Cookie"])
def test_it_is_served_without(header, show, get):
    answer = get()
    assert header not in answer
    assert not answer.cookies


def test_two_requests_without_a_change_are_the_same_bytes(show, get):
    EpisodeFactory(show=show, audio=True)
    assert (get().content, get()["ETag"]) == (get().content, get()["ETag"])


def test_a_change_changes_the_etag(show, get):
    before = get()["ETag"]
    EpisodeFactory(show=show, audio=True)
    assert get()["ETag"] != before


@pytest.mark.parametrize("pattern", ["{}", "W/{}", '"other", {}', "*"])
def test_it_is_not_sent_again_to_who_has_it(show, get, pattern):
    etag = get()["ETag"]
    answer = get(If_None_Match=pattern.format(etag))
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == etag
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("value", ['"other"', "nonsense", ""])
def test_it_is_sent_to_who_has_another(show, get, value):
    assert get(If_None_Match=value).status_code == 200


def test_the_etag_is_strong(show, get):
    assert get()["ETag"].startswith('"')


def test_head_answers_as_get_without_the_content(client, show, get):
    head = client.head(reverse("episodes:feed"))
    assert (head.status_code, head.content) == (200, b"")
    own = {"X-Request-ID"}
    assert {**head.headers, **dict.fromkeys(own)} == {**get().headers, **dict.fromkeys(own)}


def test_nothing_can_be_sent_to_it(client, show):
    assert client.post(reverse("episodes:feed")).status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_episodes(get, django_assert_num_queries):
    """Two find the show, one names the bytes, eighteen make the feed."""
    show = ShowFactory()
    full_episodes(show, 2)
    with django_assert_num_queries(21):
        get()
    full_episodes(show, 18)
    with django_assert_num_queries(21):
        get()


def full_episodes(show, count):
    for episode in EpisodeFactory.create_batch(count, show=show, audio=True):
        ShowHostFactory(show=show)
        CreditFactory(episode=episode)
        SegmentFactory(episode=episode, start=timedelta(0))
        message = SegmentFactory(episode=episode, kind="sponsor", start=timedelta(minutes=1))
        SponsorshipFactory(episode=episode, segment=message)
        TranscriptFactory(episode=episode)
        SoundbiteFactory(episode=episode)
