"""A show's pages speak its own language, whoever asks for them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.views.csrf import csrf_failure
from django.views.defaults import server_error

from episodes.languages import speaking_for
from episodes.models import Episode
from episodes.rundown import rundown
from episodes.templatetags.language_tags import PHRASES
from episodes.youtube import youtube_description
from tests.every_page import PATHS, make_show
from tests.factories import EpisodeFactory, ShowFactory, StoryFactory
from tests.pages import Element, read_page
from tests.showsite.words import read_words

pytestmark = pytest.mark.django_db

ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "aria-valuetext")
SAID = {
    "home": "Frühere Folgen",
    "archive": "3 bisher. Jede ist so gezeichnet, wie sie klang",
    "archive, asked": "1 Folge passt dazu.",
    "episode": "Alles, was wir verlinkt haben",
    "segment": "Diesen Teil abspielen",
    "transcript": "In diesem Transkript suchen",
    "people": "Gäste und andere Stimmen",
    "person": "Als Host in",
    "topics": "Jedes hat eine Seite und einen eigenen Feed.",
    "topic": "1 Folge, die neueste zuerst.",
    "links": "6 Links zu",
    "project": "3 Links",
    "sponsors": "Alle Anzeigen",
    "results": "in den Shownotes",
    "no results": "Niemand hat bisher „zeppelin“ gesagt",
    "search": "Finden, was nur halb in Erinnerung ist",
    "submit": "Warum es wichtig ist",
    "correct": "Eine Zeile berichtigen",
    "ended short link": "Diese Adresse führte bis zum 1. Mai 2024 weiter.",
    "not found": "Hier hat jemand den Einsatz verpasst",
}


def in_language(episode: Episode, language: str) -> Episode:
    episode.show.language = language
    episode.show.save()
    return episode


@pytest.fixture
def german() -> Episode:
    return in_language(make_show(), "de")


def words_of(element: Element) -> set[str]:
    """Each text of a page by itself, and those that are only heard."""
    found = {element.attributes[name].strip() for name in ATTRIBUTES if name in element.attributes}
    for child in element.children:
        found |= {" ".join(child.split())} if isinstance(child, str) else words_of(child)
    return found


@pytest.mark.parametrize(("name", "words"), SAID.items(), ids=SAID)
def test_a_page_of_a_german_show_is_german(client, german, name, words):
    page = read_page(client.get(PATHS[name]))

    assert page.one("html")["lang"] == "de"
    assert "dir" not in page.one("html").attributes
    assert words in page.one("main").text


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_no_page_of_a_german_show_says_anything_in_english(client, german, path):
    english = {entry.msgid for entry in read_words("de") if entry.msgid != entry.msgstr}

    assert words_of(read_page(client.get(path))) & english == set()


@pytest.mark.parametrize("language", ["de-AT", "DE", "de-ch"])
def test_a_language_of_a_region_is_spoken_as_its_own(client, german, language):
    in_language(german, language)

    page = read_page(client.get("/"))

    assert page.one("html")["lang"] == language
    assert "Frühere Folgen" in page.one("main").text


def test_dates_are_written_as_germans_write_them(client, german):
    german.published_at = datetime(2026, 3, 15, 12, tzinfo=UTC)
    german.save()
    episode = read_page(client.get(german.get_absolute_url()))
    archive = read_page(client.get("/episodes/"))

    assert "Sonntag, 15. März 2026" in episode.one("main").text
    assert "15. März" in archive.one("main").text


def test_numbers_are_written_as_germans_write_them(client, german):
    german.audio_bytes = 12_345_678
    german.save()

    page = read_page(client.get(german.get_absolute_url()))

    assert "11,8 MB" in page.one("main").text
    assert [option.text for option in page.one("select").all("option")][:2] == ["0,8×", "1×"]
    assert page.one("select").all("option")[0]["value"] == "0.8"


def test_drawings_keep_the_numbers_of_machines(client, german):
    content = client.get(german.get_absolute_url()).content.decode()

    assert re.search(r'\bx="\d+\.\d', content)
    assert not re.search(r'="-?\d+,\d', content)


def test_what_is_wrong_with_a_form_is_said_in_german(client, german):
    page = read_page(client.post("/submit/", {"url": "", "why": "", "kind": "topic"}))

    assert "Bitte einen Link angeben" in page.one("main").text
    assert page.one("title").text.startswith("Fehler: Geschichte vorschlagen")


def test_what_became_of_a_story_is_said_in_german(client, german):
    story = StoryFactory(show=german.show)

    assert "Es wartet darauf, gelesen zu werden." in client.get(story.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("answer", "words"),
    [(server_error, "500 Das Band ist gerissen"), (csrf_failure, "403 Dieses Formular ist abgelaufen")],
    ids=["500", "403"],
)
def test_a_page_for_what_broke_is_german(rf, german, answer, words):
    with speaking_for(german.show):
        page = read_page(answer(rf.get("/")))

    assert page.one("html")["lang"] == "de"
    assert page.one("h1").text == words


def test_the_feed_names_its_language_and_speaks_it(client, german):
    channel = ElementTree.fromstring(client.get("/feed.xml").content).find("channel")

    assert channel.findtext("language") == "de"
    notes = channel.findtext("item/{http://purl.org/rss/1.0/modules/content/}encoded")
    assert "Mit Unterstützung von" in notes
    assert "Moderation</li>" in notes
    roles = channel.iter("{https://podcastindex.org/namespace/1.0}person")
    assert {person.get("role") for person in roles} == {"host", "guest"}


def test_a_description_for_youtube_is_german_also_at_the_english_desk(german):
    episode = Episode.objects.for_page().get(pk=german.pk)

    assert "Shownotes, Transkript und Links: https://" in youtube_description(episode, rundown(episode))


def test_the_desk_of_a_german_show_is_english(admin_client, german):
    page = read_page(admin_client.get("/admin/"))

    assert page.one("html")["lang"] == "en"
    assert "Log out" in page.one("body").text


def test_scripts_are_given_their_words(client, german):
    phrases = json.loads(read_page(client.get(german.get_absolute_url())).one("script", id="Phrases").text)

    assert set(phrases) == set(PHRASES)
    assert phrases["Play from {time}"] == "Abspielen ab {time}"


def test_scripts_of_an_english_show_have_theirs_already(client):
    episode = make_show()

    assert not read_page(client.get(episode.get_absolute_url())).all("script", id="Phrases")


@pytest.mark.parametrize("name", ["home", "episode", "search", "not found"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_a_browser_would_rather_read_changes_nothing(client, name, language):
    in_language(make_show(), language)

    plain = client.get(PATHS[name])
    other = client.get(PATHS[name], headers={"accept-language": "de" if language == "en" else "en"})

    assert other.content == plain.content
    assert "Accept-Language" not in plain.get("Vary", "")


def test_a_show_does_not_speak_the_language_of_the_one_before(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for language, host in (("de", "dose.example"), ("en", "can.example")):
        EpisodeFactory(show=ShowFactory(language=language, host_name=host))
    links = {
        host: read_page(client.get(path, headers={"host": host})).one("a", class_="skip").text
        for host, path in (("dose.example", "/"), ("can.example", "/nothing"))
        for _ in range(2)
    }

    assert links == {"dose.example": "Zum Inhalt springen", "can.example": "Skip to content"}


@pytest.mark.parametrize("language", ["ar", "he", "fa-IR"])
@pytest.mark.parametrize("name", ["home", "episode", "embed", "not found"])
def test_a_show_whose_words_run_from_right_to_left_has_pages_that_do(client, language, name):
    in_language(make_show(), language)

    html = read_page(client.get(PATHS[name])).one("html")

    assert (html["lang"], html["dir"]) == (language, "rtl")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_where_the_site_has_no_words_it_says_english_ones_and_says_so(client, language):
    in_language(make_show(), language)

    page = read_page(client.get("/"))

    assert page.one("html")["lang"] == language
    assert (page.one("nav", aria_label="Main")["lang"], page.one("nav", aria_label="Main").text) == (
        "en",
        "Episodes People Sponsors Subscribe",
    )
    assert page.one("a", class_="skip", href="#Main")["lang"] == "en"
    assert page.one("section", id="Player")["lang"] == "en"
    assert page.one("a", data_what="")["lang"] == language


@pytest.mark.parametrize("language", ["en-GB", "de-AT"])
def test_where_it_has_the_words_no_part_is_marked(client, language):
    in_language(make_show(), language)

    page = read_page(client.get("/"))

    assert "lang" not in page.one("a", class_="skip", href="#Main").attributes


def test_health_asks_for_no_language_and_no_show(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200
