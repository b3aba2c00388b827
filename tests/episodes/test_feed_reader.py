"""What a feed says, from its bytes: messy ones are read, broken and hostile ones end as one sentence."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes.feeds.chapters import Chapter
from episodes.feeds.document import FeedPerson, FeedTranscript
from showsite.feed_import.markup import FeedError
from showsite.feed_import.reader import read_feed

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:psc="http://podlove.org/simple-chapters" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Knots</title><link>https://knots.example/</link><description>About rope.</description>
"""
TAIL = "</channel></rss>"


def feed(inside: str = "", **options):
    return read_feed((HEAD + inside + TAIL).encode(), **options)


def item(inside: str, **options):
    (only,) = feed(f"<item><guid>a</guid>{inside}</item>", **options).items
    return only


def test_it_reads_the_settings_of_the_show():
    channel = feed(
        """
      <language>en-GB</language> <copyright>© 2026 Rope Ltd</copyright>
      <atom:link rel="self" href="https://knots.example/feed"/>
      <itunes:author>The rope people</itunes:author> <itunes:explicit>yes</itunes:explicit>
      <itunes:owner><itunes:name>Rope Ltd</itunes:name><itunes:email>hello@knots.example</itunes:email></itunes:owner>
      <itunes:category text="Arts"><itunes:category text="Design"/></itunes:category>
      <itunes:category text="Kids &amp;amp; Family"/>
      <itunes:image href="/art.png"/>
      <podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
      <podcast:locked owner="hello@knots.example">yes</podcast:locked>
      <podcast:license url="https://creativecommons.org/licenses/by/4.0/">CC-BY-4.0</podcast:license>
      <podcast:person href="https://ada.example">Ada</podcast:person>
      """,
        url="https://knots.example/feed?x=1",
    ).channel

    assert (channel.title, channel.link, channel.description) == (
        "Knots",
        "https://knots.example/",
        "About rope.",
    )
    assert (channel.language, channel.copyright, channel.author) == (
        "en-GB",
        "© 2026 Rope Ltd",
        "The rope people",
    )
    assert (channel.owner_name, channel.owner_email) == ("Rope Ltd", "hello@knots.example")
    assert channel.categories == ("Arts > Design", "Kids & Family")
    assert (channel.explicit, channel.is_locked) == (True, True)
    assert (channel.licence, channel.licence_url) == (
        "CC-BY-4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    )
    assert channel.guid == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert channel.feed_url == "https://knots.example/feed"
    assert channel.image == "https://knots.example/art.png"
    assert channel.people == (FeedPerson(name="Ada", role="host", url="https://ada.example"),)


def test_it_reads_an_episode():
    read = item("""
      <title>Bowline &amp; friends</title> <link>https://knots.example/7</link>
      <pubDate>Wed, 01 Jan 2025 13:00:00 +0100</pubDate>
      <description>In short.</description>
      <content:encoded><![CDATA[<p>Notes with a <a href="/l">link</a> &amp; more.</p>]]></content:encoded>
      <enclosure url="https://cdn.example/7.mp3" length="123" type="audio/mpeg"/>
      <itunes:season>2</itunes:season> <itunes:episode>7</itunes:episode> <itunes:episodeType>Bonus</itunes:episodeType>
      <itunes:explicit>true</itunes:explicit> <itunes:image href="https://cdn.example/7.png"/>
      <podcast:chapters url="https://cdn.example/7.json" type="application/json+chapters"/>""")

    assert (read.guid, read.title, read.link) == ("a", "Bowline & friends", "https://knots.example/7")
    assert read.published_at == datetime(2025, 1, 1, 12, tzinfo=UTC)
    assert read.notes == '<p>Notes with a <a href="/l">link</a> &amp; more.</p>'
    assert read.summary == "In short."
    assert (read.season, read.number, read.episode_type, read.explicit) == (2, 7, "bonus", True)
    assert (read.audio_url, read.image) == ("https://cdn.example/7.mp3", "https://cdn.example/7.png")
    assert read.chapters_url == "https://cdn.example/7.json"


def test_it_keeps_every_one_of_repeated_elements():
    read = item("""
      <podcast:transcript url="https://cdn.example/7.vtt" type="text/vtt" language="en"/>
      <podcast:transcript url="https://cdn.example/7.srt" type="application/x-subrip"/>
      <podcast:transcript url="https://cdn.example/7.srt" type="application/srt"/>
      <podcast:person role="Guest" href="https://grace.example">Grace</podcast:person>
      <podcast:person group="writing" role="author">Ada</podcast:person>
      <psc:chapters><psc:chapter start="00:00:00.000" title="Start"/><psc:chapter start="1:30" title="Knots"/>
        <psc:chapter start="soon" title="No time"/></psc:chapters>""")

    assert read.transcripts == (
        FeedTranscript(url="https://cdn.example/7.vtt", media_type="text/vtt", language="en"),
        FeedTranscript(url="https://cdn.example/7.srt", media_type="application/x-subrip"),
    )
    assert [(one.name, one.role) for one in read.people] == [("Grace", "guest"), ("Ada", "author")]
    assert read.chapters == (
        Chapter(start=timedelta(0), title="Start"),
        Chapter(start=timedelta(seconds=90), title="Knots"),
    )


@pytest.mark.parametrize(
    "guid",
    [
        "https://x.example/?p=1&q=2",
        "a b",
        "urn:uuid:0AFF",
        "javascript:1",
        "/relative",
        "ÄÖ",
        "http://x.example/%7e/",
    ],
)
def test_a_guid_stays_as_it_is_to_the_letter(guid):
    text = guid.replace("&", "&amp;")
    (read,) = feed(f'<item><guid isPermaLink="true">{text}</guid></item>', url="https://x.example/feed").items

    assert read.guid == guid


def test_prefixes_are_the_feed_s_own_business():
    text = """<rss version="2.0" xmlns:i="http://www.itunes.com/DTDs/Podcast-1.0.dtd"
      xmlns:p="https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"><channel><title>t</title>
      <item><guid>a</guid><i:episode>3</i:episode><p:person>Ada</p:person></item></channel></rss>"""
    (read,) = read_feed(text.encode()).items

    assert (read.number, read.people) == (3, (FeedPerson(name="Ada"),))


def test_a_feed_without_chapters_people_or_dates_has_none():
    read = item("")

    assert (read.published_at, read.number, read.season, read.chapters, read.people) == (
        None,
        None,
        None,
        (),
        (),
    )
    assert (read.audio_url, read.image, read.notes) == ("", "", "")


def test_a_podcast_guid_inside_a_live_item_is_not_the_show_s():
    channel = feed("<podcast:liveItem><title>Live</title><guid>x</guid></podcast:liveItem>").channel

    assert (channel.title, channel.guid) == ("Knots", "")


def test_the_next_page_is_told():
    assert feed('<atom:link rel="next" href="/feed?page=2"/>', url="https://a.example/feed").next_url == (
        "https://a.example/feed?page=2"
    )


def test_an_atom_feed_is_read_too():
    text = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Knots</title><entry><id>urn:a</id><title>One</title>
      <link rel="enclosure" type="audio/mpeg" href="https://cdn.example/1.mp3"/><published>2025-01-01T12:00:00Z</published>
      <content type="html">&lt;p&gt;Notes&lt;/p&gt;</content></entry></feed>"""
    read = read_feed(text.encode())

    assert read.channel.title == "Knots"
    assert (read.items[0].guid, read.items[0].title) == ("urn:a", "One")
    assert (read.items[0].audio_url, read.items[0].notes) == ("https://cdn.example/1.mp3", "<p>Notes</p>")
    assert read.items[0].published_at == datetime(2025, 1, 1, 12, tzinfo=UTC)


# --- Messy ----------------------------------------------------------------------------------------------

TITLE = "Grüße – „Knoten“"


@pytest.mark.parametrize(
    ("declared", "really"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("UTF-8", "cp1252"),
        ("ISO-8859-1", "utf-8"),
        ("windows-1252", "cp1252"),
        ("UTF-16", "utf-16"),
        ("utf-8", "utf-16-le"),
        ("utf-8", "utf-16-be"),
        ("no-such-encoding", "utf-8"),
        ("zlib", "utf-8"),
        ("punycode", "cp1252"),
    ],
)
def test_an_encoding_that_is_not_the_declared_one_is_found_out(declared, really):
    text = HEAD.replace("UTF-8", declared) + f"<item><guid>a</guid><title>{TITLE}</title></item>" + TAIL

    assert read_feed(text.encode(really)).items[0].title == TITLE


def test_the_encoding_of_the_answer_is_believed_where_the_feed_says_none():
    text = f"<rss><channel><title>t</title><item><guid>a</guid><title>Žlutý kůň</title></item>{TAIL}"

    assert read_feed(text.encode("iso-8859-2"), charset="iso-8859-2").items[0].title == "Žlutý kůň"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("AT&T", "AT&T"),
        ("a&nbsp;b", "a b"),
        ("&eacute;t&eacute; &amp; &unknown;", "été & &unknown;"),
        ("a&#0;b&#x1F;c", "abc"),
        ("a\0b\x1fc", "abc"),
        ("<![CDATA[AT&T]]>", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("The &lt;br&gt; tag", "The <br> tag"),
        ("a ]]&gt; b", "a ]]> b"),
        ("\n  two\n  lines ", "two lines"),
    ],
)
def test_what_xml_does_not_allow_is_mended(written, title):
    assert item(f"<title>{written}</title>").title == title


def test_mending_leaves_cdata_as_it_is():
    read = item(
        "<title>AT&T</title><content:encoded><![CDATA[<a href='?a=1&b=2'>&nbsp;&bogus;</a>]]></content:encoded>"
    )

    assert read.notes == "<a href='?a=1&b=2'>&nbsp;&bogus;</a>"


def test_an_old_document_type_without_entities_is_no_attack():
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1/rss-0.91.dtd">'

    assert read_feed((HEAD.replace("<rss", doctype + "<rss") + TAIL).encode()).channel.title == "Knots"


@pytest.mark.parametrize(
    "date", ["yesterday", "Wed, 99 Foo 2025", "", "Fri, 31 Dec 99999 23:59:59 GMT", "0000-00-00"]
)
def test_a_date_that_is_none_is_left_out(date):
    assert item(f"<pubDate>{date}</pubDate>").published_at is None


@pytest.mark.parametrize("number", ["-1", "1.5", "x", "9" * 400, "٣", "99999999", "1e3"])
def test_a_number_that_is_none_is_left_out(number):
    assert item(f"<itunes:episode>{number}</itunes:episode>").number is None


# --- Hostile --------------------------------------------------------------------------------------------

ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10)
)
HOSTILE = {
    "entity bomb": HEAD.replace("<rss", ENTITIES + "]><rss") + "<copyright>&a9;</copyright>" + TAIL,
    "quadratic entity": HEAD.replace("<rss", f'<!DOCTYPE x [<!ENTITY a "{"a" * 99999}">]><rss')
    + "&a;" * 999
    + TAIL,
    "file": HEAD.replace("<rss", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss') + "&a;" + TAIL,
    "web": HEAD.replace("<rss", '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1/">]><rss') + "&a;" + TAIL,
    "parameter entity": HEAD.replace(
        "<rss", '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/"> %a;]><rss'
    )
    + TAIL,
    "depth": HEAD + "<a>" * 10_000 + "</a>" * 10_000 + TAIL,
    "depth without end": HEAD + "<a>" * 100_000,
    "items": HEAD + "<item/>" * 5001 + TAIL,
    "items in items": HEAD + "<item><guid>a</guid><item><guid>b</guid></item></item>" + TAIL,
    "broken off": HEAD + "<item><title>half",
    "a web page": "<!DOCTYPE html><html><head><title>Sign in</title><body><p>Hello<br></body>",
    "well-formed web page": "<html><head><title>Sign in</title></head><body/></html>",
    "text": "Not found",
    "nothing": "",
    "blanks": " \n ",
    "json": '{"version": "https://jsonfeed.org/version/1"}',
    "an address": "http://127.0.0.1/feed.xml",
    "a path": "/etc/passwd",
    "cdata": HEAD + "<![CDATA[" * 100_000,
    "ampersands": HEAD + "&" * 500_000,
    "comments": HEAD + "<!--" * 200_000,
    "attributes": HEAD + "<a " + " ".join(f'a{n}="x"' for n in range(50_000)),
    "other XML": "<svg xmlns='http://www.w3.org/2000/svg'><item/></svg>",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_or_broken_feed_is_one_clear_error_in_no_time(text):
    began = time.monotonic()

    with pytest.raises(FeedError) as caught:
        read_feed(text.encode())
    assert time.monotonic() - began < 20
    assert 10 < len(str(caught.value)) < 300


def test_a_feed_of_more_than_fifty_megabytes_is_not_looked_at():
    with pytest.raises(FeedError, match="larger than 50 MB"):
        read_feed(b" " * 50_000_001)


def outcome(data):
    """The feed, or why there is none; whatever else is raised is a bug."""
    try:
        return read_feed(data)
    except FeedError as error:
        return str(error)


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_feed_or_a_feed_error(data):
    assert outcome(data)


PARTS = [
    *(
        "<item>",
        "</item>",
        "<guid>",
        "</guid>",
        "<title>",
        "</title>",
        "<podcast:person>",
        "</podcast:person>",
    ),
    *(
        "&",
        "é",
        "\0",
        "&#1;",
        "&lt;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<entry>",
        "</entry>",
        "<link>",
        "</link>",
    ),
    *(
        "<pubDate>",
        "</pubDate>",
        "<psc:chapters>",
        "</psc:chapters>",
        "<enclosure url='http://[",
        "'/>",
        "<image>",
    ),
    *("</image>", "<channel>", "</channel>", "<itunes:category text='"),
]


@given(st.lists(st.sampled_from(PARTS), max_size=40))
def test_any_arrangement_of_a_feed_s_parts_is_a_feed_or_a_feed_error(parts):
    assert outcome((HEAD + "".join(parts) + TAIL).encode())
