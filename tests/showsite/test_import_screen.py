"""A host uploads at the desk, reads what would happen, says go, and reads what happened."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from episodes.models import Episode, Show
from episodes.storage import media_storage
from showsite.imports import progress
from showsite.imports.models import ImportRun
from tests.episodes.test_feed_reader import HEAD, TAIL
from tests.factories import EpisodeFactory, MemberFactory, ShowFactory
from tests.rows import all_rows

pytestmark = pytest.mark.django_db

ADD = "/admin/imports/importrun/add/"
NOTES = "# Tin Can 12: Longer strings\n\n**Ada #1:** [Wax](https://wax.example)\n\n* It carries further.\n"
WORDS = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n<v Ada>Hello there.\n"
ITEM = "<item><guid>one</guid><title>Wax</title><itunes:episode>12</itunes:episode></item>"
FOLDER = {"notes/012.md": NOTES, "notes/words/012.vtt": WORDS, "notes/cover.png": "no picture"}
State = ImportRun.State


def a_zip(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return SimpleUploadedFile("notes.zip", data.getvalue())


def a_file(name, text):
    return SimpleUploadedFile(name, text.encode())


def work():
    """What the worker does with all that waits."""
    while result := DBTaskResult.objects.ready().first():
        result.claim("tests")
        result.set_successful(result.task.call(*result.args_kwargs["args"]))


@pytest.fixture
def desk(admin_client, show):
    """Uploads, and has it checked; the answer is the page that the host sees."""

    def send(file=None, check=True, **fields):
        form = {"show": show.pk, "kind": "everything", **fields, **({"file": file} if file else {})}
        answer = admin_client.post(ADD, form, follow=True)
        if check and ImportRun.objects.exists():
            work()
            answer = admin_client.get(latest().get_absolute_url())
        return answer

    return send


@pytest.fixture
def go(admin_client):
    def press(resolution="", which="go"):
        address = reverse(f"admin:imports_importrun_{which}", args=[latest().pk])
        answer = admin_client.post(address, {"resolution": resolution}, follow=True)
        work()
        return answer

    return press


def latest():
    return ImportRun.objects.latest("pk")


def outcomes():
    return {row["path"]: row["outcome"] for row in latest().report}


def field_errors(answer, field):
    return " ".join(answer.context["adminform"].form.errors.get(field, []))


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_a_check_says_what_would_happen_and_writes_nothing(desk):
    answer = desk(a_zip(FOLDER))

    assert latest().state == State.CHECKED
    assert outcomes() == {"012.md": "created", "words/012.vtt": "created", "cover.png": "skipped"}
    assert "What would happen: 2 created, 1 skipped" in answer.content.decode()
    assert not Episode.objects.exists()


def test_go_imports_notes_and_transcripts(desk, go):
    desk(a_zip(FOLDER))
    go()

    episode = Episode.objects.get()
    assert (episode.number, episode.title, episode.notes) == (12, "Longer strings", NOTES)
    assert episode.transcripts.get().cues.get().text == "Hello there."
    run = latest()
    assert (run.state, run.done, run.total, run.summary) == (State.DONE, 3, 3, "2 created, 1 skipped")


def test_who_uploaded_what_is_remembered(desk, admin_user, show):
    desk(a_zip(FOLDER))

    run = latest()
    assert (run.created_by, run.show, run.upload_name) == (admin_user, show, "notes.zip")


def test_an_upload_is_private_and_goes_when_everything_came_in(desk, go, client):
    desk(a_zip(FOLDER))
    key = latest().upload_key
    assert key.startswith("imports/")
    assert media_storage().exists(key)
    assert client.get(f"/media/{key}").status_code == 404
    go()

    assert latest().upload_key == ""
    assert not media_storage().exists(key)


def test_the_same_upload_again_writes_nothing(desk, go):
    for _ in range(2):
        desk(a_zip(FOLDER))
        go()

    assert outcomes() == {"012.md": "unchanged", "words/012.vtt": "unchanged", "cover.png": "skipped"}
    assert Episode.objects.get().transcripts.count() == 1


@pytest.mark.parametrize(
    ("file", "kind", "paths"),
    [
        (a_file("012.md", NOTES), "everything", {"012.md": "created"}),
        (a_file("012.vtt", WORDS), "everything", {"012.vtt": "created"}),
        (a_zip(FOLDER), "notes", {"012.md": "created"}),
        (a_zip(FOLDER), "transcripts", {"012.md": "skipped", "words/012.vtt": "created"}),
        (
            a_zip(
                {"012.md": NOTES, "Transcripts/012.md": "**Ada:** [00:00] Hello.\n\n**Bo:** [00:05] Yes.\n"}
            ),
            "everything",
            {"012.md": "created", "Transcripts/012.md": "created"},
        ),
    ],
    ids=["one note", "one transcript", "notes alone", "transcripts alone", "a folder called transcripts"],
)
def test_what_is_taken_is_what_the_host_wants(desk, file, kind, paths):
    file.seek(0)
    desk(file, kind=kind)

    assert outcomes() == paths


def test_one_file_does_not_make_the_others_vanish(desk, go):
    desk(a_zip({"011.md": NOTES, "012.md": NOTES}))
    go()

    desk(a_file("012.md", NOTES + "\nMore.\n"))

    assert outcomes() == {"012.md": "updated"}


@pytest.mark.parametrize(("resolution", "wins"), [("", "here"), ("ours", "here"), ("theirs", "file")])
def test_what_changed_on_both_sides_is_settled_by_the_host(desk, go, resolution, wins):
    desk(a_file("012.md", NOTES))
    go()
    Episode.objects.update(notes=NOTES + "here\n")
    answer = desk(a_file("012.md", NOTES + "file\n"))
    assert outcomes() == {"012.md": "conflict"}
    assert "+file" in answer.content.decode()
    assert b'value="theirs"' in answer.content
    go(resolution)

    assert Episode.objects.get().notes == f"{NOTES}{wins}\n"


def test_after_a_conflict_the_upload_stays_and_can_be_checked_again(desk, go):
    EpisodeFactory(show=latest_show(), number=12, notes="Something else.\n")
    desk(a_file("012.md", NOTES))
    go()
    assert (latest().state, outcomes()) == (State.DONE, {"012.md": "conflict"})

    go(which="check")
    go("theirs")

    assert Episode.objects.get().notes == NOTES


def latest_show():
    return Show.objects.latest("pk")


def test_only_problems_are_shown_when_asked(desk, admin_client):
    desk(a_zip(FOLDER))

    page = admin_client.get(latest().get_absolute_url() + "?problems").content.decode()

    assert "cover.png" in page
    assert "words/012.vtt" not in page


def test_findings_are_shown_with_their_line(desk):
    answer = desk(a_file("012.md", "# Tin Can 12\n\nCONNECTION INFO: https://meet.example/secret\n"))

    assert "Line 3:" in answer.content.decode()


def test_a_long_report_comes_in_pages(desk, admin_client):
    desk(a_zip({"012.md": NOTES, **{f"{number}.png": "" for number in range(249)}}))

    pages = [admin_client.get(f"{latest().get_absolute_url()}?p={page}").content.decode() for page in (1, 2)]

    assert [page.count("<tr data-outcome") for page in pages] == [200, 50]


def test_what_a_file_is_called_is_shown_as_text(desk):
    answer = desk(a_zip({"<img src=x>12.md": NOTES}))

    assert "&lt;img src=x&gt;12.md" in answer.content.decode()
    assert "<img src=x>" not in answer.content.decode()


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (a_zip({"../012.md": NOTES}), "leads out of the archive"),
        (a_zip({"12.zip": "PK"}), "archive in the archive"),
        (a_zip({f"{number}.md": "\0" * 9_000_000 for number in range(60)}), "larger than 500 MB"),
        (a_file("episode.mp3", "ID3"), "no .zip"),
        (a_file("notes.zip", "PK\x03\x04 and no more"), "broken"),
        (a_file("012.md", ""), "empty"),
    ],
    ids=["traversal", "nested", "bomb", "sound", "broken", "empty"],
)
def test_what_cannot_be_opened_is_refused_at_its_field(desk, file, why):
    file.seek(0)
    answer = desk(file)

    assert why in field_errors(answer, "file")
    assert not ImportRun.objects.exists()


def test_a_file_or_an_address_is_needed_and_not_both(desk):
    both = desk(a_file("012.md", NOTES), url="https://knots.example/feed.xml")
    neither = desk()

    for answer in (both, neither):
        assert "one of the two" in field_errors(answer, "__all__")


def test_notes_need_a_show(desk):
    assert "which show" in field_errors(desk(a_zip(FOLDER), show=""), "show")


def test_when_the_storage_does_not_answer_the_field_says_so(desk, settings, monkeypatch):
    storage = media_storage()
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:9"
    monkeypatch.setattr(storage, "__dict__", type(storage)().__dict__)

    assert "could not be stored" in field_errors(desk(a_zip(FOLDER)), "file")
    assert not ImportRun.objects.exists()


def test_an_archive_without_words_fails_and_says_why(desk):
    answer = desk(a_zip({"cover.png": "x"}))

    assert latest().state == State.FAILED
    assert "no file of notes" in answer.content.decode()


def test_an_upload_that_is_gone_fails_and_can_be_checked_again(desk, go):
    desk(a_zip(FOLDER), check=False)
    media_storage().delete(latest().upload_key)
    work()
    assert latest().state == State.FAILED

    media_storage().save(latest().upload_key, a_zip(FOLDER))
    go(which="check")

    assert latest().state == State.CHECKED


def test_an_error_of_ours_fails_the_run_and_not_the_worker(desk, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("showsite.imports.running.plan_work", broken)
    desk(a_zip(FOLDER))

    assert (latest().state, "ZeroDivisionError" in latest().error) == (State.FAILED, True)


@pytest.mark.parametrize("state", [State.UPLOADED, State.CHECKING, State.RUNNING])
def test_while_it_runs_the_page_comes_again_by_itself_and_shows_how_far_it_is(desk, admin_client, state):
    desk(a_zip(FOLDER), check=False)
    ImportRun.objects.update(state=state, done=30, total=120)

    answer = admin_client.get(latest().get_absolute_url())
    page = answer.content.decode()

    assert answer["Refresh"] == "2"
    assert '<progress value="30" max="120"' in page
    assert "Check again" not in page


@pytest.mark.django_db(transaction=True)
def test_how_far_it_is_can_be_seen_though_a_check_is_rolled_back(show, monkeypatch):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN", 0)
    run = ImportRun.objects.create(show=show, upload_key="imports/none")
    with transaction.atomic():
        assert list(progress.told(run, "abc", 4)) == ["a", "b", "c"]
        transaction.set_rollback(True)

    run.refresh_from_db()
    assert (run.done, run.total) == (3, 4)


def test_a_page_that_is_done_does_not_come_again(desk):
    assert "Refresh" not in desk(a_zip(FOLDER))


@pytest.mark.parametrize("state", [State.CHECKING, State.RUNNING])
def test_what_a_killed_worker_left_can_be_checked_again(desk, go, admin_client, state):
    desk(a_zip(FOLDER), check=False)
    DBTaskResult.objects.all().delete()
    ImportRun.objects.update(state=state, updated_at=timezone.now() - timedelta(minutes=2))
    assert "manage.py db_worker" in admin_client.get(latest().get_absolute_url()).content.decode()

    go(which="check")
    assert latest().state == State.CHECKED
    go()

    assert Episode.objects.get().transcripts.count() == 1


def test_go_works_once(desk, go, admin_client):
    desk(a_zip(FOLDER))
    address = reverse("admin:imports_importrun_go", args=[latest().pk])
    first, second = (admin_client.post(address, follow=True) for _ in range(2))
    work()

    assert said(first) == []
    assert "being imported already" in " ".join(said(second))
    assert latest().state == State.DONE


def test_tasks_that_were_queued_twice_do_nothing_twice(desk, go, admin_client):
    desk(a_zip(FOLDER))
    go()
    report = latest().report
    for result in DBTaskResult.objects.all():
        assert result.task.call(latest().pk) == "nothing to do"

    assert latest().report == report


def test_a_second_import_for_the_show_waits_until_the_first_is_done(desk, go, show):
    ImportRun.objects.create(show=show, upload_key="imports/other", state=State.RUNNING)
    desk(a_zip(FOLDER))

    assert "Another import for this show is running" in " ".join(said(go()))
    assert latest().state == State.CHECKED
    ImportRun.objects.filter(upload_key="imports/other").update(state=State.DONE)
    go()
    assert latest().state == State.DONE


@pytest.mark.parametrize(
    "values",
    [
        {"upload_key": "", "url": ""},
        {"upload_key": "imports/a", "url": "https://a.example"},
        {"upload_key": "imports/a", "done": 2, "total": 1},
    ],
    ids=["nothing to import", "two sources", "more than all"],
)
def test_the_database_refuses_runs_that_make_no_sense(show, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRun.objects.create(show=show, **values)


# --- Whole shows ----------------------------------------------------------------------------------------


def test_an_export_comes_in_whole_without_a_show_to_choose(desk, go, show, tmp_path):
    desk(a_zip(FOLDER))
    go()
    call_command("export_notes", str(tmp_path / "export"), stdout=StringIO())
    files = {
        str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    }
    before = all_rows()
    Show.objects.all().delete()

    desk(a_zip(files), show="")
    assert latest().state == State.CHECKED, latest().error
    assert not Show.objects.exists()
    go()

    assert latest().state == State.DONE, latest().error
    assert latest().show == Show.objects.get()
    assert all_rows() == before


def test_an_export_of_another_show_is_refused(desk, show, tmp_path):
    call_command("export_notes", str(tmp_path / "export"), stdout=StringIO())
    files = {path.name: path.read_bytes() for path in (tmp_path / "export").iterdir() if path.is_file()}
    other = ShowFactory(title="Other")

    desk(a_zip(files), show=other.pk)

    assert latest().state == State.FAILED
    assert "not of Other" in latest().error


def test_a_feed_comes_in_from_its_file(desk, go, settings):
    settings.ALLOWED_HOSTS = ["knots.example", "testserver"]
    Show.objects.all().delete()
    desk(a_file("feed.xml", HEAD + ITEM + TAIL), show="")
    assert latest().state == State.CHECKED, latest().error
    assert not Show.objects.exists()
    go()

    assert (latest().state, latest().show) == (State.DONE, Show.objects.get())
    assert Episode.objects.get().guid == "one"


def test_a_feed_at_a_private_address_is_not_fetched(desk):
    desk(url="http://127.0.0.1:9/feed.xml")

    assert latest().state == State.FAILED
    assert latest().error


def test_a_locked_feed_needs_the_word_of_its_owner(desk):
    locked = HEAD + "<podcast:locked>yes</podcast:locked>" + ITEM + TAIL
    desk(a_file("feed.xml", locked))
    assert "locked" in latest().error

    desk(a_file("feed.xml", locked), is_owner="on")

    assert latest().state == State.CHECKED


# --- Who may --------------------------------------------------------------------------------------------


@pytest.fixture
def staff(client, show, django_user_model):
    def with_role(role):
        user = django_user_model.objects.create_user("host", is_staff=True)
        if role:
            MemberFactory(user=user, show=show, role=role)
        client.force_login(user)
        return client

    return with_role


def addresses(run):
    names = ("go", "check", "delete")
    return [
        ADD,
        run.get_absolute_url(),
        *(reverse(f"admin:imports_importrun_{name}", args=[run.pk]) for name in names),
    ]


@pytest.fixture
def run(show):
    return ImportRun.objects.create(show=show, upload_key="imports/none", state=State.CHECKED)


def test_staff_who_are_in_no_team_see_and_do_nothing(staff, run):
    host = staff(None)

    for address in addresses(run):
        assert host.post(address).status_code in {403, 404}, address
    assert "importrun" not in host.get("/admin/").content.decode()
    run.refresh_from_db()
    assert run.state == State.CHECKED


def test_strangers_are_sent_to_log_in(client, run):
    for address in addresses(run):
        answer = client.post(address)
        assert (answer.status_code, "login" in answer["Location"]) == (302, True)


def test_a_host_imports_notes(staff, show):
    host = staff("host")

    host.post(ADD, {"show": show.pk, "kind": "everything", "file": a_zip(FOLDER)})
    work()

    assert latest().state == State.CHECKED
    assert "importrun" in host.get("/admin/").content.decode()


@pytest.mark.parametrize(
    "file",
    [a_file("feed.xml", HEAD + ITEM + TAIL), a_zip({"show.yaml": "title: x", "12.md": NOTES})],
    ids=["feed", "export"],
)
def test_a_host_imports_no_whole_show(staff, show, file):
    file.seek(0)
    host = staff("host")

    answer = host.post(ADD, {"show": show.pk, "kind": "notes", "file": file})

    assert "may not change" in field_errors(answer, "__all__")
    run = ImportRun.objects.create(show=show, url="https://a.example", kind="feed", state=State.CHECKED)
    assert host.post(reverse("admin:imports_importrun_go", args=[run.pk])).status_code == 403


@pytest.mark.parametrize("which", ["go", "check"])
def test_nothing_starts_by_a_link_or_without_a_token(admin_user, run, which):
    from django.test import Client

    careful = Client(enforce_csrf_checks=True)
    careful.force_login(admin_user)
    address = reverse(f"admin:imports_importrun_{which}", args=[run.pk])

    assert careful.get(address).status_code == 405
    assert careful.post(address).status_code == 403
    assert not DBTaskResult.objects.exists()


def test_a_run_is_deleted_with_its_upload_and_not_while_it_runs(desk, admin_client):
    desk(a_zip(FOLDER))
    run = latest()
    delete = reverse("admin:imports_importrun_delete", args=[run.pk])
    ImportRun.objects.update(state=State.RUNNING)
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    ImportRun.objects.update(state=State.CHECKED)

    admin_client.post(delete, {"post": "yes"})

    assert not ImportRun.objects.exists()
    assert not media_storage().exists(run.upload_key)


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same_queries_for_any_number_of_runs(
    admin_client, show, count, django_assert_num_queries
):
    for number in range(count):
        ImportRun.objects.create(show=show, upload_key=f"imports/{number}")

    with django_assert_num_queries(7):
        admin_client.get("/admin/imports/importrun/")
