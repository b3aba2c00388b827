"""`export_notes DIRECTORY`: a show leaves as files, and `import_notes` makes the same show of them again."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command, get_commands
from hypothesis import example, given
from hypothesis import strategies as st

from episodes.export_schema import EPISODE, SHOW
from episodes.export_values import episode_values, for_export, show_values
from episodes.feeds.feed import feed_of
from episodes.front_matter import BrokenFrontMatter, load_yaml, read_document, write_document
from episodes.models import Credit, Episode, Person, Segment, Show
from episodes.notes.apply import apply_notes
from episodes.storage import media_storage
from tests.factories import (
    CreditFactory,
    EpisodeFactory,
    PersonFactory,
    ShowFactory,
    ShowHostFactory,
    SponsorFactory,
    SponsorshipFactory,
)
from tests.rows import ITS_OWN, MODELS, all_rows, empty_the_database
from transcripts.correcting import correct_line
from transcripts.importing import import_transcript, read_transcript
from transcripts.models import Transcript

NOTES = (
    "Sponsored by [Twine](https://twine.example)\r\n\r\n"
    "**Ada #1:** [Bowline](https://knots.example)\r\n\r\n- Holds.\r\n\r\n**Bo #2: Splice**\n\n- Stays"
)
VTT = b"WEBVTT\n\n00:00:01.000 --> 00:00:03.500\n<v A.>Hello there.\n"


def run(command, *arguments, **options):
    """The report, and the error that gave the exit status, if there was one."""
    out = StringIO()
    try:
        call_command(command, *arguments, stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def move(folder):
    """Export, forget everything, import. The rows and the feeds before and after."""
    before = all_rows(), [feed_of(show) for show in Show.objects.all()]
    assert run("export_notes", folder)[1] == ""
    empty_the_database()
    assert run("import_notes", folder)[1] == ""
    return before, (all_rows(), [feed_of(show) for show in Show.objects.all()])


@pytest.fixture
def episode(show):
    """With everything that no notes say; ``test_no_column_is_empty`` sees to it that nothing is forgotten here."""
    fill(
        show,
        artwork="artwork/a.png",
        explicit=True,
        language="de",
        time_zone="Europe/Berlin",
        licence="CC-BY-4.0",
        licence_url="https://cc.example/by",
        copyright="The Tin Can people",
        show_type="serial",
        locked=True,
        blocked=True,
        complete=True,
        new_feed_url="https://elsewhere.example/feed",
        location="Hamburg",
        location_geo="geo:53.5,10",
        location_osm="R62782",
        update_frequency="every Monday",
        update_rule="FREQ=WEEKLY;BYDAY=MO",
    )
    ada = PersonFactory(
        name="Ada Lane", slug="ada", bio="Ties: knots.\n\nAnd [bows].", picture="people/a.png"
    )
    ada.links.create(label="Home", url="https://ada.example", order=2)
    ShowHostFactory(show=show, person=ada, order=4)
    bo = PersonFactory(name="Robert Moss", slug="bo")
    show.aliases.create(name="Bo", person=bo)
    show.subscribe_links.create(label="Overcast", url="https://overcast.example", order=3)
    show.glossary.create(heard="hallo", meant="Hello", whole_word=False, keeps_case=True)
    episode = EpisodeFactory(
        show=show, number=7, title="Knots: “all” of them", slug="knots", notes=NOTES, audio=True
    )
    fill(
        episode,
        season=2,
        number_display="VII",
        blocked=True,
        audio_integrity="sha384-" + 64 * "A",
        audio_original_key="audio/original.mp3",
        audio_tags_hash=64 * "a",
        summary="One: two.",
        first_published_at=datetime(2026, 5, 20, 6, tzinfo=UTC),
        episode_type="bonus",
        recorded_on=date(2026, 5, 17),
        explicit=True,
        artwork="artwork/b.png",
    )
    fill_feed(show, episode)
    apply_notes(episode)
    episode.segments.filter(title="Splice").update(
        start=timedelta(seconds=61.25),
        start_origin="host",
        slug="said-aloud",
        proposed_start=timedelta(seconds=60.5),
        proposed_confidence=0.75,
        proposed_evidence="So, splicing.",
        proposal_refused=True,
    )
    CreditFactory(episode=episode, person=PersonFactory(slug="cy"), role=Credit.Role.OTHER, order=5)
    sponsor = SponsorFactory(slug="rope")
    sponsor.aliases.create(name="The Rope People")
    SponsorshipFactory(
        episode=episode,
        sponsor=sponsor,
        segment=episode.segments.get(title="Bowline"),
        title="Rope",
        text="Buy\nrope.",
        url="https://rope.example/7",
        start=timedelta(seconds=5),
        order=1,
    )
    transcript, _ = import_transcript(episode, read_transcript("in/7.vtt", VTT))
    fill(transcript, language="de-at", chosen=True)
    transcript.speakers.filter(label="A.").update(person=ada)
    correct_line(episode, start=timedelta(seconds=1), was="Hello there.", text="Hello here.")
    import_transcript(episode, read_transcript("7.md", b"**Ada:** Hello.\n\n**Bo:** Goodbye.\n"))
    return episode


def fill_feed(show, episode):
    """What podcast apps alone are told."""
    show.fundings.create(url="https://coffee.example/", text="Coffee", order=1)
    show.podroll.create(feed_guid=uuid4(), feed_url="https://news.example/rss", title="News", order=2)
    show.feed_texts.create(purpose="verify", text="abc: “d”", order=3)
    show.seasons.create(number=2, name="Strings")
    show.old_feeds.create(host_name="old.example", path="/rss")
    episode.topics.add(show.topics.create(name="Knots & bends", slug="knots"))
    episode.content_links.create(url="https://video.example/7", text="Watch", order=1)
    episode.soundbites.create(
        start=timedelta(seconds=1.5),
        duration=timedelta(seconds=20),
        title="Well",
        text="Said.",
        accepted=False,
    )


def fill(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_column_is_empty_in_what_the_next_tests_move(episode, model):
    """A new column fails here, and once the fixture fills it, below, until an export keeps it."""
    rows = list(model._default_manager.all())

    assert rows
    for field in model._meta.concrete_fields:
        if field.name not in ITS_OWN:
            assert any(getattr(row, field.attname) != default(field) for row in rows), field.name


def default(field):
    return (
        field.get_default()
        if field.has_default() and not callable(field.default)
        else (field.empty_strings_allowed and "") or None
    )


@pytest.mark.django_db
def test_the_demo_show_moves_without_losing_anything(tmp_path):
    call_command("seed_demo", stdout=StringIO())

    before, after = move(tmp_path / "export")

    assert after == before


@pytest.mark.django_db
def test_what_no_notes_say_moves_too(episode, tmp_path):
    before, after = move(tmp_path / "export")

    assert after == before
    assert Segment.objects.get(slug="said-aloud").start == timedelta(seconds=61.25)


@pytest.mark.django_db
@pytest.mark.parametrize("part", [0, 1, 2])
def test_real_notes_move_without_losing_anything(corpus, show, tmp_path, part):
    source = tmp_path / "notes"
    source.mkdir()
    for path in sorted((corpus / "python-bytes" / "notes").glob("*.md"))[part::12]:
        (source / path.name).write_bytes(path.read_bytes())
    run("import_notes", source)

    before, after = move(tmp_path / "export")

    assert after == before


@pytest.mark.django_db
def test_exported_twice_it_is_the_same_bytes(episode, tmp_path):
    run("export_notes", tmp_path / "a")
    run("export_notes", tmp_path / "b")
    again, _ = run("export_notes", tmp_path / "a")

    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert "2 files: 2 unchanged" in again


@pytest.mark.django_db
def test_exported_imported_and_exported_it_is_the_same_bytes(episode, tmp_path):
    run("export_notes", tmp_path / "a")
    empty_the_database()
    run("import_notes", tmp_path / "a")
    run("export_notes", tmp_path / "b")

    assert files(tmp_path / "b") == files(tmp_path / "a")


@pytest.mark.django_db
def test_an_episode_is_a_file_that_ends_in_its_notes_to_the_byte(episode, tmp_path):
    run("export_notes", tmp_path)

    content = (tmp_path / "7-knots.md").read_bytes()
    assert content.startswith(b"---\nshowsite: 1\nnumber: 7\n")
    assert content.endswith(b"\n---\n" + NOTES.encode())
    values = read_document(content.decode()).values
    assert values["audio"]["key"] == episode.audio_key
    assert [part.get("start") for part in values["segments"]] == [None, None, 61.25]


@pytest.mark.django_db
def test_a_transcript_stands_beside_it_in_four_forms_and_as_it_came(episode, tmp_path):

    run("export_notes", tmp_path)

    assert {name for name in files(tmp_path) if name.startswith(("7-", "transcripts/"))} == {
        "7-knots.md",
        "7-knots.vtt",
        "7-knots.srt",
        "7-knots.json",
        "7-knots.txt",
        "transcripts/7-knots.1.vtt",
        "transcripts/7-knots.2.md",
    }
    assert (tmp_path / "transcripts" / "7-knots.1.vtt").read_bytes() == VTT


@pytest.mark.django_db
def test_a_transcript_whose_file_is_lost_is_written_from_its_cues_and_said(episode, tmp_path):
    media_storage().delete(episode.transcripts.get(chosen=True).source_key)

    report, _ = run("export_notes", tmp_path)

    assert "missing-object" in report
    assert b"<v A." in (tmp_path / "transcripts" / "7-knots.1.vtt").read_bytes()


@pytest.mark.django_db
def test_what_is_written_is_what_the_schema_reads(episode):
    values = episode_values(for_export(Episode.objects.all()).get())

    assert EPISODE(values) == values
    assert SHOW(show_values(episode.show)) == show_values(episode.show)


@pytest.mark.django_db
def test_people_whom_only_another_show_knows_stay_at_home(episode):
    stranger = ShowHostFactory(show=ShowFactory(), person=PersonFactory(slug="stranger")).person
    PersonFactory(slug="nobodys")

    slugs = [person["slug"] for person in show_values(episode.show)["people"]]

    assert stranger.slug not in slugs
    assert slugs == ["ada", "bo", "cy", "nobodys"]


@pytest.mark.django_db
def test_it_writes_nothing_into_a_folder_with_other_things(episode, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")

    _, error = run("export_notes", tmp_path)

    assert "holds other files" in error
    assert files(tmp_path) == {"thesis.txt": b"mine"}


@pytest.mark.django_db
def test_it_writes_nothing_into_the_export_of_another_show(episode, tmp_path):
    run("export_notes", tmp_path)
    other = ShowFactory(slug="other")

    assert "another show" in run("export_notes", tmp_path, show=other.slug)[1]


@pytest.mark.django_db
def test_a_git_checkout_is_no_obstacle(episode, tmp_path):
    (tmp_path / ".git").mkdir()

    assert run("export_notes", tmp_path)[1] == ""


@pytest.mark.django_db
def test_a_file_that_was_edited_since_is_left_alone_until_told_otherwise(episode, tmp_path):
    run("export_notes", tmp_path)
    path = tmp_path / "7-knots.md"
    path.write_bytes(path.read_bytes() + b"\nEdited")

    report, error = run("export_notes", tmp_path)
    assert "7-knots.md: conflict" in report
    assert "1 of 2 files were not written" in error
    assert path.read_bytes().endswith(b"Edited")

    run("export_notes", tmp_path, overwrite=True)
    assert not path.read_bytes().endswith(b"Edited")


@pytest.mark.django_db
def test_a_renamed_episode_leaves_no_file_under_its_old_name(episode, tmp_path):
    run("export_notes", tmp_path)
    (tmp_path / "7-knots.jpg").write_bytes(b"mine")
    Episode.objects.update(slug="bends")

    run("export_notes", tmp_path)

    assert {name for name in files(tmp_path) if "knots" in name} == set()
    assert (tmp_path / "7-bends.md").exists()


@pytest.mark.django_db
def test_the_file_of_an_episode_that_is_gone_stays_and_is_named(episode, tmp_path):
    run("export_notes", tmp_path)
    episode.delete()

    report, error = run("export_notes", tmp_path)

    assert "7-knots.md: gone" in report
    assert (tmp_path / "7-knots.md").exists()
    assert error == ""


@pytest.mark.django_db
def test_names_of_files_are_never_the_same(show, tmp_path):
    EpisodeFactory(show=show, number=None, title="x", slug="7-knots")
    EpisodeFactory(show=show, number=7, title="x", slug="knots")
    EpisodeFactory(show=show, number=None, title="", slug="", published_at=None)

    before, after = move(tmp_path)

    assert len(list(tmp_path.glob("*.md"))) == 3
    assert after == before


@pytest.mark.django_db
def test_an_object_that_the_bucket_lacks_is_said_at_import(episode, tmp_path):
    # A key of its own: tests that run beside this one keep the same sound under its hash.
    Episode.objects.filter(pk=episode.pk).update(audio_key="audio/gone.mp3")
    run("export_notes", tmp_path)
    empty_the_database()

    report, error = run("import_notes", tmp_path)

    assert "missing-object: the storage has no audio/gone.mp3" in report
    assert error == ""


@pytest.mark.django_db
def test_a_dry_run_of_an_import_into_nothing_leaves_nothing(episode, tmp_path):
    run("export_notes", tmp_path)
    empty_the_database()

    report, _ = run("import_notes", tmp_path, dry_run=True)

    assert "7-knots.md: created" in report
    assert not Show.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_show_that_is_here_keeps_its_settings_and_the_report_shows_the_difference(episode, tmp_path):
    run("export_notes", tmp_path)
    Show.objects.update(tagline="Mine")

    report, error = run("import_notes", tmp_path)
    assert "show.yaml: skipped" in report
    assert "-tagline: Mine" in report
    assert (Show.objects.get().tagline, error) == ("Mine", "")

    run("import_notes", tmp_path, resolution="theirs")
    assert Show.objects.get().tagline == "Two cans, one string."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("edit", "said"),
    [
        pytest.param(("type: bonus", "type: huge"), "“type” should be one of", id="type"),
        pytest.param(("role: other", "role: king"), "“credits”, entry 1, “role” should be", id="nested"),
        pytest.param(("key: audio/", "key: /etc/"), "“key” should be", id="key outside"),
        pytest.param(("size: ", "size: -"), "“size” should be a whole number", id="size"),
        pytest.param(("showsite: 1", "showsite: 2"), "a newer Showsite", id="version"),
        pytest.param(("title: ", "title: [["), "is no YAML", id="yaml"),
        pytest.param(("title: ", 'title: "\\ud800" #'), "“title” should be a text", id="half a character"),
        pytest.param(("title: ", 'title: "\\0" #'), "“title” should be a text", id="nul"),
    ],
)
def test_front_matter_that_is_wrong_is_refused_with_its_place(episode, tmp_path, edit, said):
    run("export_notes", tmp_path)
    path = tmp_path / "7-knots.md"
    path.write_bytes(path.read_bytes().replace(*(one.encode() for one in edit), 1))
    empty_the_database()

    report, error = run("import_notes", tmp_path)

    assert "7-knots.md: failed" in report
    assert said in report
    assert error
    assert not Episode.objects.exists()


@pytest.mark.django_db
def test_findings_name_the_line_of_the_file(episode, tmp_path):
    run("export_notes", tmp_path)
    path = tmp_path / "7-knots.md"
    path.write_bytes(path.read_bytes() + b"\n\n**Zoe #3: Bend**\n\nCONNECTION INFO: the secret room\n")
    lines = path.read_bytes().splitlines()
    empty_the_database()

    report, _ = run("import_notes", tmp_path)

    line = lines.index(b"CONNECTION INFO: the secret room") + 1
    assert f"7-knots.md:{line}: private" in report
    assert f"7-knots.md:{line - 2}: unknown-host: Nobody of the show is called Zoe" in report


@pytest.mark.django_db
def test_a_transcript_outside_the_folder_is_not_read(episode, tmp_path):
    (tmp_path / "secret.vtt").write_bytes(VTT.replace(b"Hello", b"Secret"))
    export = tmp_path / "export"
    run("export_notes", export)
    path = export / "7-knots.md"
    path.write_bytes(path.read_bytes().replace(b"file: transcripts/7-knots.1.vtt", b"file: ../secret.vtt"))
    empty_the_database()

    report, _ = run("import_notes", export)

    assert "outside the folder" in report
    assert not Transcript.objects.filter(source_name="in/7.vtt").exists()


TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=200)


@given(notes=TEXTS, title=TEXTS, summary=TEXTS)
@example(notes="---\nshowsite: 1\n---\nmine", title="---", summary="\n---\n")
@example(notes="\ufeff", title="a: b", summary="\x85\u2028\x1b")
@example(notes="", title=" a\n b \n", summary="\n\n  x\n---\n\n")
@example(notes="\r\n---\r\n", title="yes", summary="1:20")
def test_any_text_comes_back_as_it_was(notes, title, summary):
    document = read_document(write_document({"title": title, "nested": [{"summary": summary}]}, notes))

    assert document.notes == notes
    assert document.values["title"] == title
    assert document.values["nested"] == [{"summary": summary}]


@pytest.mark.parametrize(
    "text",
    ["# A note\n", "---\ntitle: mine\n---\nText", "", "---\n", " ---\nshowsite: 1\n---\n"],
    ids=["plain", "front matter of its own", "empty", "a rule", "indented"],
)
def test_notes_without_our_mark_are_no_export(text):
    assert read_document(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "&a [*a, *a]\n" * 50_000,
        "{" * 100_000,
        "- " * 100_000,
        "? " * 100_000,
        "a: &a {x: 1}\nb: {<<: *a}\n" * 500,
        "x: !!python/object/apply:os.system [ls]",
        "n: " + "9" * 5000,
        "d: 2026-99-99",
        "a: &a [1, 2]\nb: *a",
        "[1, 2]",
    ],
    ids=["anchors", "braces", "dashes", "questions", "merges", "objects", "number", "date", "alias", "list"],
)
def test_hostile_yaml_is_refused_soon(text):
    with pytest.raises(BrokenFrontMatter):
        load_yaml(text)


def test_the_commands_that_the_documentation_names_exist():
    text = (Path(__file__).parents[2] / "docs" / "moving.md").read_text()

    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())
