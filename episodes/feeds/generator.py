"""Writes a podcast's RSS: Django's feed generator, and the itunes:, podcast: and psc: vocabularies.

RSS 2.0: https://www.rssboard.org/rss-specification
itunes: https://help.apple.com/itc/podcasts_connect/#/itcb54353390
podcast: https://github.com/Podcastindex-org/podcast-namespace
psc: https://podlove.org/simple-chapters/
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from io import StringIO
from typing import Any, Final

from django.utils import feedgenerator

from episodes.feeds.chapters import MEDIA_TYPE as CHAPTERS_TYPE
from episodes.feeds.document import FeedChannel, FeedItem, FeedPerson
from episodes.feeds.xml import Elements, LegalXMLGenerator

FEED_TYPE: Final = "application/rss+xml"


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

    def write_items(self, handler: Any) -> None:
        for item in self.items:
            handler.ignorableWhitespace(self._written(item))  # the one way to write what is XML already

    def _written(self, item: dict[str, Any]) -> str:
        episode: FeedItem = item["feed_item"]
        if "rss" not in episode.written:
            text = StringIO()
            handler = LegalXMLGenerator(text, "UTF-8", short_empty_elements=True)
            handler.startElement("item", self.item_attributes(item))
            self.add_item_elements(handler, item)
            handler.endElement("item")
            episode.written["rss"] = text.getvalue()
        return episode.written["rss"]

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

        xml.empty("atom:link", "href", rel="self", type=FEED_TYPE, href=channel.feed_url)
        for hub in channel.hubs:
            xml.empty("atom:link", "href", rel="hub", href=hub)
        xml.empty("atom:link", "href", rel="first", type=FEED_TYPE, href=channel.pages.first)
        xml.empty("atom:link", "href", rel="previous", type=FEED_TYPE, href=channel.pages.previous)
        xml.empty("atom:link", "href", rel="next", type=FEED_TYPE, href=channel.pages.next)
        xml.empty("atom:link", "href", rel="last", type=FEED_TYPE, href=channel.pages.last)

        xml.empty("itunes:image", "href", href=channel.image)
        _categories(xml, channel.categories)
        xml.text("itunes:explicit", _true_or_false(channel.explicit))
        xml.text("itunes:author", channel.author)
        xml.text("itunes:type", channel.show_type)
        if channel.owner_email:
            with xml.around("itunes:owner"):
                xml.text("itunes:name", channel.owner_name)
                xml.text("itunes:email", channel.owner_email)
        xml.text("itunes:block", _yes_or_nothing(channel.blocked))
        xml.text("itunes:complete", _yes_or_nothing(channel.complete))
        xml.text("itunes:new-feed-url", channel.new_feed_url)

        xml.text("podcast:guid", channel.guid)
        xml.text("podcast:locked", "yes" if channel.locked else "no", owner=channel.owner_email)
        xml.text("podcast:medium", "podcast")
        xml.empty("podcast:podping", "usesPodping", usesPodping="true" if channel.uses_podping else "")
        for funding in channel.fundings:
            xml.text("podcast:funding", funding.text, url=funding.url)
        _people(xml, channel.people)
        if place := channel.location:
            xml.text("podcast:location", place.name, rel="subject", geo=place.geo, osm=place.osm)
        if licence := channel.licence:
            xml.text("podcast:license", licence.name, url=licence.url)
        for text in channel.texts:
            xml.text("podcast:txt", text.text, purpose=text.purpose)
        xml.text(
            "podcast:updateFrequency",
            channel.update_frequency,
            rrule=channel.update_rule,
            complete="true" if channel.complete else "",
        )
        for trailer in channel.trailers:
            xml.text(
                "podcast:trailer",
                trailer.title,
                pubdate=feedgenerator.rfc2822_date(trailer.published_at),
                url=trailer.enclosure.url,
                length=str(trailer.enclosure.length),
                type=trailer.enclosure.media_type,
                season=str(trailer.season or ""),
            )
        if channel.podroll:
            with xml.around("podcast:podroll"):
                for show in channel.podroll:
                    xml.empty(
                        "podcast:remoteItem",
                        "feedGuid",
                        feedGuid=show.guid,
                        feedUrl=show.feed_url,
                        title=show.title,
                    )

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
        xml.text("itunes:block", _yes_or_nothing(episode.blocked))

        xml.text("podcast:season", episode.season or None, name=episode.season_name)
        xml.text("podcast:episode", episode.number or None, display=episode.number_display)
        for words in episode.transcripts:
            xml.empty(
                "podcast:transcript",
                "url",
                url=words.url,
                type=words.media_type,
                language=words.language,
                rel="captions" if words.captions else "",
            )
        xml.empty("podcast:chapters", "url", url=episode.chapters_url, type=CHAPTERS_TYPE)
        _people(xml, episode.people)
        for bite in episode.soundbites:
            xml.text(
                "podcast:soundbite",
                bite.title or episode.title,
                startTime=_seconds(bite.start),
                duration=_seconds(bite.duration),
            )
        for link in episode.content_links:
            xml.text("podcast:contentLink", link.text, href=link.url)
        if file := episode.alternate:
            with xml.around(
                "podcast:alternateEnclosure",
                type=file.enclosure.media_type,
                length=str(file.enclosure.length),
                bitrate=str(file.bitrate or ""),
                default="true",
            ):
                xml.empty("podcast:source", "uri", uri=file.enclosure.url)
                xml.empty("podcast:integrity", "value", type="sri", value=file.integrity)

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
        xml.text(
            "podcast:person",
            person.name,
            role=person.role,
            group=person.group,
            href=person.url,
            img=person.picture,
        )


def _true_or_false(value: bool) -> str:
    return "true" if value else "false"


def _yes_or_nothing(value: bool) -> str:
    """Apple's: any other word than Yes has no effect, and so is left out."""
    return "Yes" if value else ""


def _seconds(time: timedelta) -> str:
    """With decimals only where there are any."""
    return f"{time.total_seconds():.3f}".rstrip("0").rstrip(".")


def _whole_seconds(time: timedelta | None) -> int | None:
    return None if time is None else round(time.total_seconds())


def _clock(time: timedelta) -> str:
    """HH:MM:SS.mmm"""
    milliseconds = time // timedelta(milliseconds=1)
    seconds, milliseconds = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds:03}"
