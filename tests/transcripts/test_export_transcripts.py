"""An episode's transcripts as files, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from episodes.restoring import Known
from tests.factories import EpisodeFactory, PersonFactory
from transcripts.correcting import correct_line
from transcripts.exporting import restore_transcripts, transcript_files
from transcripts.formats import parse_transcript
from transcripts.importing import choose, import_transcript, read_transcript

pytestmark = pytest.mark.django_db

VTT = b"WEBVTT\n\n00:00:01.000 --> 00:00:03.500\n<v SPEAKER_1>Hello there.\n"


@pytest.fixture
def episode(show):
    return EpisodeFactory(show=show, number=7)


def bring(episode, name="in/7.vtt", data=VTT):
    return import_transcript(episode, read_transcript(name, data))[0]


def written(companions, folder):
    for name, data in companions.files:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return companions.entries


def test_each_form_says_the_same_under_the_names_that_hosts_gave(episode):
    transcript = bring(episode)
    transcript.speakers.update(person=PersonFactory(name="Ada Lane"))
    choose(transcript)

    files = dict(transcript_files(episode, "7").files)

    assert sorted(files) == ["7.json", "7.srt", "7.txt", "7.vtt", "transcripts/7.1.vtt"]
    for ending in ("json", "srt", "txt", "vtt"):
        cues = parse_transcript(files[f"7.{ending}"].decode()).cues
        assert [(cue.speaker, cue.text) for cue in cues] == [("Ada Lane", "Hello there.")]
    assert files["transcripts/7.1.vtt"] == VTT


def test_only_the_shown_one_is_written_in_every_form(episode):
    bring(episode)

    assert [name for name, _ in transcript_files(episode, "7").files] == ["transcripts/7.1.vtt"]


def test_names_from_outside_never_become_paths(episode):
    bring(episode, name="../../../etc/cron.d/7.sh")

    assert [name for name, _ in transcript_files(episode, "7").files] == ["transcripts/7.1"]


def test_it_comes_back_with_its_speakers_once(episode, tmp_path):
    ada = PersonFactory(slug="ada")
    bring(episode).speakers.update(person=ada)
    entries = written(transcript_files(episode, "7"), tmp_path)
    episode.transcripts.all().delete()

    for _ in range(2):
        assert restore_transcripts(episode, entries, tmp_path, Known.now()) == []

    transcript = episode.transcripts.get()
    assert (transcript.source_name, transcript.speakers.get().person) == ("in/7.vtt", ada)


def test_what_was_corrected_comes_back_corrected_and_the_file_as_it_was(episode, tmp_path):
    choose(bring(episode))
    correct_line(episode, start=timedelta(seconds=1), was="Hello there.", text="Hello here.")
    companions = transcript_files(episode, "7")
    entries = written(companions, tmp_path)
    episode.transcripts.all().delete()

    restore_transcripts(episode, entries, tmp_path, Known.now())

    assert dict(companions.files)["transcripts/7.1.vtt"] == VTT
    assert b"Hello here." in dict(companions.files)["7.vtt"]
    transcript = episode.transcripts.get()
    assert [(cue.text, cue.was) for cue in transcript.cues.all()] == [("Hello here.", "Hello there.")]
    assert [passage.text for passage in transcript.passages.all()] == ["Hello here."]


def test_a_correction_of_another_line_changes_nothing(episode, tmp_path):
    choose(bring(episode))
    entries = written(transcript_files(episode, "7"), tmp_path)
    episode.transcripts.all().delete()
    other = {**entries[0], "corrections": [{"cue": 1, "was": "Another.", "text": "Line."}, {"cue": 1}]}

    assert restore_transcripts(episode, (other,), tmp_path, Known.now()) == []

    assert episode.transcripts.get().cues.get().text == "Hello there."


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("no mapping", "should be a list of keys"),
        ({}, "has no “file”"),
        ({"file": "nowhere.vtt"}, "No such file"),
        ({"file": "/etc/passwd"}, "outside the folder"),
        ({"file": "empty.vtt"}, "No cue"),
        ({"file": "good.vtt", "speakers": [{"person": "ada"}]}, "has no “label”"),
    ],
    ids=["no mapping", "no file", "missing", "outside", "empty", "nested"],
)
def test_what_cannot_come_in_is_said_and_stops_nothing(episode, tmp_path, entry, said):
    (tmp_path / "empty.vtt").write_text("WEBVTT\n")
    (tmp_path / "good.vtt").write_bytes(VTT)

    findings = restore_transcripts(episode, (entry, {"file": "good.vtt"}), tmp_path, Known.now())

    assert [finding.code for finding in findings] == ["transcript"]
    assert said in findings[0].message
    assert episode.transcripts.count() == 1
