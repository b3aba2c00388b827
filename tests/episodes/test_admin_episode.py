"""A host writes, uploads and publishes an episode in the admin."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from episodes.models import Episode
from episodes.publishing import publish
from episodes.storage import media_storage
from tests.factories import (
    AUDIO,
    EpisodeFactory,
    PersonFactory,
    SegmentFactory,
    ShowHostFactory,
    TranscriptFactory,
)

pytestmark = pytest.mark.django_db

ADD = "/admin/episodes/episode/add/"
NOTES = """\
# Tin Can Telephone 12: Longer strings

Sponsored by Twine & Co: [**twine.example**](https://twine.example/tin)

**Ada #1:** [00:30] [**Waxed string**](https://string.example/wax)

- It carries further.

**Extras**

- A [knot](https://knots.example).
"""
WORDS = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n<v Ada Quill>Hello from the can.\n"


@pytest.fixture
def show(show):
    ShowHostFactory(show=show, person=PersonFactory(name="Ada Quill", slug="ada-quill"))
    return show


@pytest.fixture
def desk(admin_client, show):
    def send(address=ADD, **fields):
        inlines = ("segments", "credits", "sponsorships", "soundbites", "content_links", "transcripts")
        form = {
            **{f"{prefix}-{name}_FORMS": "0" for prefix in inlines for name in ("TOTAL", "INITIAL")},
            "show": show.pk,
            "number": 12,
            "title": "Longer strings",
            "episode_type": "full",
            "notes": NOTES.replace("\n", "\r\n"),  # as browsers send it
            "_continue": "1",
            **fields,
        }
        return admin_client.post(address, form, follow=True)

    return send


def errors(response, field):
    return response.context["adminform"].form.errors.get(field, [])


def picture(width, height, mode="RGB"):
    file = io.BytesIO()
    Image.new(mode, (width, height)).save(file, "PNG")
    return file.getvalue()


def mp3(name="episode.mp3"):
    return SimpleUploadedFile(name, AUDIO.read_bytes(), "audio/mpeg")


def test_notes_become_segments_links_credits_and_sponsorships(desk):
    desk()

    episode = Episode.objects.get(number=12)
    assert [part.kind for part in episode.segments.all()] == ["sponsor", "topic", "extra"]
    topic = episode.segments.get(kind="topic")
    assert (topic.url, str(topic.person), topic.start) == (
        "https://string.example/wax",
        "Ada Quill",
        timedelta(seconds=30),
    )
    assert [str(credit) for credit in episode.credits.all()] == ["Ada Quill (host)"]
    assert [str(sponsorship) for sponsorship in episode.sponsorships.all()] == ["Twine & Co"]


def test_the_notes_are_kept_as_typed_though_browsers_change_line_ends(desk):
    desk()

    assert Episode.objects.get(number=12).notes == NOTES


@pytest.mark.parametrize("notes", ["a\r\nb\r\n", "a\r\nb\n", " \n\n x  \n"], ids=["crlf", "mixed", "blanks"])
def test_notes_that_were_not_edited_stay_the_same_to_the_byte(desk, show, notes):
    episode = EpisodeFactory(show=show, notes=notes)
    address = reverse("admin:episodes_episode_change", args=[episode.pk])

    desk(
        address, number=episode.number, title="Other", notes=notes.replace("\r\n", "\n").replace("\n", "\r\n")
    )

    episode.refresh_from_db()
    assert (episode.title, episode.notes) == ("Other", notes)


def test_the_audio_goes_to_the_storage_and_the_page_plays_it(desk, client):
    desk(audio_file=mp3())

    episode = Episode.objects.get(number=12)
    publish(episode)
    assert episode.audio_bytes == AUDIO.stat().st_size
    assert client.get(episode.audio_url).status_code == 302
    assert episode.audio_url in client.get(episode.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"RIFF\x00\x00\x00\x00WAVEfmt " + b"\0" * 2000, "WAV", id="wav under another name"),
        pytest.param(b"just some words " * 500, "text", id="text"),
    ],
)
def test_what_is_no_mp3_is_refused_at_its_field_and_nothing_is_lost(desk, content, said):
    response = desk(audio_file=SimpleUploadedFile("episode.mp3", content, "audio/mpeg"))

    assert said in " ".join(errors(response, "audio_file"))
    assert not Episode.objects.exists()
    assert "Waxed string" in response.content.decode()


@pytest.mark.parametrize(
    ("field", "file"),
    [
        ("audio_file", mp3),
        ("transcript_file", lambda: SimpleUploadedFile("words.vtt", WORDS.encode())),
        ("artwork", lambda: SimpleUploadedFile("cover.png", picture(1400, 1400))),
    ],
    ids=["audio", "transcript", "artwork"],
)
def test_when_the_storage_does_not_answer_the_field_says_so_and_no_row_is_made(
    desk, settings, monkeypatch, field, file
):
    storage = media_storage()
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:9"
    monkeypatch.setattr(storage, "__dict__", type(storage)().__dict__)

    response = desk(**{field: file()})

    assert "could not be stored" in " ".join(errors(response, field))
    assert not Episode.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cover.png", lambda: picture(1000, 1000), "1400 to 3000"),
        ("cover.png", lambda: picture(1400, 1500), "square"),
        ("cover.png", lambda: picture(1400, 1400, mode="RGBA"), "transparency"),
        ("cover.jpg", lambda: picture(1400, 1400), "PNG picture under another name"),
        ("cover.png", lambda: picture(1400, 1400)[:900], "image"),
        ("cover.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image"),
    ],
    ids=["small", "oblong", "transparent", "misnamed", "truncated", "svg"],
)
def test_artwork_that_podcast_apps_refuse_is_refused_here(desk, name, content, said):
    response = desk(artwork=SimpleUploadedFile(name, content()))

    assert said in " ".join(errors(response, "artwork"))


def test_a_transcript_becomes_cues_and_a_page(desk, client):
    desk(transcript_file=SimpleUploadedFile("words.vtt", WORDS.encode()))

    episode = Episode.objects.get(number=12)
    publish(episode)
    (cue,) = episode.transcripts.get(chosen=True).cues.all()
    assert (cue.speaker, cue.text) == ("Ada Quill", "Hello from the can.")
    assert "Hello from the can." in client.get(episode.transcript_url).content.decode()


@pytest.mark.parametrize(
    "content",
    [b"", b"WEBVTT\n\n", b"no times here", b"{", b"\xff\xfe\xff"],
    ids=["empty", "no cue", "prose", "json", "bytes"],
)
def test_a_transcript_without_a_cue_is_refused_at_its_field(desk, content):
    response = desk(transcript_file=SimpleUploadedFile("words.vtt", content))

    assert errors(response, "transcript_file")
    assert not Episode.objects.exists()


def test_a_second_transcript_takes_the_place_of_the_first_which_is_kept(desk, show):
    desk(transcript_file=SimpleUploadedFile("one.vtt", WORDS.encode()))
    episode = Episode.objects.get(number=12)

    desk(
        reverse("admin:episodes_episode_change", args=[episode.pk]),
        transcript_file=SimpleUploadedFile("two.vtt", WORDS.replace("Hello", "Good day").encode()),
    )

    assert [(one.source_name, one.chosen) for one in episode.transcripts.order_by("pk")] == [
        ("one.vtt", False),
        ("two.vtt", True),
    ]


def test_what_is_public_keeps_a_title(desk, show):
    episode = EpisodeFactory(show=show, number=12)

    response = desk(reverse("admin:episodes_episode_change", args=[episode.pk]), title="")

    assert "no title" in " ".join(errors(response, "title"))


def test_a_number_that_is_taken_is_refused(desk, show):
    EpisodeFactory(show=show, number=12)

    response = desk()

    assert "already exists" in str(response.context["adminform"].form.errors)


def test_findings_are_shown_with_their_line(desk):
    response = desk(notes="# Tin Can 12\n\nCONNECTION INFO: https://meet.example/secret\n")

    assert any(str(message).startswith("Line 3:") for message in response.context["messages"])


def test_notes_that_are_too_much_for_the_renderer_are_refused_with_their_line(desk):
    response = desk(notes="x\n" + "> " * 5000 + "deep")

    assert errors(response, "notes")[0].startswith("Line 2:")


def test_a_start_set_by_hand_survives_an_edit_of_the_notes(desk, show):
    episode = EpisodeFactory(show=show, number=12, notes="**Ada #1:** [String](https://string.example)\n")
    segment = SegmentFactory(
        episode=episode, order=1, title="String", url="https://string.example", start=timedelta(seconds=95)
    )

    desk(
        reverse("admin:episodes_episode_change", args=[episode.pk]),
        notes="**Ada #1:** [Strings](https://string.example)\n",
    )

    (kept,) = episode.segments.all()
    assert (kept.pk, kept.slug, kept.title, kept.start) == (
        segment.pk,
        segment.slug,
        "Strings",
        timedelta(seconds=95),
    )


def test_saving_an_episode_changes_nothing_about_its_publication(desk, show):
    episode = EpisodeFactory(show=show, number=12)

    desk(
        reverse("admin:episodes_episode_change", args=[episode.pk]),
        published_at_0="2031-01-01",
        published_at_1="12:00",
    )

    assert Episode.objects.get().published_at == episode.published_at


@pytest.mark.parametrize("count", [2, 12])
def test_the_list_costs_the_same_queries_for_any_number_of_episodes(
    admin_client, show, count, django_assert_num_queries
):
    EpisodeFactory.create_batch(count, show=show)

    with django_assert_num_queries(9):
        admin_client.get("/admin/episodes/episode/")


def test_episodes_are_published_and_withdrawn_from_the_list(admin_client, show):
    draft = EpisodeFactory(show=show, draft=True, slug="", audio=True)
    TranscriptFactory(episode=draft)
    untitled = EpisodeFactory(show=show, draft=True, title="", slug="")

    def act(action):
        data = {"action": action, "_selected_action": [draft.pk, untitled.pk]}
        response = admin_client.post("/admin/episodes/episode/", data, follow=True)
        draft.refresh_from_db()
        return [str(message) for message in response.context["messages"]]

    said = act("publish_now")
    assert draft.is_published()
    assert draft.slug
    assert any("no title" in message for message in said)

    guid = draft.guid
    act("back_to_draft")
    assert (draft.published_at, draft.guid) == (None, guid)


def test_a_role_that_a_host_has_set_is_not_changed_back_by_the_notes(desk, show):
    desk()
    episode = Episode.objects.get(number=12)
    credit = episode.credits.get()

    desk(
        reverse("admin:episodes_episode_change", args=[episode.pk]),
        **{
            "credits-TOTAL_FORMS": "1",
            "credits-INITIAL_FORMS": "1",
            "credits-0-id": credit.pk,
            "credits-0-episode": episode.pk,
            "credits-0-person": credit.person_id,
            "credits-0-role": "other",
            "credits-0-order": "0",
        },
    )

    assert [str(credit) for credit in episode.credits.all()] == ["Ada Quill (other)"]
