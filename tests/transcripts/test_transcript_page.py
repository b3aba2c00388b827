"""What was said, to read and as captions."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    CreditFactory,
    CueFactory,
    EpisodeFactory,
    PersonFactory,
    SegmentFactory,
    TranscriptFactory,
)
from tests.pages import read_page
from transcripts.models import Cue

pytestmark = pytest.mark.django_db


@pytest.fixture
def transcript(show):
    return TranscriptFactory(
        episode=EpisodeFactory(show=show, number=12, title="Knots", slug="knots", audio=True)
    )


def say(transcript, start, text="Words.", speaker=""):
    return CueFactory(
        transcript=transcript,
        order=transcript.cues.count() + 1,
        start=timedelta(seconds=start),
        text=text,
        speaker=speaker,
    )


def read(client, transcript):
    response = client.get(transcript.episode.transcript_url)
    assert response.status_code == 200
    return read_page(response)


def test_it_shows_what_was_said_in_turns(client, transcript):
    say(transcript, 0, "Hello there.", "Ada")
    say(transcript, 2, "How are you?", "Ada")
    say(transcript, 4, "Well.", "Bo")

    turns = read(client, transcript).all("div", class_="turn")

    assert [turn.text for turn in turns] == [
        "Ada Play from 00:00 Correct 00:00 Hello there. How are you?",
        "Bo Play from 00:04 Correct 00:04 Well.",
    ]


def test_a_time_plays_and_works_without_javascript(client, transcript):
    say(transcript, 3.5)

    page = read(client, transcript)

    time = page.one("a", class_="time")
    assert (time["href"], time["data-t"]) == (f"{transcript.episode.audio_url}#t=3", "3")
    assert page.one("span", class_="cue")["data-s"] == "3.5"


def test_without_audio_times_are_only_told(client, show):
    transcript = TranscriptFactory(episode=EpisodeFactory(show=show))
    say(transcript, 61)

    page = read(client, transcript)

    assert page.one("span", class_="time").text == "01:01"
    assert not page.all("audio")


def test_speakers_have_the_lanes_of_the_score(client, transcript):
    CreditFactory(episode=transcript.episode, person=PersonFactory(name="Ada Moss"))
    CreditFactory(episode=transcript.episode, person=PersonFactory(name="Bo Lind"), role="guest", order=1)
    for start, speaker in enumerate(["Bo Lind", "ada", "Somebody"]):
        say(transcript, start, speaker=speaker)

    voices = read(client, transcript).one("article").all("span", class_="voice")

    assert [(voice.text, voice["class"]) for voice in voices] == [
        ("Bo", "voice v2"),
        ("Ada", "voice v1"),
        ("Somebody", "voice v0"),
    ]


def test_what_was_said_stands_under_the_segment_in_which_it_was_said(client, transcript):
    for order, (start, title) in enumerate([(10, "Bowlines"), (20, "Silence"), (30, "Hitches")], start=1):
        SegmentFactory(
            episode=transcript.episode, order=order, number=order, title=title, start=timedelta(seconds=start)
        )
    for start, text in [(0, "Hello."), (9.6, "About bowlines."), (31, "About hitches.")]:
        say(transcript, start, text)

    article = read(client, transcript).one("article")

    assert [section.one("h2").text for section in article.all("section")] == [
        "1 Bowlines notes",
        "3 Hitches notes",
    ]
    assert [said.text for said in article.all("p", class_="said")] == [
        "Hello.",
        "About bowlines.",
        "About hitches.",
    ]


def test_words_are_never_markup(client, transcript):
    say(transcript, 0, "<script>alert(1)</script>", "<b>Ada</b>")

    turn = read(client, transcript).one("div", class_="turn")

    assert turn.one("span", class_="cue").text == "<script>alert(1)</script>"
    assert turn.one("span", class_="voice").text == "<b>Ada</b>"


def test_it_is_marked_with_its_language(client, transcript):
    transcript.language = "de"
    transcript.save()

    assert read(client, transcript).one("article")["lang"] == "de"


def test_words_to_find_come_from_the_address(client, transcript):
    response = client.get(transcript.episode.transcript_url, {"q": '"knots"'})

    assert read_page(response).one("input", id="Find")["value"] == '"knots"'


def test_another_slug_leads_to_the_right_address(client, transcript):
    response = client.get("/episodes/12/old/transcript/")

    assert (response.status_code, response["Location"]) == (301, "/episodes/12/knots/transcript/")


def test_a_transcript_that_is_not_chosen_is_not_shown(client, show):
    transcript = TranscriptFactory(episode=EpisodeFactory(show=show), chosen=False)

    assert client.get(transcript.episode.transcript_url).status_code == 404
    assert client.get(transcript.episode.transcript_vtt_url).status_code == 404


@pytest.mark.parametrize("state", ["draft", "scheduled"])
@pytest.mark.parametrize("kind", ["transcript_url", "transcript_vtt_url"])
def test_what_was_said_in_a_draft_is_for_hosts_alone(client, admin_client, show, state, kind):
    address = getattr(TranscriptFactory(episode=EpisodeFactory(show=show, **{state: True})).episode, kind)

    assert client.get(address).status_code == 404
    assert admin_client.get(address)["Cache-Control"] == "private, no-store"


def test_captions_are_webvtt_for_every_origin(client, transcript):
    say(transcript, 1, "Hello & welcome.", "Ada")

    response = client.get(transcript.episode.transcript_vtt_url)

    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.content.decode() == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:05.000\n<v Ada>Hello &amp; welcome.\n"
    )


def test_the_number_of_queries_does_not_grow_with_the_words(client, transcript):
    def queries(size):
        for _ in range(size):
            say(transcript, transcript.cues.count(), speaker="Ada")
            SegmentFactory(episode=transcript.episode, start=timedelta(seconds=transcript.cues.count()))
        with CaptureQueriesContext(connection) as captured:
            read(client, transcript)
        return len(captured)

    assert queries(3) == queries(9)


def test_the_longest_transcripts_are_shown_without_delay(client, transcript):
    Cue.objects.bulk_create(
        Cue(transcript=transcript, order=n, start=timedelta(seconds=n), text=f"Words number {n}.")
        for n in range(1, 3501)
    )
    read(client, transcript)

    begun = time.process_time()
    response = client.get(transcript.episode.transcript_url)

    assert response.content.count(b'class="cue"') == 3500
    assert time.process_time() - begun < 20


def test_a_transcript_without_times_offers_none(client, show):
    episode = EpisodeFactory(show=show, audio=True)
    transcript = TranscriptFactory(episode=episode, has_times=False, source_format="markdown")
    CueFactory(
        transcript=transcript, start=timedelta(0), end=timedelta(0), speaker="Ada", text="Hello there."
    )

    page = client.get(episode.transcript_url).content.decode()

    assert "Hello there." in page
    assert "#t=" not in page.split("<article")[1].split("</article>")[0]
    assert client.get(episode.transcript_vtt_url).status_code == 404
    offered = client.get("/feed.xml").content.decode()
    assert offered.count("<podcast:transcript") == 1
    assert client.get(episode.transcript_file_url("txt")).content.decode() == "Ada: Hello there.\n"


@pytest.mark.parametrize(
    ("form", "media_type", "opening"),
    [
        ("vtt", "text/vtt", "WEBVTT"),
        ("srt", "application/x-subrip", "1\n00:0"),
        ("json", "application/json", '{"version": "1.0.0"'),
        ("html", "text/html", "<"),
        ("txt", "text/plain", "00:0"),
    ],
)
def test_podcast_apps_of_every_origin_get_the_form_they_read(client, show, form, media_type, opening):
    cue = CueFactory(transcript__episode=EpisodeFactory(show=show), order=1)

    answer = client.get(cue.transcript.episode.transcript_file_url(form))

    assert answer["Content-Type"] == f"{media_type}; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.content.decode().startswith(opening)
    again = client.get(
        cue.transcript.episode.transcript_file_url(form), headers={"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_there_is_no_other_form(client, show):
    cue = CueFactory(transcript__episode=EpisodeFactory(show=show))

    assert client.get(cue.transcript.episode.transcript_file_url("docx")).status_code == 404
