"""Audio goes straight into the storage, is checked, and becomes the episode's; what is no sound is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from botocore.exceptions import EndpointConnectionError
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from episodes.audio import uploads
from episodes.audio.checking import check_recording
from episodes.audio.measure import Measured, problems, read_report
from episodes.audio.probe import AudioInfo, probe
from episodes.models import Episode, Recording
from episodes.storage import media_storage
from tests.factories import AUDIO, EpisodeFactory, MemberFactory

pytestmark = pytest.mark.django_db
MP3 = AUDIO.read_bytes()
# Twelve megabytes, which makes two parts, nearly all of them the padding of an ID3 tag: it is heard in no time.
LARGE = b"ID3\x03\x00\x00" + bytes([6, 0, 0, 0]) + bytes(6 << 21) + MP3


@pytest.fixture
def episode(show):
    return EpisodeFactory(show=show, draft=True)


@pytest.fixture
def desk(admin_client, episode):
    """Talks to the desk as the page's script does."""

    def ask(step, body=None, recording=None, client=admin_client):
        names = [episode.pk] if recording is None else [episode.pk, recording]
        address = reverse(f"admin:episodes_audio_{step}", args=names)
        if step == "state":
            return client.get(address)
        return client.post(address, json.dumps(body or {}), content_type="application/json")

    return ask


def put(url, data):
    with urllib.request.urlopen(urllib.request.Request(url, data=data, method="PUT")) as answer:
        return answer.status


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_the_storage_lets_pages_of_the_site_send_and_read(desk, method):
    """Before it sends a part, a browser asks whether it may."""
    part = desk("start", {"name": "episode.mp3", "size": len(LARGE)}).json()["parts"][0]
    asking = {"Origin": "https://podcast.example", "Access-Control-Request-Method": method}
    request = urllib.request.Request(part["url"], headers=asking, method="OPTIONS")
    with urllib.request.urlopen(request) as answer:
        assert method in answer.headers["Access-Control-Allow-Methods"].split(", ")


def send(desk, data, name="episode.mp3", parts=None):
    """Upload a file; of ``parts``, where given, only those."""
    begun = desk("start", {"name": name, "size": len(data)}).json()
    for part in begun["parts"]:
        if parts is None or part["number"] in parts:
            put(part["url"], data[part["begin"] : part["end"]])
    return begun["recording"]


def finish(desk, recording):
    desk("complete", recording=recording)
    check_recording.call(recording)
    return desk("state", recording=recording).json()


def test_an_upload_becomes_the_episodes_audio(desk, episode):
    state = finish(desk, send(desk, MP3))

    episode.refresh_from_db()
    info = probe(AUDIO.open("rb"))
    assert state["state"] == "ready"
    assert (episode.audio_bytes, episode.audio_duration) == (len(MP3), info.duration)
    assert episode.audio_key == f"audio/{episode.audio_hash}.mp3"
    assert episode.audio_integrity.startswith("sha384-")
    with media_storage().open(episode.audio_key) as stored:
        assert stored.read() == MP3


def test_what_was_found_is_said(desk):
    state = finish(desk, send(desk, MP3))

    assert state["facts"].startswith("00:03, mono, 32 kbit/s, 44.1 kHz")


def test_nothing_of_the_upload_itself_stays(desk):
    recording = send(desk, MP3)
    key = Recording.objects.get().key

    finish(desk, recording)

    assert not media_storage().exists(key)
    assert Recording.objects.get().key.startswith("audio/")


def test_a_published_episode_gets_a_tagged_public_file_of_it(
    desk, episode, django_capture_on_commit_callbacks
):
    Episode.objects.update(published_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        finish(desk, send(desk, MP3))
    from episodes.audio.serving import prepare_files_of

    prepare_files_of.call(episode.pk)

    episode.refresh_from_db()
    assert episode.audio_is_public
    assert episode.audio_original_key == Recording.objects.get().key != episode.audio_key


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7" + b"x" * 200, "PDF"),
        (b"<!doctype html><p>Sign in" + b" " * 200, "web page"),
        (b"PK\x03\x04" + b"x" * 200, "ZIP"),
        (b"\x00\x00\x00\x20ftypisom" + b"\x00" * 200, "damaged"),
        (b"hello " * 100, "text"),
    ],
    ids=["pdf", "html", "zip", "mp4", "text"],
)
def test_what_is_no_sound_is_refused_with_the_reason(desk, episode, data, reason):
    recording = send(desk, data, "episode.mp3")
    key = Recording.objects.get().key

    state = finish(desk, recording)

    episode.refresh_from_db()
    assert state["state"] == "refused"
    assert reason in state["refusal"]
    assert not episode.has_audio
    assert not media_storage().exists(key)


