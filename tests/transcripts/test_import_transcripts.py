"""`import_transcripts DIRECTORY`: files to the storage, cues to rows, by the number in each file's name."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from episodes.models import Episode
from episodes.storage import media_storage
from tests.factories import EpisodeFactory
from transcripts.models import Cue, Passage, Transcript

pytestmark = pytest.mark.django_db

VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:03.500\nHello there.\n\n00:01:02.000 --> 00:01:04.000\nGoodbye.\n"
SRT = "1\n00:00:01,000 --> 00:00:03,500\nHello there.\n"
VOICES = VTT.replace("Hello", "<v Ada>Hello")
TEXT = "00:00:01 Hello there.\n\n00:01:02 Goodbye.\n"


def run(folder, **options):
    out = StringIO()
    try:
        call_command("import_transcripts", folder, stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def test_a_file_becomes_cues_and_is_kept_in_the_storage_as_it_came(show, tmp_path):
    episode = EpisodeFactory(show=show, number=7)
    (tmp_path / "007-knots.vtt").write_text(VTT)

    report, error = run(tmp_path)

    transcript = episode.transcripts.get()
    assert [(cue.start, cue.end, cue.text) for cue in transcript.cues.all()] == [
        (timedelta(seconds=1), timedelta(seconds=3.5), "Hello there."),
        (timedelta(seconds=62), timedelta(seconds=64), "Goodbye."),
    ]
    with media_storage().open(transcript.source_key) as file:
        assert file.read() == VTT.encode()
    assert "007-knots.vtt: created, episode 7, 2 cues (vtt)" in report
    assert error == ""


def test_a_second_run_changes_nothing(show, tmp_path):
    (tmp_path / "007.vtt").write_text(VTT)
    run(tmp_path)
    before = list(Transcript.objects.values()), list(Cue.objects.values())

    report, _ = run(tmp_path)

    assert (list(Transcript.objects.values()), list(Cue.objects.values())) == before
    assert "1 files: 1 unchanged" in report


def test_a_file_that_is_here_is_known_by_its_bytes_and_not_read(
    show, tmp_path, django_assert_max_num_queries
):
    for number in range(1, 9):
        (tmp_path / f"{number}.vtt").write_text(VTT.replace("Hello", f"Hello {number}"))
    run(tmp_path)

    with django_assert_max_num_queries(6):
        report, _ = run(tmp_path)

    assert "8 files: 8 unchanged" in report


def test_an_export_is_left_to_the_command_that_reads_all_of_it(show, tmp_path):
    (tmp_path / "7.vtt").write_text(VTT)
    (tmp_path / "show.yaml").write_text("showsite: 1\n")

    assert "import_notes" in run(tmp_path)[1]


def test_a_dry_run_writes_neither_rows_nor_objects(show, tmp_path):
    (tmp_path / "007.vtt").write_text(VTT.replace("Hello", "Never stored"))

    report, _ = run(tmp_path, dry_run=True)

    assert "007.vtt: created" in report
    assert not Episode.objects.exists()
    stored = media_storage().listdir("transcripts")[1]
    run(tmp_path)
    assert Transcript.objects.get().source_key.split("/")[1] not in stored


def test_an_episode_that_is_not_there_yet_becomes_a_draft(show, tmp_path):
    (tmp_path / "007-knots-and-bends.vtt").write_text(VTT)

    run(tmp_path)

    episode = Episode.objects.get(number=7)
    assert (episode.title, episode.published_at) == ("Knots and bends", None)


@pytest.mark.parametrize(
    ("files", "best"),
    [
        ({"7.txt": TEXT, "7.vtt": VTT}, "7.vtt"),
        ({"7-a.srt": SRT, "7.vtt": VTT}, "7.vtt"),
        ({"7-a.vtt": VTT, "7-b.vtt": VOICES}, "7-b.vtt"),
        ({"7-youtube.vtt": VOICES, "7.txt": TEXT}, "7.txt"),
    ],
    ids=[
        "exact times before whole seconds",
        "webvtt before subrip",
        "named speakers before none",
        "own recording before a video",
    ],
)
def test_of_several_files_the_best_is_shown_and_the_others_are_kept(show, tmp_path, files, best):
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    run(tmp_path)

    assert Transcript.objects.count() == 2
    assert Transcript.objects.get(chosen=True).source_name == best


@pytest.mark.parametrize(
    "text",
    ["", "WEBVTT\n", "no times at all", '{"segments": []}'],
    ids=["empty", "no cue", "prose", "empty json"],
)
def test_a_file_without_a_cue_is_reported_and_stops_nothing(show, tmp_path, text):
    (tmp_path / "006.vtt").write_text(text)
    (tmp_path / "007.vtt").write_text(VTT)

    report, error = run(tmp_path)

    assert "006.vtt: failed" in report
    assert [one.episode.number for one in Transcript.objects.all()] == [7]
    assert "1 of 2 files" in error


def test_cues_and_passages_of_a_file_are_written_in_few_statements(
    show, tmp_path, django_assert_max_num_queries
):
    lines = "\n\n".join(f"00:{n // 60:02}:{n % 60:02} Line {n}." for n in range(1000))
    (tmp_path / "7.txt").write_text(lines)

    with django_assert_max_num_queries(25):
        run(tmp_path)

    assert (Cue.objects.count(), Passage.objects.count()) == (1000, 17)


def test_the_whole_corpus_comes_in(corpus, show):
    folder = corpus / "python-bytes"
    files = [path for path in folder.rglob("*") if path.suffix in {".vtt", ".txt", ".srt", ".json"}]

    _, error = run(folder)

    assert error == ""
    assert Transcript.objects.count() == len(files)
    assert Transcript.objects.filter(chosen=True).count() == Episode.objects.count()


def test_the_title_of_a_draft_is_that_of_its_best_file(show, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "7-rough-copy.txt").write_text(TEXT)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "7-knots-and-bends.vtt").write_text(VTT)

    run(tmp_path)

    assert (Episode.objects.get().title, Episode.objects.get().slug) == ("Knots and bends", "knots-and-bends")


def test_documents_that_are_no_transcripts_are_passed_over(show, tmp_path):
    (tmp_path / "007.md").write_text("# Tin Can 7\n\nNotes, not words.\n")
    (tmp_path / "007.vtt").write_text(VTT)

    report, error = run(tmp_path)

    assert "007.md: skipped" in report
    assert error == ""
