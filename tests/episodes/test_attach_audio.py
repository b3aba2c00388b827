from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from episodes.audio.attach import AudioNotStored, attach_audio
from episodes.audio.probe import NotAudio
from episodes.models import Episode
from episodes.storage import media_storage
from tests.factories import EpisodeFactory

pytestmark = pytest.mark.django_db
CBR = (Path(__file__).parent.parent / "data" / "audio" / "cbr.mp3").read_bytes()


@pytest.fixture
def mp3():
    """An MP3 that no other test has stored: its last tag is random."""
    return CBR + b"TAG" + os.urandom(125)


@pytest.fixture
def episode():
    return EpisodeFactory()


@pytest.fixture
def storage_down(settings):
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:9"
    settings.STORAGES = dict(settings.STORAGES)  # the storage is made anew when this setting changes


def stored(key):
    client = media_storage().connection.meta.client
    return client.get_object(Bucket=media_storage().bucket_name, Key=key)


def keys_with(text):
    return [found for found in media_storage().listdir("audio")[1] if text in found]


def test_the_row_says_what_is_stored(episode, mp3):
    attach_audio(episode, BytesIO(mp3))
    episode = Episode.objects.get(pk=episode.pk)
    assert stored(episode.audio_key)["Body"].read() == mp3
    assert (episode.audio_bytes, episode.audio_type) == (len(mp3), "audio/mpeg")
    assert episode.audio_duration == timedelta(milliseconds=3030)
    assert episode.audio_hash == hashlib.sha256(mp3).hexdigest()


def test_it_returns_what_it_measured(episode, mp3):
    assert attach_audio(episode, BytesIO(mp3)).size == len(mp3)


def test_the_key_cannot_be_guessed_from_the_episode(episode, mp3):
    attach_audio(episode, BytesIO(mp3))
    assert episode.audio_key == f"audio/{hashlib.sha256(mp3).hexdigest()}.mp3"


def test_the_object_has_its_type_and_length_whatever_the_browser_said(episode, mp3):
    attach_audio(episode, SimpleUploadedFile("../page.html", mp3, content_type="text/html"))
    answer = stored(episode.audio_key)
    assert (answer["ContentType"], answer["ContentLength"]) == ("audio/mpeg", len(mp3))
    assert "ContentEncoding" not in answer


def test_the_same_file_is_stored_once(episode, mp3):
    attach_audio(episode, BytesIO(mp3))
    before = stored(episode.audio_key)["LastModified"]
    attach_audio(other := EpisodeFactory(show=episode.show), BytesIO(mp3))
    assert other.audio_key == episode.audio_key
    assert len(keys_with(episode.audio_hash)) == 1
    assert stored(episode.audio_key)["LastModified"] == before


def test_the_file_the_episode_has_already_changes_no_row(episode, mp3, django_assert_num_queries):
    attach_audio(episode, BytesIO(mp3))
    with django_assert_num_queries(0):
        attach_audio(episode, BytesIO(mp3))


def test_an_object_that_went_missing_is_stored_again(episode, mp3):
    attach_audio(episode, BytesIO(mp3))
    media_storage().delete(episode.audio_key)
    attach_audio(episode, BytesIO(mp3))
    assert stored(episode.audio_key)["Body"].read() == mp3


def test_new_audio_has_a_new_key_and_leaves_the_old_object(episode, mp3):
    attach_audio(episode, BytesIO(CBR))
    old = episode.audio_key
    attach_audio(episode, BytesIO(mp3))
    assert episode.audio_key != old
    assert stored(old)["ContentLength"] == len(CBR)


def test_a_large_upload_from_disk_is_stored_in_parts(episode, mp3):
    large = mp3 * 1700
    with TemporaryUploadedFile("episode.mp3", "audio/mpeg", len(large), None) as upload:
        upload.write(large)
        attach_audio(episode, upload)
    answer = stored(episode.audio_key)
    assert (answer["ContentType"], answer["ContentLength"]) == ("audio/mpeg", len(large))
    assert len(large) > 2 * media_storage().transfer_config.multipart_threshold


def test_what_is_no_mp3_is_not_stored(episode):
    text = b"only words " + os.urandom(8).hex().encode()
    with pytest.raises(NotAudio, match="text"):
        attach_audio(episode, BytesIO(text))
    assert keys_with(hashlib.sha256(text).hexdigest()) == []
    assert not Episode.objects.get(pk=episode.pk).has_audio


def test_without_the_storage_no_row_changes(episode, mp3, storage_down):
    with pytest.raises(AudioNotStored, match="object storage"):
        attach_audio(episode, BytesIO(mp3))
    assert not Episode.objects.get(pk=episode.pk).has_audio