def test_a_refused_file_leaves_the_audio_that_was_there(desk, episode):
    finish(desk, send(desk, MP3))
    episode.refresh_from_db()
    before = episode.audio_key

    finish(desk, send(desk, b"hello " * 100))

    episode.refresh_from_db()
    assert episode.audio_key == before


def test_a_large_file_goes_in_parts(desk, episode, monkeypatch):
    data = LARGE

    begun = desk("start", {"name": "long.mp3", "size": len(data)}).json()

    assert [(part["begin"], part["end"]) for part in begun["parts"]] == [
        (0, uploads.PART_BYTES),
        (uploads.PART_BYTES, len(data)),
    ]
    assert finish(desk, send(desk, data, "long.mp3"))["state"] == "ready"


def test_an_upload_that_was_cut_goes_on_with_what_is_missing(desk, episode):
    data = LARGE
    first = send(desk, data, "long.mp3", parts=[2])

    again = desk("start", {"name": "long.mp3", "size": len(data)}).json()

    assert again["recording"] == first
    assert [part["number"] for part in again["parts"]] == [1]
    put(again["parts"][0]["url"], data[: uploads.PART_BYTES])
    assert finish(desk, first)["state"] == "ready"
    episode.refresh_from_db()
    assert episode.audio_bytes == len(data)


def test_an_upload_that_is_not_whole_is_not_completed(desk, episode):
    data = LARGE
    recording = send(desk, data, parts=[1])

    answer = desk("complete", recording=recording)

    assert answer.status_code == 400
    assert "have arrived" in answer.json()["error"]
    assert Recording.objects.get().state == "uploading"


def test_completing_twice_checks_once(desk, episode):
    recording = send(desk, MP3)
    finish(desk, recording)

    assert finish(desk, recording)["state"] == "ready"


@pytest.mark.parametrize("size", [0, -1, 3_000_000_000, "much"])
def test_what_cannot_be_an_upload_is_refused_before_it_begins(desk, size):
    answer = desk("start", {"name": "x.mp3", "size": size})

    assert answer.status_code == 400
    assert answer.json()["error"]


def test_an_upload_can_be_dropped(desk):
    desk("drop", recording=send(desk, MP3))

    assert not Recording.objects.exists()


def test_an_abandoned_upload_is_forgotten_after_a_day(desk):
    send(desk, LARGE, "left.mp3", parts=[1])
    Recording.objects.update(uploaded_at=timezone.now() - timedelta(days=2))

    send(desk, MP3, "new.mp3")

    assert [recording.name for recording in Recording.objects.all()] == ["new.mp3"]


def test_nothing_can_be_put_without_a_signed_address(desk):
    begun = desk("start", {"name": "x.mp3", "size": 10}).json()
    bare = begun["parts"][0]["url"].split("?")[0]

    with pytest.raises(urllib.error.HTTPError) as refused:
        put(bare, b"x" * 10)
    assert refused.value.code == 403


def test_only_who_may_change_the_episode_uploads(desk, client, episode):
    client.force_login(MemberFactory(show=episode.show, role="viewer").user)

    assert desk("start", {"name": "x.mp3", "size": 10}, client=client).status_code == 403
    assert not Recording.objects.exists()


def test_a_stranger_is_sent_to_sign_in(desk, client, episode):
    assert desk("start", {"name": "x.mp3", "size": 10}, client=client).status_code == 302


def test_an_upload_of_another_episode_is_not_found(desk, show, admin_client):
    recording = send(desk, MP3)
    other = EpisodeFactory(show=show)

    address = reverse("admin:episodes_audio_state", args=[other.pk, recording])
    assert admin_client.get(address).status_code == 404


def test_when_the_storage_does_not_answer_it_says_so(desk, monkeypatch, settings):
    def unreachable(key):
        raise EndpointConnectionError(endpoint_url="http://storage")

    monkeypatch.setattr(media_storage(), "start_parts", unreachable)

    answer = desk("start", {"name": "x.mp3", "size": 10})

    assert (answer.status_code, "does not answer" in answer.json()["error"]) == (503, True)


def test_a_check_waits_for_a_storage_that_is_away_and_gives_up_with_a_reason(desk, monkeypatch):
    recording = send(desk, MP3)
    desk("complete", recording=recording)
    DBTaskResult.objects.all().delete()

    def unreachable(key):
        raise EndpointConnectionError(endpoint_url="http://storage")

    monkeypatch.setattr(media_storage(), "open", unreachable)
    assert check_recording.call(recording) == "waiting"
    [again] = DBTaskResult.objects.all()
    assert again.run_after > timezone.now()

    with pytest.raises(EndpointConnectionError):
        check_recording.call(recording, 4)
    assert "does not answer" in Recording.objects.get().refusal


