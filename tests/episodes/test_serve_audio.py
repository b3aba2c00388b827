"""What the public gets: a tagged copy under a public address, from publishing to withdrawing; never a draft's file."""

from __future__ import annotations

import io
import urllib.error
import urllib.request
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from mutagen.id3 import ID3

from episodes.audio.attach import attach_audio
from episodes.audio.digests import digests_of
from episodes.audio.serving import has_other_tags, prepare_audio, tag_again
from episodes.models import Episode
from episodes.notes.apply import apply_notes
from episodes.publishing import publish, withdraw
from episodes.storage import PUBLIC, media_storage
from tests.factories import AUDIO, EpisodeFactory, SegmentFactory

pytestmark = pytest.mark.django_db


def ask(url, method="GET", **headers):
    """(status, headers, content) of a file in the store, as any app sees it."""
    request = urllib.request.Request(
        url, method=method, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.fixture
def done(django_capture_on_commit_callbacks):
    """Do something, and what the worker does after it (``later``: as if that time had passed)."""

    def do(job, *args, later=timedelta(0)):
        with django_capture_on_commit_callbacks(execute=True):
            job(*args)
        then = timezone.now() + later
        due = Q(run_after__lte=then) | Q(run_after=get_date_max())
        while result := DBTaskResult.objects.filter(due, status="READY").first():
            result.claim("tests")
            kwargs = result.args_kwargs
            result.set_successful(result.task.call(*kwargs["args"], **kwargs["kwargs"]))
        DBTaskResult.objects.ready().update(status="SUCCESSFUL")
        for one in args:
            if isinstance(one, Episode):
                one.refresh_from_db()

    return do


@pytest.fixture
def episode(show):
    """A draft with a file and two chapters."""
    episode = EpisodeFactory(show=show, number=12, title="Wax", draft=True, audio=True)
    SegmentFactory(episode=episode, title="Hello", start=timedelta(0))
    SegmentFactory(episode=episode, title="Wool", start=timedelta(seconds=1))
    return episode


def public_url(episode):
    return media_storage().public_url(episode.audio_key)


def served(client, episode):
    """The file at the end of the redirect."""
    response = client.get(episode.audio_url)
    assert response.status_code == 302
    return ask(response["Location"])


def test_a_draft_has_its_file_as_it_came_and_nothing_public(episode):
    attach_audio(episode, ContentFile(AUDIO.read_bytes() * 7, name="unheard.mp3"))

    assert episode.audio_key == episode.audio_original_key
    assert (episode.audio_tags_hash, episode.audio_is_public) == ("", False)
    assert ask(public_url(episode))[0] in (403, 404)


def test_publishing_tags_a_copy_and_makes_it_public(client, episode, done):
    done(publish, episode)

    status, headers, content = served(client, episode)

    assert episode.audio_is_public
    assert (status, headers["Content-Type"]) == (200, "audio/mpeg")
    assert [str(frame) for frame in ID3(io.BytesIO(content)).getall("TIT2")] == ["Wax"]
    assert len(ID3(io.BytesIO(content)).getall("CHAP")) == 2


def test_the_feed_speaks_of_the_file_that_is_served(client, episode, done):
    done(publish, episode)

    content = served(client, episode)[2]

    digests = digests_of(io.BytesIO(content))
    assert episode.enclosure.length == len(content) == digests.size
    assert (episode.audio_hash, episode.audio_integrity) == (digests.sha256, digests.integrity)
    assert episode.audio_key == f"audio/{digests.sha256}.mp3"


def test_the_original_stays(episode, done):
    done(publish, episode)

    assert episode.audio_key != episode.audio_original_key
    with media_storage().open(episode.audio_original_key) as original:
        assert original.read() == AUDIO.read_bytes()


def test_the_public_file_is_open_to_every_origin_and_for_ever_the_same(client, episode, done):
    done(publish, episode)

    _, headers, _ = ask(client.get(episode.audio_url)["Location"], Origin="https://player.example")

    assert headers["Access-Control-Allow-Origin"] in ("*", "https://player.example")
    assert "immutable" in headers["Cache-Control"]


def test_nobody_lists_or_changes_what_is_public(episode, done):
    done(publish, episode)
    bucket = public_url(episode).split("/public/")[0]

    assert ask(f"{bucket}?list-type=2&prefix=public/")[0] == 403
    assert ask(public_url(episode), "PUT")[0] in (403, 405)
    assert ask(public_url(episode), "DELETE")[0] in (403, 405)
    assert ask(f"{bucket}/{episode.audio_original_key}")[0] == 403


def test_a_scheduled_file_is_tagged_at_once_and_public_at_its_minute(client, episode, done):
    done(publish, episode, timezone.now() + timedelta(hours=1))

    assert episode.audio_tags_hash
    assert ask(public_url(episode))[0] in (403, 404)
    assert client.get(episode.audio_url).status_code == 404

    Episode.objects.update(published_at=timezone.now())
    done(lambda: None, later=timedelta(hours=1, minutes=1))
    done(publish, episode, timezone.now())
    assert episode.audio_is_public


def test_at_its_minute_it_plays_even_if_the_worker_is_late(client, episode, done):
    done(publish, episode, timezone.now() + timedelta(hours=1))
    Episode.objects.update(published_at=timezone.now())

    response = client.get(episode.audio_url)

    assert ask(response["Location"])[0] == 200
    assert ask(client.head(episode.audio_url)["Location"], "HEAD")[0] == 200
    assert len(ask(response["Location"])[2]) == Episode.objects.get().audio_bytes


def test_a_withdrawn_episode_takes_its_public_file_along(client, episode, done):
    done(publish, episode)
    address = public_url(episode)

    done(withdraw, episode)

    assert not episode.audio_is_public
    assert ask(address)[0] in (403, 404)
    assert client.get(episode.audio_url).status_code == 404


def test_two_episodes_with_one_file_do_not_take_it_from_each_other(show, episode, done):
    other = EpisodeFactory(show=show, draft=True, audio=True)
    done(publish, episode)
    done(publish, other)
    Episode.objects.filter(pk=other.pk).update(audio_key=episode.audio_key)

    other.refresh_from_db()
    done(withdraw, other)

    assert ask(public_url(episode))[0] == 200


def test_an_edit_of_the_notes_never_touches_the_file(episode, done, admin_client):
    done(publish, episode)
    before = episode.audio_key

    episode.notes = "**Ada #1:** [Something else](https://else.example)\n"
    episode.save()
    done(apply_notes, episode)
    done(prepare_audio, episode)

    assert episode.audio_key == before


def test_a_changed_title_offers_to_tag_again_and_that_makes_a_new_file(client, episode, done, admin_client):
    done(publish, episode)
    before, size = episode.audio_key, episode.audio_bytes
    assert not has_other_tags(episode)

    episode.title = "Wax and wool, at last"
    episode.save()
    assert has_other_tags(episode)

    address = reverse("admin:episodes_episode_changelist")
    done(admin_client.post, address, {"action": "tag_audio_again", "_selected_action": [episode.pk]})

    episode.refresh_from_db()
    assert episode.audio_key != before
    assert episode.audio_bytes != size
    assert episode.audio_is_public
    assert b"a\x00t\x00 \x00l\x00a\x00s\x00t" in served(client, episode)[2]
    assert not has_other_tags(episode)


def test_tagging_again_starts_from_the_original(episode, done):
    done(publish, episode)
    once = episode.audio_key
    done(tag_again.call, episode.pk)
    episode.refresh_from_db()

    assert episode.audio_key == once


def test_a_download_that_has_begun_can_go_on_after_tagging_again(episode, done):
    done(publish, episode)
    old = public_url(episode)
    episode.title = "Else"
    episode.save()

    done(tag_again.call, episode.pk)

    assert ask(old, Range="bytes=100-")[0] == 206


def test_a_new_file_is_tagged_and_made_public_too(client, episode, done):
    done(publish, episode)

    attach_audio(episode, ContentFile(AUDIO.read_bytes() * 3, name="better.mp3"))
    done(publish, episode)

    assert episode.audio_is_public
    assert episode.audio_tags_hash
    assert len(served(client, episode)[2]) > 3 * 12_000


def test_a_file_that_listeners_have_already_is_not_tagged_behind_their_backs(episode, done):
    Episode.objects.update(published_at=timezone.now(), audio_is_public=True)
    episode.refresh_from_db()

    done(prepare_audio, episode)

    assert episode.audio_key == episode.audio_original_key


def test_the_command_brings_in_order_what_the_worker_missed(client, episode):
    Episode.objects.update(published_at=timezone.now())

    call_command("publish_audio", stdout=(told := StringIO()))

    episode.refresh_from_db()
    assert episode.audio_is_public
    assert "1 brought in order" in told.getvalue()
    call_command("publish_audio", stdout=(told := StringIO()))
    assert "0 brought in order" in told.getvalue()


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_a_host_hears_a_draft_and_nobody_else_does(admin_client, show, state):
    episode = EpisodeFactory(show=show, audio=True, **{state: True})

    answer = admin_client.get(episode.audio_url)

    assert ask(answer["Location"])[0] == 200
    assert "Signature" in answer["Location"]
    assert answer["Cache-Control"] == "private, no-store"
    assert Client().get(episode.audio_url).status_code == 404


def test_any_ending_leads_to_the_file(client, show):
    episode = EpisodeFactory(show=show, number=7, audio=True)

    assert client.get(episode.audio_url.replace(".mp3", ".m4a")).status_code == 302


def test_the_ending_of_the_address_is_that_of_the_type(show):
    episode = EpisodeFactory(show=show, number=7, audio=True)
    episode.audio_type = "audio/x-m4a"

    assert episode.audio_url.endswith("/audio.m4a")


# Ranges, at the end of the redirect

SIZE = AUDIO.stat().st_size
RANGES = [
    ("bytes=0-1", 206, 2, "bytes 0-1/{size}"),
    ("bytes=0-1073741822", 206, None, "bytes 0-{last}/{size}"),
    ("bytes=100-", 206, -100, "bytes 100-{last}/{size}"),
    ("bytes=-100", 206, 100, None),
    ("bytes=-99999999", 206, None, "bytes 0-{last}/{size}"),
    ("bytes=99999999-", 416, 0, "bytes */{size}"),
    ("bytes=abc", 200, None, None),
    ("lines=0-1", 200, None, None),
]


@pytest.fixture
def file(client, episode, done):
    done(publish, episode)
    return client.get(episode.audio_url)["Location"], episode.audio_bytes


@pytest.mark.parametrize(("asked", "status", "length", "told"), RANGES, ids=[row[0] for row in RANGES])
def test_a_range_is_answered(file, asked, status, length, told):
    address, size = file

    answer, headers, content = ask(address, Range=asked)

    assert answer == status
    if told:
        assert headers["Content-Range"] == told.format(size=size, last=size - 1)
    if status < 400:
        expected = size if length is None else length if length > 0 else size + length
        assert len(content) == int(headers["Content-Length"]) == expected
        assert headers["Content-Type"] == "audio/mpeg"
        assert headers["ETag"]


def test_a_range_that_ends_before_it_begins_breaks_nothing(file):
    assert ask(file[0], Range="bytes=5-2")[0] in (200, 416)


def test_a_download_goes_on_where_it_is_still_the_same_file(file):
    tag = ask(file[0], "HEAD")[1]["ETag"]

    assert ask(file[0], Range="bytes=10-", If_Range=tag)[0] == 206


def test_head_says_what_get_would_send(file):
    status, headers, content = ask(file[0], "HEAD")

    assert (status, headers["Content-Length"], content) == (200, str(file[1]), b"")
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Content-Encoding"] is None


def test_an_unchanged_file_is_not_sent_again(file):
    tag = ask(file[0], "HEAD")[1]["ETag"]

    assert ask(file[0], If_None_Match=tag)[0] == 304


# Pictures


def a_picture(folder="artwork"):
    return media_storage().save(f"{folder}/{timezone.now().timestamp():.6f}.png", ContentFile(b"\x89PNG"))


def test_the_picture_of_a_show_is_a_public_object(client, show):
    type(show).objects.update(artwork=(key := a_picture()))

    answer = client.get(f"/media/{key}")

    assert answer["Location"] == media_storage().public_url(key)
    assert ask(answer["Location"], "HEAD")[0] == 200
    assert ask(answer["Location"], Range="bytes=0-1")[0] == 206


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_the_picture_of_a_draft_is_for_hosts_alone(admin_client, show, state):
    key = a_picture()
    EpisodeFactory(show=show, artwork=key, **{state: True})

    assert Client().get(f"/media/{key}").status_code == 404
    answer = admin_client.get(f"/media/{key}")
    assert ask(answer["Location"])[0] == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert not media_storage().is_public(key)


def test_the_picture_of_a_withdrawn_episode_goes_with_it(client, show, done):
    key = a_picture()
    episode = EpisodeFactory(show=show, artwork=key)
    client.get(f"/media/{key}")
    assert media_storage().is_public(key)

    done(withdraw, episode)

    assert not media_storage().is_public(key)


def test_a_picture_that_is_gone_is_not_found(client, show):
    type(show).objects.update(artwork="artwork/gone.png")

    assert client.get("/media/artwork/gone.png").status_code == 404


def test_public_objects_have_a_prefix_of_their_own(file):
    assert f"/{PUBLIC}audio/" in file[0]


def test_a_cdn_can_stand_in_front(client, episode, done, settings):
    done(publish, episode)
    settings.MEDIA_PUBLIC_URL = "https://cdn.example"

    assert client.get(episode.audio_url)["Location"] == f"https://cdn.example/public/{episode.audio_key}"
