"""Search over titles, segments and every spoken word, through the page that listeners use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from episodes.names import LONGEST_QUERY, clean_query
from episodes.notes.apply import apply_notes
from showsite import search
from showsite.search import Question
from tests.factories import (
    CreditFactory,
    EpisodeFactory,
    LinkFactory,
    PersonFactory,
    SegmentFactory,
    TopicFactory,
    TranscriptFactory,
)
from tests.pages import read_page
from transcripts.importing import choose, import_transcript, read_transcript
from transcripts.models import Passage

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(show):
    return EpisodeFactory(show=show, title="The gardener's compiler")


def find(show, q, **where):
    return search.find(show, Question(q=q, **where))


def speak(episode, text, start=65):
    transcript = episode.transcripts.first() or TranscriptFactory(episode=episode)
    return Passage.objects.create(transcript=transcript, start=timedelta(seconds=start), text=text)


def test_a_word_of_a_title_finds_its_episode(show, episode):
    EpisodeFactory(show=show, title="Something else")

    assert [hits.episode for hits in find(show, "compilers").episodes] == [episode]


def test_a_word_of_the_notes_finds_the_segment(show, episode):
    segment = SegmentFactory(episode=episode, title="Wheelbarrows", text="They carry soil.")

    (hits,) = find(show, "soil").episodes

    assert [hit.segment for hit in hits.in_notes] == [segment]
    assert hits.in_notes[0].snippet == "They carry <mark>soil</mark>."


def test_a_spoken_word_finds_the_second_to_play_from(show, episode):
    speak(episode, "and then the tomatoes came", start=125)

    (hits,) = find(show, "tomato").episodes

    assert [(hit.seconds, hit.start_text) for hit in hits.in_speech] == [(125, "02:05")]


def test_a_word_plays_from_the_cue_that_says_it(show, episode):
    words = "first the beans\nthen the tomatoes\nthen we rest\n"
    speech = "".join(
        f"00:01:{2 + 9 * n:02}.000 --> 00:01:{5 + 9 * n:02}.000\n{line}\n\n"
        for n, line in enumerate(words.splitlines())
    )
    transcript, _ = import_transcript(episode, read_transcript("1.vtt", f"WEBVTT\n\n{speech}".encode()))
    choose(transcript)

    (hits,) = find(show, "tomato").episodes

    assert [hit.start_text for hit in hits.in_speech] == ["01:11"]


def test_a_spoken_word_names_the_segment_it_falls_in(client, show, episode):
    SegmentFactory(episode=episode, title="Compost", number=2, start=timedelta(seconds=60))
    SegmentFactory(episode=episode, title="Beans", number=3, start=timedelta(seconds=120))
    speak(episode, "and then the tomatoes came", start=125)

    page = client.get("/search/", {"q": "tomatoes"}).content.decode()

    assert "In 3, Beans:" in page


def test_hits_of_one_episode_stand_together(show, episode):
    SegmentFactory(episode=episode, title="Compost")
    speak(episode, "compost is warm", start=10)
    speak(episode, "more compost", start=70)

    results = find(show, "compost")

    assert [hits.episode for hits in results.episodes] == [episode]
    assert (results.total_notes, results.total_speech) == (1, 2)


def test_what_a_transcript_says_is_never_html(show, episode):
    speak(episode, "bees & <img src=x onerror=alert(1)> compost")

    snippet = find(show, "compost").episodes[0].in_speech[0].snippet

    assert snippet.startswith("bees &amp; ")
    assert "<img" not in snippet


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_nothing_of_an_unpublished_episode_is_found(show, state):
    hidden = EpisodeFactory(show=show, title="Secret compost", **{state: True})
    SegmentFactory(episode=hidden, title="Compost", text="compost")
    speak(hidden, "compost")

    assert find(show, "compost").episodes == []


def test_a_transcript_that_is_not_chosen_is_not_searched(show, episode):
    kept = TranscriptFactory(episode=episode, chosen=False)
    Passage.objects.create(transcript=kept, start=timedelta(0), text="compost")

    assert find(show, "compost").episodes == []


def test_another_show_is_not_searched(show):
    EpisodeFactory(title="Compost")

    assert find(show, "compost").episodes == []


@pytest.mark.parametrize("count", [2, 12])
def test_it_costs_the_same_queries_however_much_is_found(
    show, count, django_assert_num_queries, client, settings
):
    for _ in range(count):
        episode = EpisodeFactory(show=show, title="Compost")
        SegmentFactory(episode=episode, title="Compost")
        speak(episode, "compost")

    client.get("/search/")  # the first search after a change counts what can be chosen

    with django_assert_num_queries(6):
        response = client.get("/search/", {"q": "compost"})

    assert response.status_code == 200


def choices(client, name):
    page = read_page(client.get("/search/"))
    return [option["value"] for option in page.one("select", name=name).all("option")]


def test_whoever_is_heard_first_can_be_chosen_at_once(client, show, episode):
    CreditFactory(episode=episode, person=PersonFactory(slug="ada"))
    assert choices(client, "person") == ["", "ada"]

    CreditFactory(episode=episode, person=PersonFactory(slug="zoe"))

    assert choices(client, "person") == ["", "ada", "zoe"]


def test_whoever_is_heard_in_a_scheduled_episode_can_be_chosen_from_its_minute_on(client, show, episode):
    CreditFactory(episode=episode, person=PersonFactory(slug="ada"))
    soon = EpisodeFactory(show=show, published_at=timezone.now() + timedelta(hours=1))
    CreditFactory(episode=soon, person=PersonFactory(slug="zoe"))
    assert choices(client, "person") == ["", "ada"]

    with patch("django.utils.timezone.now", return_value=soon.published_at):
        assert choices(client, "person") == ["", "ada", "zoe"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "\x00",
        "a\x00b",
        "'; drop table",
        '"',
        "-",
        "((((",
        "🙂",
        "%",
        "\ud800",
        "x" * 5000,
        "a & | !",
    ],
    ids=[
        "empty",
        "blank",
        "nul",
        "nul inside",
        "sql",
        "quote",
        "dash",
        "brackets",
        "emoji",
        "percent",
        "surrogate",
        "long",
        "operators",
    ],
)
def test_no_query_breaks_the_page(client, show, query):
    assert client.get("/search/", {"q": query.encode("utf-8", "surrogatepass")}).status_code == 200


def test_a_query_is_cut_to_a_length():
    assert len(clean_query("x" * 5000)) == LONGEST_QUERY


@pytest.mark.parametrize(
    ("place", "notes", "speech"), [("", 1, 1), ("notes", 1, 0), ("spoken", 0, 1), ("elsewhere", 1, 1)]
)
def test_it_looks_where_it_is_asked_to(client, show, episode, place, notes, speech):
    SegmentFactory(episode=episode, text="Tomatoes.")
    speak(episode, "and then the tomatoes came")

    results = client.get("/search/", {"q": "tomatoes", "in": place}).context["results"]

    assert (results.total_notes, results.total_speech) == (notes, speech)


def test_it_looks_only_into_episodes_of_a_person_a_topic_and_a_year(client, show):
    ada = PersonFactory(slug="ada")
    topic = TopicFactory(show=show, slug="beds")
    wanted = EpisodeFactory(show=show, title="Compost", published_at=datetime(2024, 5, 1, tzinfo=UTC))
    CreditFactory(episode=wanted, person=ada)
    wanted.topics.add(topic)
    CreditFactory(episode=EpisodeFactory(show=show, title="Compost again"), person=ada)
    EpisodeFactory(show=show, title="More compost").topics.add(topic)

    for asked in ({"person": "ada", "topic": "beds"}, {"year": "2024"}):
        results = client.get("/search/", {"q": "compost", **asked}).context["results"]
        assert [hits.episode for hits in results.episodes] == [wanted]


def test_a_year_begins_in_the_shows_time_zone(show):
    show.time_zone = "Pacific/Auckland"
    show.save()
    EpisodeFactory(show=show, title="Compost", published_at=datetime(2024, 12, 31, 12, tzinfo=UTC))

    assert find(show, "compost", year="2025").total == 1
    assert find(show, "compost", year="2024").total == 0


def test_the_form_keeps_what_was_asked(client, show, episode):
    page = read_page(client.get("/search/", {"q": "soil", "in": "spoken"}))

    assert page.one("input", type="radio", checked="")["value"] == "spoken"
    assert page.one("input", id="Words")["value"] == "soil"


def test_a_word_of_an_address_finds_the_segment_that_links_there(show, episode):
    segment = SegmentFactory(episode=episode, text="See there.")
    LinkFactory(segment=segment, text="there", url="https://github.com/tomatoes/trellis")

    (hits,) = find(show, "trellis").episodes

    assert [hit.segment for hit in hits.in_notes] == [segment]


def test_a_name_finds_whom_it_belongs_to(client, show, episode):
    CreditFactory(episode=episode, person__name="Daniela Moss")

    page = read_page(client.get("/search/", {"q": "moss"}))

    assert page.one("ul", class_="also").one("a").text == "Daniela Moss"


def meant(client, query):
    page = read_page(client.get("/search/", {"q": query}))
    links = page.one("section", **{"aria-labelledby": "Nothing"}).all("a")
    return [link.text for link in links if link["href"].startswith("/search/?q=")]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Wheelbarrows carry soil.", "wheelbarow"),
        ("A lock file.", "lokc file"),
        ("Ask Okken.", "aukin"),
        ("Locust swarms.", "Locus"),
    ],
)
def test_a_mistyped_or_misheard_word_is_mended(client, show, written, typed):
    episode = EpisodeFactory(show=show, notes=f"# Episode 1\n\n**Ada #1:** [{written}](https://a.example)\n")
    apply_notes(episode)

    (suggested,) = meant(client, typed)

    assert find(show, suggested).total > 0


def test_words_of_a_transcript_are_suggested_too(client, show, episode):
    file = b"WEBVTT\n\n00:01.000 --> 00:02.000\nThe wheelbarrows came.\n"
    choose(import_transcript(episode, read_transcript("1.vtt", file))[0])

    assert meant(client, "wheelbarow") == ["wheelbarrows"]


def test_words_of_a_draft_are_never_suggested(client, show):
    draft = EpisodeFactory(
        show=show, draft=True, notes="# Episode 1\n\n**Ada #1:** [Zeppelin](https://a.example)\n"
    )
    apply_notes(draft)

    assert meant(client, "zepelin") == []


def test_nothing_is_suggested_where_nothing_is_near(client, show, episode):
    assert meant(client, "xylophone qqqqq") == []


def test_a_part_of_the_page_is_only_what_was_found(client, show, episode):
    SegmentFactory(episode=episode, text="Soil.")

    answer = client.get("/search/?q=soil&part").content.decode()

    assert "<mark>Soil</mark>" in answer
    assert "<html" not in answer


def test_whatever_is_found_is_one_page_to_search_engines(client, show, episode):
    for query in ("", "?q=gardener"):
        page = read_page(client.get(f"/search/{query}"))
        assert page.one("link", rel="canonical")["href"] == f"{show.site_address}/search/"
        assert not page.all("meta", name="robots")


def test_words_that_nobody_said_are_not_listed(client, show):
    page = read_page(client.get("/search/?q=buy-my-pills"))

    assert page.one("meta", name="robots")["content"] == "noindex"