# Other kinds of sound


def made_by_ffmpeg(tmp_path, name, *options):
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed")
    target = tmp_path / name
    subprocess.run(["ffmpeg", "-v", "error", *options, str(target)], check=True)
    return target.read_bytes()


def test_an_m4a_is_taken_and_served_as_one(desk, episode, tmp_path, client):
    tone = ("-f", "lavfi", "-i", "sine=duration=3", "-c:a", "aac", "-ac", "2", "-ar", "44100")
    data = made_by_ffmpeg(tmp_path, "tone.m4a", *tone)

    state = finish(desk, send(desk, data, "tone.m4a"))

    episode.refresh_from_db()
    assert state["state"] == "ready"
    assert (episode.audio_type, episode.audio_url.rpartition(".")[2]) == ("audio/x-m4a", "m4a")
    assert abs(episode.audio_duration.total_seconds() - 3) < 0.1


def test_a_video_is_refused(desk, tmp_path):
    picture = ("-f", "lavfi", "-i", "color=duration=1:size=64x64", "-f", "lavfi", "-i", "sine=duration=1")
    data = made_by_ffmpeg(tmp_path, "film.mp4", *picture, "-c:v", "mpeg4")

    assert "video" in finish(desk, send(desk, data, "film.mp4"))["refusal"]


def test_silence_at_the_head_and_loudness_are_said(desk, tmp_path):
    quiet = (
        "-f",
        "lavfi",
        "-i",
        "sine=duration=6",
        "-af",
        "volume=-30dB,adelay=4000",
        "-ac",
        "2",
        "-ar",
        "44100",
    )
    data = made_by_ffmpeg(tmp_path, "quiet.mp3", *quiet, "-b:a", "128k")

    state = finish(desk, send(desk, data, "quiet.mp3"))

    assert any("seconds of silence" in problem for problem in state["problems"])
    assert any("quieter than other podcasts" in problem for problem in state["problems"])
    assert "LUFS" in state["facts"]


GOOD = AudioInfo(
    duration=timedelta(minutes=30), size=28_800_000, bit_rate=128_000, channels=2, sample_rate=44_100
)
WELL = Measured(loudness=-16.2, peak=-1.0, silence=0.0)


def test_a_good_file_has_no_problem():
    assert problems(GOOD, WELL, "episode.mp3") == []
    assert problems(GOOD, Measured(), "episode.mp3") == []


@pytest.mark.parametrize(
    ("info", "measured", "name", "said"),
    [
        ({"needs_table": True}, {}, "a.mp3", "no table"),
        ({}, {}, "a.wav", "is called .wav but is an MP3"),
        ({"media_type": "audio/x-m4a"}, {}, "a.mp3", "is called .mp3 but is an M4A"),
        ({}, {"silence": 4.0}, "a.mp3", "4 seconds of silence"),
        ({}, {"peak": 0.4}, "a.mp3", "clips"),
        ({}, {"loudness": -23.0}, "a.mp3", "quieter than other podcasts by 7 dB"),
        ({}, {"loudness": -9.0}, "a.mp3", "louder"),
        ({"sample_rate": 22_050}, {}, "a.mp3", "22050 Hz"),
        ({"size": 300_000_000}, {}, "a.mp3", "Spotify"),
        ({"size": 3_000}, {}, "a.mp3", "so small"),
    ],
)
def test_a_problem_is_named(info, measured, name, said):
    from dataclasses import replace

    [problem] = problems(replace(GOOD, **info), replace(WELL, **measured), name)
    assert said in problem


def test_mono_is_measured_by_its_own_mark():
    from dataclasses import replace

    assert problems(replace(GOOD, channels=1), replace(WELL, loudness=-19.0), "a.mp3") == []


def test_the_report_of_pure_silence_says_no_loudness():
    report = "  Integrated loudness:\n    I:         -70.0 LUFS\n  True peak:\n    Peak:       -inf dBFS\n"
    assert read_report(report) == Measured(loudness=None, peak=None, silence=0.0)


def test_a_file_without_a_table_for_its_rates_is_told_by_its_frames():
    folder = AUDIO.parent
    without = probe((folder / "vbr-without-header.mp3").open("rb"))
    with_table = probe((folder / "vbr.mp3").open("rb"))
    constant = probe(AUDIO.open("rb"))

    assert (without.is_variable, without.needs_table) == (True, True)
    assert (with_table.is_variable, with_table.needs_table) == (True, False)
    assert (constant.is_variable, constant.needs_table) == (False, False)
