"""`import_notes DIRECTORY`: a folder of Markdown, by number, repeatable, nothing lost."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from episodes.models import Episode, Segment, Show
from tests.factories import EpisodeFactory, ShowFactory

pytestmark = pytest.mark.django_db

NOTE = "# Tin Can {number}: Knots\n\n**Ada #1:** [Bowline](https://knots.example)\n\n- Holds.\n"


@pytest.fixture
def folder(tmp_path, show):
    (tmp_path / "007.md").write_text(NOTE.format(number=7))
    (tmp_path / "008-splices.md").write_text("**Ada #1:** [Splice](https://splice.example)\n")
    return tmp_path


def run(folder, **options):
    """The report, and the error that gave the exit status, if there was one."""
    out = StringIO()
    try:
        call_command("import_notes", folder, stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def snapshot():
    """Every row that an import writes, ids included."""
    return [list(model.objects.order_by("pk").values()) for model in (Episode, Segment)] + [
        list(Show.objects.values_list("revision"))
    ]


def test_each_file_becomes_a_draft_under_its_number(folder):
    report, error = run(folder)

    assert [(one.number, one.title, one.published_at) for one in Episode.objects.order_by("number")] == [
        (7, "Knots", None),
        (8, "Splices", None),
    ]
    assert "007.md: created, episode 7" in report
    assert "2 files: 2 created" in report
    assert error == ""


def test_a_second_run_changes_nothing(folder):
    run(folder)
    before = snapshot()

    report, _ = run(folder)

    assert snapshot() == before
    assert "2 files: 2 unchanged" in report


def test_a_dry_run_reports_the_same_and_writes_nothing(folder):
    dry, _ = run(folder, dry_run=True)
    assert not Episode.objects.exists()

    wet, _ = run(folder)
    assert dry.replace(" (dry run: nothing was written)", "") == wet


def test_a_file_that_changed_outside_is_taken_again_and_keeps_guid_and_slug(folder):
    run(folder)
    before = Episode.objects.get(number=7)
    (folder / "007.md").write_text(NOTE.format(number=7).replace("Holds", "Always holds"))

    report, _ = run(folder)

    after = Episode.objects.get(number=7)
    assert "007.md: updated" in report
    assert "Always holds" in after.notes_html
    assert (after.pk, after.guid, after.slug) == (before.pk, before.guid, before.slug)


def test_notes_that_a_host_edited_here_are_never_overwritten(folder):
    run(folder)
    Episode.objects.filter(number=7).update(notes="Edited by a host")
    (folder / "007.md").write_text("Edited outside")

    report, error = run(folder)

    assert Episode.objects.get(number=7).notes == "Edited by a host"
    assert "007.md: conflict" in report
    assert "1 of 2 files did not come in" in error


def test_notes_of_an_episode_that_was_made_here_are_never_overwritten(folder, show):
    EpisodeFactory(show=show, number=7, notes="Mine")

    report, _ = run(folder)

    assert Episode.objects.get(number=7).notes == "Mine"
    assert "007.md: conflict" in report


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0", "unreadable", id="picture"),
        pytest.param(b"good line\nbad \xff\xfe\xfa line", "unreadable", id="bytes that are no text"),
        pytest.param(b"x\n" + b"> " * 5000 + b"y", "too-hard", id="too deep"),
        pytest.param(b"x" * 1_000_001, "too-large", id="too large"),
    ],
)
def test_one_bad_file_is_reported_with_its_place_and_stops_nothing(folder, content, code):
    (folder / "006.md").write_bytes(content)

    report, error = run(folder)

    assert "006.md: failed" in report
    assert code in report
    assert Episode.objects.count() == 2
    assert "1 of 3 files did not come in" in error


def test_a_file_without_a_number_is_skipped_and_said(folder):
    (folder / "README.md").write_text("About these notes.")

    report, error = run(folder)

    assert "README.md: skipped" in report
    assert error == ""


def test_of_two_files_with_one_number_the_cleaner_is_taken(folder):
    (folder / "a").mkdir()
    (folder / "a" / "007.md").write_bytes(b"\xef\xbb\xbf" + NOTE.format(number=7).encode())

    report, error = run(folder)

    assert "a/007.md: skipped" in report
    assert "episode 7 is taken from 007.md" in report
    assert error == ""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (NOTE.format(number=9).encode("utf-16"), "utf-16"),
        (b"\xef\xbb\xbf" + NOTE.format(number=9).encode(), "bom"),
        (NOTE.format(number=9).replace("\n", "\r\n").encode(), "crlf"),
    ],
    ids=["utf-16", "bom", "crlf"],
)
def test_unusual_bytes_are_read_and_said(folder, data, code):
    (folder / "009.md").write_bytes(data)

    report, error = run(folder)

    assert f"009.md:0: {code}:" in report
    assert [part.title for part in Segment.objects.filter(episode__number=9)] == ["Bowline"]
    assert error == ""


def test_text_decoded_wrongly_on_the_way_is_reported_and_kept_as_it_came(folder):
    broken = NOTE.format(number=9).replace("Holds", "It’s held").encode().decode("cp1252", "replace")
    (folder / "009.md").write_text(broken)

    report, _ = run(folder)

    assert "mojibake" in report
    assert Episode.objects.get(number=9).notes == broken


def test_names_that_nobody_has_are_said_with_their_line(folder):
    report, _ = run(folder)

    assert "007.md:3: unknown-host: Nobody of the show is called Ada" in report


def test_with_several_shows_it_asks_which(folder):
    ShowFactory(slug="other")

    _, error = run(folder)
    assert "--show" in error
    assert run(folder, show="other")[1] == ""
    assert {episode.show.slug for episode in Episode.objects.all()} == {"other"}


def test_a_folder_that_is_not_there_is_named(show, tmp_path):
    _, error = run(tmp_path / "nowhere")

    assert "nowhere is no folder" in error


def test_the_whole_corpus_comes_in_and_a_second_run_changes_nothing(corpus, show):
    notes = corpus / "python-bytes"

    _, error = run(notes)
    assert error == ""
    assert Episode.objects.count() == len(list((notes / "notes").glob("*.md")))

    before = snapshot()
    run(notes)
    assert snapshot() == before
