from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from episodes.audio.enclosure import Enclosure
from episodes.feeds.chapters import Chapter
from episodes.feeds.document import FeedChannel, FeedItem, FeedPerson, FeedTranscript
from episodes.feeds.generator import write_feed

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
CHANNEL = FeedChannel(
    title="Tin Can Telephone",
    link="https://tincan.example/",
    feed_url="https://tincan.example/feed.xml",
    description="Two cans, one string.",
    language="en",
    guid="9b024349-ccf0-5f69-a609-6b82873eab3c",
)
ITEM = FeedItem(
    title="Hello",
    link="https://tincan.example/episodes/1/hello/",
    guid="one",
    published_at=datetime(2026, 1, 7, 12, tzinfo=UTC),
    enclosure=Enclosure(
        url="https://tincan.example/episodes/1/hello/audio.mp3", length=12303, media_type="audio/mpeg"
    ),
)


def channel(items=(), **values):
    document = write_feed(replace(CHANNEL, **values), items)
    return ElementTree.fromstring(document).find("channel")


def item(**values):
    return channel([replace(ITEM, **values)]).find("item")


def text(element, path):
    return element.findtext(path, namespaces=NAMES)


def attributes(element, path):
    return [dict(found.attrib) for found in element.findall(path, NAMES)]


def names(element):
    return [child.tag.rpartition("}")[2] for child in element]


def test_the_document_starts_with_its_declaration():
    assert write_feed(CHANNEL, []).startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<rss ')


@pytest.mark.parametrize("prefix", NAMES)
def test_the_root_declares_the_usual_prefixes(prefix):
    root = write_feed(CHANNEL, []).decode().split("<channel", 1)[0]
    assert f'xmlns:{prefix}="{NAMES[prefix]}"' in root


def test_a_channel_of_nothing_but_the_needed_has_no_empty_elements():
    found = channel()
    assert [child.tag for child in found.iter() if not (child.text or child.attrib or len(child))] == []


def test_an_empty_feed_has_no_date():
    assert text(channel(), "lastBuildDate") is None


def test_the_feed_is_dated_by_its_newest_item():
    older = replace(ITEM, guid="two", published_at=ITEM.published_at - timedelta(days=7))
    assert text(channel([older, ITEM]), "lastBuildDate") == "Wed, 07 Jan 2026 12:00:00 +0000"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("title", "Tin Can Telephone"),
        ("link", "https://tincan.example/"),
        ("description", "Two cans, one string."),
        ("language", "en"),
        ("generator", "Showsite"),
        ("copyright", "The Tin Can people"),
        ("image/url", "https://tincan.example/media/artwork/can.png"),
        ("image/title", "Tin Can Telephone"),
        ("image/link", "https://tincan.example/"),
        ("itunes:explicit", "false"),
        ("itunes:author", "The Tin Can people"),
        ("itunes:type", "episodic"),
        ("itunes:owner/itunes:name", "Ada"),
        ("itunes:owner/itunes:email", "hello@tincan.example"),
        ("podcast:guid", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("podcast:locked", "no"),
        ("podcast:medium", "podcast"),
    ],
)
def test_the_channel_says(path, expected):
    found = channel(
        copyright="The Tin Can people",
        author="The Tin Can people",
        owner_name="Ada",
        owner_email="hello@tincan.example",
        image="https://tincan.example/media/artwork/can.png",
    )
    assert text(found, path) == expected


def test_the_channel_names_its_own_address_once():
    assert attributes(channel(), "atom:link") == [
        {"rel": "self", "type": "application/rss+xml", "href": "https://tincan.example/feed.xml"}
    ]


def test_categories_are_nested_in_the_order_of_the_first():
    found = channel(
        categories=("Society & Culture > Documentary", "Technology", "Society & Culture > Relationships")
    )
    outer = found.findall("itunes:category", NAMES)
    assert [(parent.get("text"), [child.get("text") for child in parent]) for parent in outer] == [
        ("Society & Culture", ["Documentary", "Relationships"]),
        ("Technology", []),
    ]


def test_the_channel_comes_before_its_items():
    assert names(channel([ITEM]))[-1] == "item"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("title", "Hello"),
        ("link", "https://tincan.example/episodes/1/hello/"),
        ("description", "We say hello."),
        ("guid", "one"),
        ("pubDate", "Wed, 07 Jan 2026 12:00:00 +0000"),
        ("content:encoded", "<p>We say <b>hello</b>.</p>"),
        ("itunes:duration", "1801"),
        ("itunes:explicit", "true"),
        ("itunes:episodeType", "bonus"),
        ("itunes:season", "2"),
        ("itunes:episode", "7"),
    ],
)
def test_an_item_says(path, expected):
    found = item(
        description="We say hello.",
        body="<p>We say <b>hello</b>.</p>",
        duration=timedelta(seconds=1801.2),
        explicit=True,
        episode_type="bonus",
        season=2,
        number=7,
    )
    assert text(found, path) == expected


