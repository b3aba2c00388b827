"""Pieces of pages are made once for the same values: what changes one of them is on the page at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.utils.translation import override

from episodes import fragments
from episodes.fragments import NotAValue, fragment
from episodes.models import Link, Person, Segment, Show, Sponsor
from episodes.page_parts import Entry, ShownEpisode, ShownShow
from tests.factories import (
    CreditFactory,
    EpisodeFactory,
    LinkFactory,
    SegmentFactory,
    SponsorshipFactory,
)

HERE = "/episodes/12/knots/"
SHOW = ShownShow(
    title="Tin Can Telephone", language="en", site_address="https://rope.example", artwork_url=""
)
AROUND = {
    "show": SHOW,
    "episode": ShownEpisode(audio_url="/audio.mp3", is_dated=True),
}


def entry(title="The bowline", seconds=61):
    return Entry(slug="bowline", mark="1", title=title, start=timedelta(seconds=seconds), start_text="01:01")


def contents(*entries, heading="Segments"):
    return fragment("episodes/_contents.html", contents=entries, heading=heading, **AROUND)


def test_the_same_values_give_the_same_fragment():
    assert contents(entry()) is contents(entry())


@pytest.mark.parametrize(
    "other",
    [
        lambda: contents(entry(title="The hitch")),
        lambda: contents(entry(seconds=62)),
        lambda: contents(entry(), heading="Parts"),
        lambda: contents(entry(), entry(title="The hitch")),
    ],
)
def test_other_values_give_another(other):
    assert other() != contents(entry())


def test_each_language_has_its_own():
    english = contents(entry())

    with override("de"):
        german = contents(entry())

    assert "Play from" in english
    assert "Abspielen ab" in german


def test_what_is_given_is_text():
    assert "&lt;b&gt;" in contents(entry(title="<b>"))


@dataclass
class Changing:
    title: str


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ((Segment(pk=1),), "contents is a Segment"),
        ((frozenset({1}),), "contents is a frozenset"),
        (replace(SHOW, language=Segment(pk=1)), "contents.language is a Segment"),
    ],
)
def test_what_may_change_is_refused_by_its_name(value, message):
    with pytest.raises(NotAValue, match=message):
        fragment("episodes/_contents.html", contents=value, heading="Segments", **AROUND)


def test_a_list_is_no_value():
    with pytest.raises(TypeError):
        fragment("episodes/_contents.html", contents=[Changing("A")], heading="Segments", **AROUND)


def test_memory_is_bounded():
    most = fragments._made.cache.maxsize

    for place in range(20):
        contents(entry(title=f"{place}" * (most // 10)))

    assert fragments._made.cache.currsize <= most
    fragments._made.cache.clear()


@pytest.fixture
def episode(show):
    """With all that a part can show."""
    earlier = EpisodeFactory(show=show, number=11, title="Hitches")
    LinkFactory(segment=SegmentFactory(episode=earlier, title="Before"), url="https://github.com/rope/knot")
    episode = EpisodeFactory(show=show, number=12, slug="knots", title="Knots", audio=True)
    bowline = SegmentFactory(
        episode=episode,
        title="The bowline",
        slug="the-bowline",
        url="https://bowline.example/",
        start=timedelta(seconds=1),
        html="<p>A loop that holds.</p>",
        person=CreditFactory(episode=episode, person__name="Ada Lind").person,
    )
    LinkFactory(segment=bowline, url="https://github.com/rope/knot", text="Knot")
    paid = SegmentFactory(episode=episode, kind="sponsor", title="Twine", start=timedelta(seconds=2))
    SponsorshipFactory(episode=episode, segment=paid, text="Ropes by post.")
    return episode


def part(**values):
    return lambda one: one.segments.filter(slug="the-bowline").update(**values)


CHANGES = {
    "a title": part(title="The sheet bend"),
    "the notes": part(html="<p>It slips.</p>"),
    "a permalink": part(slug="bowline"),
    "a link": part(url="https://elsewhere.example/"),
    "a start": part(start=timedelta(seconds=1, milliseconds=1500), start_origin="host"),
    "a start that was found": part(start_origin="found"),
    "the next start": lambda one: one.segments.filter(kind="sponsor").update(start=timedelta(seconds=61)),
    "who leads": part(person=None, host_name="Bo"),
    "a name": lambda one: Person.objects.update(name="Mo Lind"),
    "a person's address": lambda one: Person.objects.update(slug="mo"),
    "a link's text": lambda one: Link.objects.update(text="Knots and bends"),
    "a link less": lambda one: Link.objects.all().delete(),
    "what was paid for": lambda one: one.sponsorships.update(text="Twine by post."),
    "a sponsor": lambda one: Sponsor.objects.update(name="Twine & Co", url="https://new.example/"),
    "an earlier part": lambda one: Segment.objects.filter(title="Before").update(title="Long before"),
    "the audio": lambda one: (
        type(one)
        .objects.filter(pk=one.pk)
        .update(audio_key="", audio_bytes=None, audio_type="", audio_duration=None)
    ),
    "the show's address": lambda one: Show.objects.update(site_address="https://elsewhere.example"),
    "the show's name": lambda one: Show.objects.update(title="Two Cans"),
    "the language": lambda one: Show.objects.update(language="de"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_on_the_page_at_once(client, episode, change):
    before = notes_of(client, episode)

    change(episode)

    after = notes_of(client, episode)
    fragments._made.cache.clear()
    assert after != before
    assert after == notes_of(client, episode)


def notes_of(client, episode):
    response = client.get(HERE)
    assert response.status_code == 200
    return response.content.decode().split("<main", 1)[1]
