"""`import_notes` a second time: what changed on one side is taken or kept, what changed on both is asked about."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from episodes.models import Episode, Segment
from episodes.notes.apply import apply_notes
from episodes.sync import Verdict, bounded_diff, decide
from tests.factories import EpisodeFactory

NOTE = "# Tin Can 7: Knots\n\n**Ada #1:** [Bowline](https://knots.example)\n\n- Holds.\n"


@pytest.fixture
def folder(tmp_path, show):
    (tmp_path / "007.md").write_text(NOTE)
    (tmp_path / "008.md").write_text(NOTE.replace("7", "8"))
    run(tmp_path)
    return tmp_path


def run(folder, command="import_notes", **options):
    out = StringIO()
    try:
        call_command(command, folder, stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def edit_here(text="Edited here"):
    episode = Episode.objects.get(number=7)
    episode.notes = text
    episode.save()


@pytest.mark.django_db
def test_unchanged_files_are_neither_parsed_nor_asked_about(folder, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        report, _ = run(folder)

    assert "2 files: 2 unchanged" in report


@pytest.mark.django_db
def test_an_edit_here_survives_an_unchanged_file(folder):
    edit_here()

    report, error = run(folder)

    assert Episode.objects.get(number=7).notes == "Edited here"
    assert "2 unchanged" in report
    assert error == ""


@pytest.mark.django_db
def test_an_edit_in_the_file_comes_in(folder):
    (folder / "007.md").write_text(NOTE + "- And holds.\n")

    report, _ = run(folder)

    assert "007.md: updated, episode 7" in report
    assert Episode.objects.get(number=7).notes.endswith("And holds.\n")


@pytest.mark.django_db
def test_the_same_edit_on_both_sides_is_no_conflict(folder):
    edit_here("The same")
    (folder / "007.md").write_text("The same")

    report, error = run(folder)
    assert "007.md: unchanged" in report
    assert error == ""

    (folder / "007.md").write_text("Further")
    assert "007.md: updated" in run(folder)[0]


@pytest.mark.django_db
def test_a_conflict_is_reported_with_a_diff_and_changes_nothing(folder):
    edit_here(NOTE.replace("Holds", "Slips"))
    (folder / "007.md").write_text(NOTE.replace("Holds", "Jams"))

    report, error = run(folder)

    assert "007.md: conflict, episode 7 was edited here and in the file" in report
    assert "  -- Slips." in report
    assert "  +- Jams." in report
    assert "1 of 2 files did not come in" in error
    assert "Slips" in Episode.objects.get(number=7).notes
    assert "conflict" in run(folder)[0]


@pytest.mark.django_db
def test_with_theirs_the_file_wins(folder):
    edit_here()
    (folder / "007.md").write_text(NOTE.replace("Holds", "Jams"))

    report, error = run(folder, resolution="theirs")

    assert "007.md: updated" in report
    assert error == ""
    assert "Jams" in Episode.objects.get(number=7).notes


@pytest.mark.django_db
def test_with_theirs_an_edit_here_survives_an_unchanged_file(folder):
    edit_here()

    run(folder, resolution="theirs")

    assert Episode.objects.get(number=7).notes == "Edited here"


@pytest.mark.django_db
def test_with_ours_what_is_here_stays_and_is_not_asked_about_again(folder):
    edit_here()
    (folder / "007.md").write_text(NOTE.replace("Holds", "Jams"))

    _, error = run(folder, resolution="ours")
    assert Episode.objects.get(number=7).notes == "Edited here"
    assert error == ""
    assert "2 unchanged" in run(folder)[0]

    (folder / "007.md").write_text("And again")
    assert "007.md: conflict" in run(folder)[0]


@pytest.mark.django_db
def test_theirs_and_ours_exclude_each_other(folder):
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("import_notes", str(folder), "--theirs", "--ours")


@pytest.mark.django_db
def test_a_file_that_vanished_is_reported_and_its_episode_stays(folder):
    (folder / "008.md").unlink()

    report, error = run(folder)

    assert "008.md: gone, the file of episode 8 is not there any more: the episode stays" in report
    assert Episode.objects.filter(number=8).exists()
    assert error == ""


@pytest.mark.django_db
def test_a_renamed_file_has_not_vanished(folder):
    (folder / "008.md").rename(folder / "008-splices.md")

    report, _ = run(folder)

    assert "gone" not in report
    assert "2 files: 2 unchanged" in report


@pytest.mark.django_db
def test_another_folder_says_nothing_of_the_files_of_the_first(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "009.md").write_text(NOTE.replace("7", "9"))

    assert "gone" not in run(other)[0]


@pytest.mark.django_db
def test_of_two_files_of_an_episode_the_one_taken_before_is_taken_again(folder):
    (folder / "007-a.md").write_text("Another seven")

    report, _ = run(folder)

    assert "007-a.md: skipped" in report
    assert Episode.objects.get(number=7).notes == NOTE


@pytest.mark.django_db
def test_what_git_keeps_beside_the_files_is_not_read(folder):
    (folder / ".git").mkdir()
    (folder / ".git" / "009.md").write_text("no notes")

    assert "2 files: 2 unchanged" in run(folder)[0]


@pytest.fixture
def export(show, tmp_path):
    """A folder that was exported here, of an episode that was written here."""
    apply_notes(EpisodeFactory(show=show, number=7, title="Knots", slug="knots", notes=NOTE))
    run(tmp_path, "export_notes")
    return tmp_path / "7-knots.md"


def replace(path, old, new):
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))


@pytest.mark.django_db
def test_an_export_that_nobody_touched_changes_nothing_here(export):
    Episode.objects.update(title="Renamed here", notes="Edited here")

    report, error = run(export.parent)

    assert Episode.objects.get().title == "Renamed here"
    assert "7-knots.md: unchanged" in report
    assert error == ""


@pytest.mark.django_db
def test_an_edited_export_comes_in_title_and_notes(export):
    replace(export, "title: Knots", "title: All knots")
    replace(export, "Holds", "Jams")

    report, _ = run(export.parent)

    episode = Episode.objects.get()
    assert "7-knots.md: updated" in report
    assert (episode.title, "Jams" in episode.notes_html) == ("All knots", True)
    assert "2 unchanged" in run(export.parent)[0]


@pytest.mark.django_db
def test_a_title_edited_here_and_notes_edited_in_the_export_both_stay(export):
    Episode.objects.update(title="Renamed here")
    replace(export, "Holds", "Jams")

    run(export.parent)

    episode = Episode.objects.get()
    assert (episode.title, "Jams" in episode.notes) == ("Renamed here", True)


@pytest.mark.django_db
def test_a_title_edited_on_both_sides_is_a_conflict_with_a_diff(export):
    Episode.objects.update(title="Renamed here")
    replace(export, "title: Knots", "title: Renamed there")

    report, error = run(export.parent)

    assert "-title: Renamed here" in report
    assert "+title: Renamed there" in report
    assert error
    assert Episode.objects.get().title == "Renamed here"


@pytest.mark.django_db
def test_notes_edited_in_an_export_keep_a_start_that_was_confirmed_here(export):
    run(export.parent)
    Segment.objects.update(start="00:01:00", start_origin="host", slug="said")
    replace(export, "Holds", "Jams")

    run(export.parent)

    segment = Segment.objects.get()
    assert (segment.start_text, segment.slug) == ("01:00", "said")


@pytest.mark.django_db
def test_the_guid_of_a_public_episode_never_changes(export):
    guid = Episode.objects.get().guid
    replace(export, f"guid: {guid}", "guid: other")

    report, _ = run(export.parent, resolution="theirs")

    assert "guid-differs" in report
    assert Episode.objects.get().guid == guid


H, F, L, E = "here", "file", "last", "exported"


@pytest.mark.parametrize(
    ("hashes", "verdict"),
    [
        ({"here": H, "file": H, "last": L}, Verdict.SAME),
        ({"here": H, "file": L, "last": L}, Verdict.KEEP),
        ({"here": L, "file": F, "last": L}, Verdict.TAKE),
        ({"here": H, "file": F, "last": L}, Verdict.CONFLICT),
        ({"here": H, "file": F, "last": ""}, Verdict.CONFLICT),
        ({"here": E, "file": F, "last": "", "exported": E}, Verdict.TAKE),
        ({"here": H, "file": E, "last": "", "exported": E, "same_guid": True}, Verdict.KEEP),
        ({"here": H, "file": E, "last": "", "exported": E}, Verdict.CONFLICT),
        ({"here": L, "file": E, "last": L, "exported": E, "same_guid": True}, Verdict.TAKE),
        ({"here": H, "file": F, "last": "", "exported": E, "same_guid": True}, Verdict.CONFLICT),
    ],
    ids=[
        "same",
        "only here",
        "only in the file",
        "both",
        "never imported",
        "edited after the export",
        "an untouched export",
        "an untouched export of another episode",
        "a newer export",
        "both since the export",
    ],
)
def test_three_ways(hashes, verdict):
    assert decide(**hashes) is verdict


def test_a_diff_is_bounded_and_steers_no_terminal():
    here, there = ("".join(f"{word} {n} \x1b[2J{'x' * 900}\n" for n in range(5_000)) for word in "ab")

    lines = bounded_diff(here, there, "7.md")

    assert len(lines) < 70
    assert max(map(len, lines)) < 400
    assert "\x1b" not in "".join(lines)


def test_a_diff_shows_a_change_far_down():
    same = "".join(f"line {n}\n" for n in range(5000))

    lines = bounded_diff(same + "left\n", same + "right\n", "7.md")

    assert "-left" in lines
    assert "… after 4998 lines that are the same" in lines