def test_an_item_has_one_enclosure():
    assert attributes(item(), "enclosure") == [
        {
            "url": "https://tincan.example/episodes/1/hello/audio.mp3",
            "length": "12303",
            "type": "audio/mpeg",
        }
    ]


def test_the_guid_is_no_address():
    assert attributes(item(), "guid") == [{"isPermaLink": "false"}]


def test_what_an_episode_lacks_leaves_no_element():
    assert names(item()) == ["title", "link", "pubDate", "guid", "enclosure", "explicit", "episodeType"]


@pytest.mark.parametrize("number", [0, None])
def test_there_is_no_season_or_episode_below_one(number):
    assert {"season", "episode"}.isdisjoint(names(item(season=number, number=number)))


def test_the_description_comes_before_the_full_notes():
    order = names(item(description="short", body="long"))
    assert order.index("description") < order.index("encoded")


def test_an_item_names_its_transcript():
    words = FeedTranscript(url="https://tincan.example/t.vtt", media_type="text/vtt", language="en")
    assert attributes(item(transcripts=(words,)), "podcast:transcript") == [
        {"url": "https://tincan.example/t.vtt", "type": "text/vtt", "language": "en"}
    ]


def test_an_item_names_its_chapters_in_both_vocabularies():
    parts = (
        Chapter(start=timedelta(0), title="Hello"),
        Chapter(
            start=timedelta(hours=1, minutes=1, seconds=59, milliseconds=5),
            title="Bye",
            url="https://bye.example/",
        ),
    )
    found = item(chapters=parts, chapters_url="https://tincan.example/c.json")
    assert attributes(found, "podcast:chapters") == [
        {"url": "https://tincan.example/c.json", "type": "application/json+chapters"}
    ]
    assert attributes(found, "psc:chapters/psc:chapter") == [
        {"start": "00:00:00.000", "title": "Hello"},
        {"start": "01:01:59.005", "title": "Bye", "href": "https://bye.example/"},
    ]


def test_people_are_named_with_what_is_known_of_them():
    ada = FeedPerson(
        name="Ada", url="https://tincan.example/people/ada/", picture="https://tincan.example/a.jpg"
    )
    found = item(people=(ada, FeedPerson(name="Bob", role="guest")))
    assert [(person.text, dict(person.attrib)) for person in found.findall("podcast:person", NAMES)] == [
        (
            "Ada",
            {
                "role": "host",
                "group": "cast",
                "href": "https://tincan.example/people/ada/",
                "img": "https://tincan.example/a.jpg",
            },
        ),
        ("Bob", {"role": "guest", "group": "cast"}),
    ]


HOSTILE = [
    pytest.param("Tea & <b>biscuits</b>", "Tea & <b>biscuits</b>", id="markup"),
    pytest.param("<script>alert(1)</script>", "<script>alert(1)</script>", id="script"),
    pytest.param("a ]]> b", "a ]]> b", id="end of CDATA"),
    pytest.param("&amp; &#8; &bogus;", "&amp; &#8; &bogus;", id="references"),
    pytest.param("a\x00\x08\x0b\x1fb", "ab", id="controls"),
    pytest.param("a\ufffe\uffffb", "ab", id="non-characters"),
    pytest.param("a\ud800b\udfffc", "abc", id="lone surrogates"),
    pytest.param("👩🏽‍🚀 \U0001f9f5", "👩🏽‍🚀 \U0001f9f5", id="emoji"),
    pytest.param("\"quoted\" 'too'", "\"quoted\" 'too'", id="quotes"),
    pytest.param("  blanks \n", "blanks", id="blanks"),
]


@pytest.mark.parametrize(("pasted", "read"), HOSTILE)
@pytest.mark.parametrize("field", ["title", "description"])
def test_pasted_texts_survive_in_an_item(field, pasted, read):
    assert text(item(**{field: pasted}), field).strip() == read


@pytest.mark.parametrize(("pasted", "read"), HOSTILE)
def test_pasted_texts_survive_in_the_channel(pasted, read):
    assert text(channel(title=pasted), "title") == read


@pytest.mark.parametrize(("pasted", "read"), HOSTILE)
def test_pasted_texts_survive_in_an_attribute(pasted, read):
    found = item(chapters=(Chapter(start=timedelta(0), title=pasted),))
    assert found.find("psc:chapters/psc:chapter", NAMES).get("title").strip() == read


def test_the_same_values_give_the_same_bytes():
    assert write_feed(CHANNEL, [ITEM]) == write_feed(CHANNEL, [ITEM])
