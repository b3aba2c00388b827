"""Writes a podcast's RSS: Django's feed generator, and the itunes:, podcast: and psc: vocabularies.

RSS 2.0: https://www.rssboard.org/rss-specification
itunes: https://help.apple.com/itc/podcasts_connect/#/itcb54353390
podcast: https://github.com/Podcastindex-org/podcast-namespace
psc: https://podlove.org/simple-chapters/
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import feedgenerator

from episodes.feeds.chapters import MEDIA_TYPE as CHAPTERS_TYPE
from episodes.feeds.document import FeedChannel, FeedItem, FeedPerson
from episodes.feeds.xml import Elements, LegalXMLGenerator


def write_feed(channel: FeedChannel, items: Sequence[FeedItem]) -> bytes:
    """The whole document. The same values give the same bytes."""
    return PodcastFeed(channel, items).writeString("UTF-8").encode()


class PodcastFeed(feedgenerator.Rss201rev2Feed):
    def __init__(self, channel: FeedChannel, items: Sequence[FeedItem]) -> None:
        super().__init__(title=channel.title, link=channel.link, description=channel.description)
        self._channel = channel
        for item in items:
            self.add_item(
                title=item.title.strip(),
                link=item.link,
                description=item.description or None,  # type: ignore[arg-type]
                unique_id=item.guid,
                unique_id_is_permalink=False,
                pubdate=item.published_at,
                enclosures=[
                    feedgenerator.Enclosure(
                        item.enclosure.url, str(item.enclosure.length), item.enclosure.media_type
                    )
                ],
                feed_item=item,
            )

    def write(self, outfile: Any, encoding: str) -> None:
        """As Django's, with a writer that leaves out what XML cannot hold."""
        handler = LegalXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("rss", self.rss_attributes())
        handler.startElement("channel", {})
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("channel")
        handler.endElement("rss")

    def rss_attributes(self) -> dict[str, str]:
        return {
            "version": "2.0",
            "xmlns:atom": "http://www.w3.org/2005/Atom",
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
            "xmlns:psc": "http://podlove.org/simple-chapters",
        }

    def add_root_elements(self, handler: Any) -> None:
        # Django's own would date an empty feed "now", and say no type of the feed's address.
        channel, xml = self._channel, Elements(handler)

        xml.text("title", channel.title)
        xml.text("link", channel.link)
        xml.text("description", channel.description)
        xml.text("language", channel.language)
        xml.text("copyright", channel.copyright)
        xml.text("lastBuildDate", self._last_change())
        xml.text("generator", "Showsite")
        if channel.image:
            with xml.around("image"):
                xml.text("url", channel.image)
                xml.text("title", channel.title)
                xml.text("link", channel.link)

        xml.empty("atom:link", "href", rel="self", type="application/rss+xml", href=channel.feed_url)

        xml.empty("itunes:image", "href", href=channel.image)
        _categories(xml, channel.categories)
        xml.text("itunes:explicit", _true_or_false(channel.explicit))
        xml.text("itunes:author", channel.author)
        xml.text("itunes:type", "episodic")
        if channel.owner_email:
            with xml.around("itunes:owner"):
                xml.text("itunes:name", channel.owner_name)
                xml.text("itunes:email", channel.owner_email)

        xml.text("podcast:guid", channel.guid)
        xml.text("podcast:locked", "no")
        xml.text("podcast:medium", "podcast")
        _people(xml, channel.people)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)  # title, link, description, pubDate, guid, enclosure
        episode: FeedItem = item["feed_item"]
        xml = Elements(handler)

        xml.text("content:encoded", episode.body)

        xml.text("itunes:duration", _whole_seconds(episode.duration))
        xml.text("itunes:explicit", _true_or_false(episode.explicit))
        xml.text("itunes:episodeType", episode.episode_type)
        xml.text("itunes:season", episode.season or None)
        xml.text("itunes:episode", episode.number or None)
        xml.empty("itunes:image", "href", href=episode.image)

        for text in episode.transcripts:
            xml.empty("podcast:transcript", "url", url=text.url, type=text.media_type, language=text.language)
        xml.empty("podcast:chapters", "url", url=episode.chapters_url, type=CHAPTERS_TYPE)
        _people(xml, episode.people)

        if episode.chapters:
            with xml.around("psc:chapters", version="1.2"):
                for chapter in episode.chapters:
                    xml.empty(
                        "psc:chapter",
                        "title",
                        start=_clock(chapter.start),
                        title=chapter.title,
                        href=chapter.url,
                    )

    def _last_change(self) -> str | None:
        """Never the present time: it would change the bytes of a feed in which nothing has changed."""
        dates = [item["pubdate"] for item in self.items]
        return feedgenerator.rfc2822_date(max(dates)) if dates else None


def _categories(xml: Elements, categories: Sequence[str]) -> None:
    """One element a parent, in the order of their first mention; its children inside."""
    parents = list(dict.fromkeys(name.split(" > ")[0] for name in categories))
    for parent in parents:
        with xml.around("itunes:category", text=parent):
            for name in categories:
                if name.startswith(f"{parent} > "):
                    xml.empty("itunes:category", "text", text=name.split(" > ")[1])


def _people(xml: Elements, people: Sequence[FeedPerson]) -> None:
    for person in people:
        xml.text("podcast:person", person.name, role=person.role, href=person.url, img=person.picture)


def _true_or_false(value: bool) -> str:
    return "true" if value else "false"


def _whole_seconds(time: timedelta | None) -> int | None:
    return None if time is None else round(time.total_seconds())


def _clock(time: timedelta) -> str:
    """HH:MM:SS.mmm"""
    milliseconds = time // timedelta(milliseconds=1)
    seconds, milliseconds = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds:03}"
