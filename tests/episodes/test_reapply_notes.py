"""Rows derived again: by `reapply_notes` after the parser has learned something, and by any edit of the notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from episodes.models import Episode, Segment
from episodes.notes.apply import apply_notes
from episodes.notes.matching import match
from episodes.notes.parser import parse_notes
from tests.factories import EpisodeFactory, PersonFactory, ShowFactory

NOTES = (
    "**Ada #1: [Bowline](https://knots.example)**\n\n- Holds. [Why](https://why.example)\n\n"
    "**Bo #2: Splice**\n\n- Stays.\n"
)


def run(**options):
    out = StringIO()
    try:
        call_command("reapply_notes", stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.fixture
def episode(show):
    episode = EpisodeFactory(show=show, number=7, title="Knots", notes=NOTES)
    apply_notes(episode)
    return episode


def rows():
    return list(Segment.objects.order_by("pk").values()), list(Episode.objects.values())


@pytest.mark.django_db
def test_where_nothing_is_different_it_says_so_and_writes_nothing(episode):
    before = rows()

    assert "1 episodes: 0 changed" in run(write=True)[0]
    assert rows() == before


@pytest.mark.django_db
def test_it_shows_what_would_change_and_writes_nothing(episode):
    """As if an older parser had read them otherwise."""
    Segment.objects.filter(title="Splice").update(title="Splise", host_name="Bob")
    Segment.objects.get(title="Bowline").links.all().delete()
    before = rows()

    report, _ = run()

    assert "episode 7 · Knots: updated" in report
    assert "~ segment #splice: title “Splise” → “Splice”" in report
    assert "~ segment #splice: host_name “Bob” → “Bo”" in report
    assert "~ segment #bowline: + link https://why.example" in report
    assert "1 episodes: 1 would change" in report
    assert rows() == before


@pytest.mark.django_db
def test_segments_that_come_and_go_are_shown_with_their_starts(episode):
    Segment.objects.filter(title="Splice").update(
        title="Gone", source="x", number=9, start=timedelta(seconds=61), start_origin="host", slug="gone"
    )

    report, _ = run()

    assert "- segment #gone: topic, “Gone”, starts at 01:01" in report
    assert "+ segment #splice: topic, “Splice”" in report


@pytest.mark.django_db
def test_applied_it_keeps_ids_permalinks_and_confirmed_starts(episode):
    Segment.objects.filter(title="Splice").update(
        title="Splise", slug="said-aloud", start=timedelta(seconds=61), start_origin="host"
    )
    before = Segment.objects.get(slug="said-aloud")

    report, _ = run(write=True)

    after = Segment.objects.get(pk=before.pk)
    assert "1 episodes: 1 changed" in report
    assert (after.title, after.slug, after.start) == ("Splice", "said-aloud", timedelta(seconds=61))


@pytest.mark.django_db
def test_a_new_alias_gives_segments_their_person(episode):
    bo = PersonFactory(name="Robert Moss")
    episode.show.aliases.create(name="Bo", person=bo)

    report, _ = run(write=True)

    assert "~ segment #splice: person none → “Robert Moss”" in report
    assert "+ credit Robert Moss" in report
    assert Segment.objects.get(title="Splice").person == bo


@pytest.mark.django_db
def test_whom_a_host_gave_a_segment_to_by_hand_stays(episode):
    cy = PersonFactory(name="Cy Moss")
    Segment.objects.filter(title="Splice").update(person=cy)

    run(write=True)

    assert Segment.objects.get(title="Splice").person == cy


@pytest.mark.django_db
def test_notes_that_cannot_be_rendered_are_said_and_stop_nothing(episode):
    EpisodeFactory(show=episode.show, number=8, notes="x\n" + "> " * 5000 + "y")
    Segment.objects.filter(title="Splice").update(title="Splise")

    report, error = run(write=True)

    assert "too-hard" in report
    assert "1 of 2 episodes" in error
    assert Segment.objects.filter(title="Splice").exists()


@pytest.mark.django_db
def test_the_links_of_a_list_of_all_links_are_no_second_links(show):
    episode = EpisodeFactory(
        show=show,
        notes=NOTES + "\n## Links\n\n- [Bowline](https://knots.example)\n- [Why](https://why.example)\n",
    )

    apply_notes(episode)

    urls = [url for part in episode.segments.all() for url in part.links.values_list("url", flat=True)]
    assert urls.count("https://why.example") == 1


@dataclass(frozen=True)
class Topic:
    """A segment of a document that Hypothesis edits; ``name`` never changes and is said in its text."""

    name: int
    title: str
    host: str
    url: str = ""
    start: timedelta | None = None

    def written(self, number):
        title = f"[{self.title}]({self.url})" if self.url else self.title
        text = f"- What number {self.name} says of itself.\n- More of {self.name}."
        return f"**{self.host} #{number}: {title}**\n\n{text}\n\n"


HOSTS = ("Ada", "Bo")


@st.composite
def edits(draw):
    """Topics, and the same again after each of some edits, starts included."""
    count = iter(range(1000))

    def new(*shared):
        name = next(count)
        url = draw(st.sampled_from(["", f"https://example.org/{name}", *shared]))
        return Topic(name, f"Title {name}", draw(st.sampled_from(HOSTS)), url)

    topics = [
        replace(
            new("https://example.org/shared"),
            start=timedelta(seconds=61 * place) if draw(st.booleans()) else None,
        )
        for place in range(draw(st.integers(1, 6)))
    ]
    versions = [topics]
    for _ in range(draw(st.integers(1, 4))):
        topics = list(topics)
        for _ in range(draw(st.integers(1, 3))):
            place = draw(st.integers(0, max(len(topics) - 1, 0)))
            match draw(st.sampled_from(["insert", "delete", "swap", "retitle"])):
                case "insert":
                    topics.insert(place, new())
                case "delete" if topics:
                    topics.pop(place)
                case "swap" if topics:
                    other = draw(st.integers(0, len(topics) - 1))
                    topics[place], topics[other] = topics[other], topics[place]
                case "retitle" if topics:
                    topics[place] = replace(topics[place], title=f"Renamed {next(count)}")
        versions.append(topics)
    return versions


def document(topics):
    return "# Tin Can 7\n\n" + "".join(topic.written(number) for number, topic in enumerate(topics, 1))


@dataclass(frozen=True)
class Row:
    kind: str
    title: str
    url: str
    host_name: str
    number: int | None
    source: str
    name: int


@given(edits())
@settings(max_examples=100, deadline=None)
def test_whatever_is_edited_each_segment_stays_itself(versions):
    known: list[Row] = []
    for place, topics in enumerate(versions):
        parts = parse_notes(document(topics)).topics
        matched = match(parts, known)
        if place:
            here = {row.name for row in known}
            expected = [topic.name if topic.name in here else None for topic in topics]
            assert [row.name if row else None for row in matched] == expected
        known = [
            Row(part.kind, part.title, part.url, part.host, part.number, part.source, topic.name)
            for part, topic in zip(parts, topics, strict=True)
        ]


@pytest.mark.django_db
@given(edits())
@settings(max_examples=20, deadline=None)
def test_confirmed_starts_follow_their_segments(versions):
    with transaction.atomic():
        episode = EpisodeFactory(show=ShowFactory(), notes=document(versions[0]))
        apply_notes(episode)
        for topic in versions[0]:
            origin = "host" if topic.start is not None else ""
            episode.segments.filter(title=topic.title).update(start=topic.start, start_origin=origin)
        slugs = dict(episode.segments.values_list("title", "slug"))
        slugs = {topic.name: slugs[topic.title] for topic in versions[0]}
        for topics in versions[1:]:
            episode.notes = document(topics)
            episode.save()
            apply_notes(episode)
            rows = episode.segments.filter(kind="topic")
            assert [row.start for row in rows] == [topic.start for topic in topics]
            old = [topic.name in slugs for topic in topics]
            assert [row.slug for row, kept in zip(rows, old, strict=True) if kept] == [
                slugs[topic.name] for topic in topics if topic.name in slugs
            ]
            slugs = {topic.name: row.slug for row, topic in zip(rows, topics, strict=True)}
        transaction.set_rollback(True)
