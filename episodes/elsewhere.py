"""An episode for other places: its segments as an outline, and every text that is made of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from episodes.languages import speaking_for
from episodes.models import Episode
from episodes.outputs import audacity, html, markdown, plain, podlove
from episodes.outputs.outline import Entry, Outline, Reference
from episodes.rundown import Item, Rundown, web_url
from episodes.youtube import youtube_description


class Output(NamedTuple):
    """``ending`` is that of the file's name; ``needs_times``: an episode without starts has none."""

    key: str
    name: str | Promise
    where: str | Promise
    ending: str
    write: Callable[[Rundown], str]
    needs_times: bool = False

    def text(self, runs: Rundown) -> str:
        """In the show's language, whatever that of the desk."""
        with speaking_for(runs.episode.show):
            return self.write(runs)


def outline(runs: Rundown) -> Outline:
    episode = runs.episode
    return Outline(
        show=episode.show.title,
        title=f"{episode.show.title} {episode}",
        page=_page(episode),
        summary=episode.summary,
        entries=tuple(_entry(runs, item) for item in runs.items if _says_something(item)),
    )


def _says_something(item: Item) -> bool:
    """Left out: a list of links that repeats the others, and a greeting of which nothing is known."""
    is_silent = item.is_untitled_intro and item.segment.start is None and not item.segment.links.all()
    return not item.is_list_of_links and not is_silent


def _entry(runs: Rundown, item: Item) -> Entry:
    segment = item.segment
    person = segment.person.name if segment.person else segment.host_name
    return Entry(
        title=item.contents_title,
        page=_page(runs.episode, segment.start),
        start=segment.start,
        url=item.url,
        host="" if item.is_sponsor else person,
        references=tuple(
            Reference(text=link.text or link.url, url=link.url)
            for link in segment.links.all()
            if web_url(link.url) and link.url != item.url
        ),
        sponsored=item.is_sponsor,
    )


def _page(episode: Episode, start: timedelta | None = None) -> str:
    """The episode's page, or the moment on it."""
    moment = f"#t={int(start.total_seconds())}" if start is not None else ""
    return episode.show.absolute(episode.get_absolute_url()) + moment


OUTPUTS: Final = {
    output.key: output
    for output in [
        Output(
            "youtube",
            _("YouTube description"),
            _("Below the video: summary, chapters from 0:00, links; 5,000 characters at most."),
            "txt",
            lambda runs: youtube_description(runs.episode, runs),
        ),
        Output(
            "newsletter-markdown",
            _("Newsletter, as Markdown"),
            _("For Buttondown, Ghost and others that take Markdown."),
            "md",
            lambda runs: markdown.write(outline(runs)),
        ),
        Output(
            "newsletter-html",
            _("Newsletter, as HTML"),
            _("For Mailchimp and others that take HTML. It has no style of its own."),
            "html",
            lambda runs: html.write(outline(runs)),
        ),
        Output(
            "notes",
            _("Plain notes"),
            _("For hosts of other sites, which take text and nothing else."),
            "txt",
            lambda runs: plain.write(outline(runs)),
        ),
        Output(
            "podlove",
            _("Podlove simple chapters"),
            _("For Auphonic, Ultraschall, Podlove Publisher and Podigee."),
            "psc",
            lambda runs: podlove.write(outline(runs)),
            needs_times=True,
        ),
        Output(
            "audacity",
            _("Audacity labels"),
            _("In Audacity: File, Import, Labels."),
            "txt",
            lambda runs: audacity.write(outline(runs)),
            needs_times=True,
        ),
    ]
}
