"""A show that has everything, with texts that try a layout, and the address of every kind of public page."""

from __future__ import annotations

from datetime import date, timedelta

from episodes.models import Episode
from shortlinks.models import ShortLink
from tests.factories import (
    CreditFactory,
    CueFactory,
    EpisodeFactory,
    LinkFactory,
    PersonFactory,
    SegmentFactory,
    ShowFactory,
    ShowHostFactory,
    SponsorshipFactory,
    TopicFactory,
    TranscriptFactory,
)

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
CODE = (
    '<figure class="code"><figcaption>Python</figcaption><pre tabindex="0"><code>'
    + "x = 1; " * 60
    + "</code></pre></figure>"
)
TABLE = '<table tabindex="0"><tbody><tr>' + "<td>wide</td>" * 40 + "</tr></tbody></table>"
PATHS = {
    "home": "/",
    "archive": "/episodes/",
    "archive, asked": "/episodes/?person=zoe&q=knots",
    "episode": "/episodes/12/knots/",
    "episode without times": "/episodes/10/untimed/",
    "segment": "/episodes/12/knots/segment-a/",
    "transcript": "/episodes/12/knots/transcript/",
    "embed": "/episodes/12/knots/embed/",
    "embedded segment": "/episodes/12/knots/segment-a/embed/",
    "people": "/people/",
    "person": "/people/zoe/",
    "topics": "/topics/",
    "topic": "/topics/ropes/",
    "links": "/links/",
    "links, asked": "/links/?q=rope",
    "project": "/links/projects/github.com/ropes/bowline/",
    "site": "/links/sites/github.com/",
    "sponsors": "/sponsors/",
    "results": "/search/?q=knots",
    "no results": "/search/?q=zeppelin",
    "search": "/search/",
    "submit": "/submit/",
    "correct": "/episodes/12/knots/transcript/correct/?at=4",
    "ended short link": "/twine",
    "not found": "/nothing",
}


def make_show() -> Episode:
    show = ShowFactory()
    zoe = ShowHostFactory(show=show, person=PersonFactory(name=f"Zoe {LONG[:40]}", slug="zoe")).person
    topic = TopicFactory(show=show, name="Ropes")
    untimed = EpisodeFactory(show=show, number=10, slug="untimed")
    for slug in ("one", "two", "three"):
        SegmentFactory(episode=untimed, slug=slug, person=zoe)
    EpisodeFactory(show=show, number=11, title=LONG)
    episode = EpisodeFactory(
        show=show, number=12, slug="knots", title=f"Knots {LONG}", summary=LONG, audio=True
    )
    episode.topics.add(topic)
    CreditFactory(episode=episode, person=zoe)
    CreditFactory(episode=episode, person=PersonFactory(bio=LONG), role="guest")
    for second, html in enumerate([CODE, TABLE, f"<p>{LONG}</p>"], start=1):
        part = SegmentFactory(
            episode=episode,
            order=second,
            title=f"Knots {second} {LONG}",
            slug=f"segment-{'abc'[second - 1]}",
            url=f"https://{LONG[:50].lower()}.example/{LONG}",
            person=zoe,
            html=html,
            text="Knots.",
            start=timedelta(seconds=second / 2),
        )
        LinkFactory(segment=part, text=LONG, url=f"https://links.example/{LONG}")
        LinkFactory(segment=part, text="Bowline", url="https://github.com/ropes/bowline")
    paid = SegmentFactory(episode=episode, kind="sponsor", number=None, start=timedelta(seconds=1.2))
    twine = SponsorshipFactory(episode=episode, segment=paid, text=LONG, sponsor__name=LONG[:60]).sponsor
    ShortLink.objects.create(
        show=show, word="twine", target="https://twine.example", sponsor=twine, ends_on=date(2024, 5, 1)
    )
    CueFactory(transcript=TranscriptFactory(episode=episode), order=1, text=LONG, speaker="Zoe")
    return episode
