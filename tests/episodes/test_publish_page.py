"""A host publishes on a page of its own: checked, now or at a time, once, and back again under the same GUID."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from episodes.audio.attach import attach_audio
from episodes.models import Announcement, Episode
from episodes.notes.apply import apply_notes
from episodes.publishing import publish
from episodes.storage import media_storage
from tests.factories import AUDIO, EpisodeFactory, MemberFactory, TranscriptFactory
from tests.local_server import local_server
from tests.pages import read_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(show):
    """A draft that lacks nothing."""
    show.time_zone = "Europe/Oslo"
    show.save()
    return ready(show, number=12, title="Wax & wool", summary="Of wax.")


def ready(show, **values):
    episode = EpisodeFactory(show=show, draft=True, audio=True, notes="- A *string*.\n", **values)
    apply_notes(episode)
    TranscriptFactory(episode=episode)
    return episode


def address(episode, action=""):
    return reverse(f"admin:episodes_episode_publish{action}", args=[episode.pk])


@pytest.fixture
def press(admin_client, episode):
    """Press a button of the page as it stands; what was said."""

    def press(action, **fields):
        fields.setdefault("seen", read_seen(admin_client.get(address(episode))))
        answer = admin_client.post(address(episode, action), fields, follow=True)
        episode.refresh_from_db()
        return answer

    return press


def read_seen(page):
    return page.context["seen"]


def said(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def of(page, code):
    return next(item for item in page.all("li") if item.attributes.get("data-code") == code)


def test_the_form_of_an_episode_leads_to_the_page(admin_client, episode):
    form = admin_client.get(reverse("admin:episodes_episode_change", args=[episode.pk]))

    assert address(episode) in form.content.decode()
    assert "published_at_0" not in form.content.decode()


def test_the_page_names_every_check_and_leads_to_the_place(admin_client, episode):
    episode.transcripts.all().delete()

    page = read_page(admin_client.get(address(episode)))

    states = {
        item["data-code"]: item["data-state"] for item in page.all("li") if "data-code" in item.attributes
    }
    assert states["title"] == states["audio"] == states["stored"] == states["html"] == "ok"
    assert states["transcript"] == "failed"
    assert [link["href"] for link in of(page, "transcript").all("a")] == [
        reverse("admin:episodes_episode_change", args=[episode.pk]) + "#id_transcript_file"
    ]


def test_published_now_it_is_public(press, episode, client):
    press("_now")

    assert episode.is_published()
    assert client.get(episode.get_absolute_url()).status_code == 200


def test_what_a_check_holds_back_is_not_published(press, episode):
    episode.transcripts.all().delete()

    answer = press("_now")

    assert episode.published_at is None
    assert "no transcript" in said(answer)


def test_a_waiver_needs_a_reason(press, episode):
    episode.transcripts.all().delete()

    answer = press("_waive", code="transcript", reason=" ")

    assert not episode.waivers.exists()
    assert "Say why" in said(answer)


def test_with_a_reason_it_goes_out_all_the_same(press, episode, admin_user):
    episode.transcripts.all().delete()

    answer = press("_waive", code="transcript", reason="It comes on Friday.")
    assert "It comes on Friday." in of(read_page(answer), "transcript").text
    assert (episode.waivers.get().by, of(read_page(answer), "transcript")["data-state"]) == (
        admin_user,
        "waived",
    )

    press("_now")
    assert episode.is_published()


def test_a_waiver_can_be_taken_back(press, episode):
    episode.transcripts.all().delete()
    press("_waive", code="transcript", reason="It comes on Friday.")

    press("_take_back", code="transcript")
    press("_now")

    assert episode.published_at is None


def test_nothing_goes_out_without_a_title_whatever_is_waived(press, episode):
    Episode.objects.update(title="")
    press("_waive", code="title", reason="It needs none.")

    answer = press("_now")

    assert episode.published_at is None
    assert "no title" in said(answer)


def test_a_time_is_that_of_the_shows_zone(press, episode):
    when = (timezone.now() + timedelta(days=400)).replace(month=7, day=1)

    press("_schedule", when=f"{when:%Y}-07-01T06:00")

    assert episode.published_at == datetime(when.year, 7, 1, 4, tzinfo=UTC)


def test_a_scheduled_episode_is_hidden_until_its_minute(press, episode, client):
    press("_schedule", when=f"{timezone.now() + timedelta(days=3):%Y-%m-%dT%H:%M}")

    assert client.get(episode.get_absolute_url(), headers={"cookie": ""}).status_code == 404
    assert Episode.objects.published(episode.published_at).filter(pk=episode.pk).exists()


@pytest.mark.parametrize("when", ["2020-01-01T06:00", "", "soon"], ids=["past", "none", "nonsense"])
def test_a_time_that_is_none_is_refused(press, episode, when):
    answer = press("_schedule", when=when)

    assert episode.published_at is None
    assert read_page(answer).one("p", class_="errornote").text


CHANGES = [
    pytest.param("2031-03-30T02:30", ["01:30 (UTC+01:00)", "03:30 (UTC+02:00)"], "no 02:30", id="skipped"),
    pytest.param("2031-10-26T02:30", ["02:30 (UTC+02:00)", "02:30 (UTC+01:00)"], "twice", id="twice"),
]


@pytest.mark.parametrize(("when", "offered", "why"), CHANGES)
def test_at_a_change_of_the_clocks_both_moments_are_offered(press, episode, when, offered, why):
    answer = press("_schedule", when=when)

    assert episode.published_at is None
    assert why in read_page(answer).one("p", class_="errornote").text
    buttons = read_page(answer).all("button", name="exactly")
    assert [button.text.removeprefix("Schedule for ") for button in buttons] == offered

    press("_schedule", exactly=buttons[1]["value"])
    assert episode.published_at == datetime(
        2031, *((3, 30) if "03-30" in when else (10, 26)), 1, 30, tzinfo=UTC
    )


def test_the_usual_day_and_hour_are_proposed(admin_client, episode, show):
    EpisodeFactory(
        show=show, number=11, published_at=datetime(2026, 1, 1, 5, tzinfo=UTC)
    )  # a Thursday, 06:00

    page = read_page(admin_client.get(address(episode)))

    proposed = datetime.fromisoformat(page.one("input", name="when")["value"])
    assert (proposed.weekday(), proposed.hour, proposed.minute) == (3, 6, 0)
    assert proposed > datetime.now()


def test_withdrawing_is_asked_about_first(admin_client, press, episode):
    press("_now")

    asked = admin_client.get(address(episode, "_withdraw"))
    episode.refresh_from_db()
    assert episode.is_published()
    assert "GUID stays" in asked.content.decode()

    press("_withdraw")
    assert episode.published_at is None


@pytest.mark.parametrize("date", ["first", "now"])
def test_published_again_it_has_its_guid_and_the_date_that_was_chosen(press, episode, date):
    guid = episode.guid
    press("_now")
    first = episode.published_at
    press("_withdraw")

    press("_now", date=date)

    assert (episode.guid, episode.published_at == first) == (guid, date == "first")


def test_whoever_is_slower_is_told_and_changes_nothing(press, episode):
    press("_now", seen="")
    first = episode.published_at

    for action, fields in (("_now", {}), ("_schedule", {"when": "2031-01-01T06:00"}), ("_withdraw", {})):
        answer = press(action, seen="", **fields)
        assert "quicker" in said(answer)
    assert episode.published_at == first


def test_every_act_is_in_the_log(press, episode):
    press("_now")
    press("_withdraw")

    log = LogEntry.objects.filter(object_id=str(episode.pk)).order_by("action_time")
    assert [entry.get_change_message() for entry in log] == ["Published.", "Withdrawn."]


@pytest.fixture
def editor(client, show):
    """May change episodes, and not publish them."""
    client.force_login(MemberFactory(show=show, role="editor").user)
    return client


@pytest.mark.parametrize("action", ["_now", "_schedule", "_withdraw", "_waive", "_take_back"])
def test_an_editor_sees_the_page_and_cannot_publish(editor, episode, action):
    page = editor.get(address(episode))
    assert page.status_code == 200
    assert "up to somebody else" in page.content.decode()

    answer = editor.post(address(episode, action), {"seen": "", "code": "transcript", "reason": "x"})

    assert answer.status_code == 403
    episode.refresh_from_db()
    assert (episode.published_at, episode.waivers.count()) == (None, 0)


def test_an_editor_is_offered_no_publishing_in_the_list(editor, episode):
    data = {"action": "publish_now", "_selected_action": [episode.pk]}

    editor.post("/admin/episodes/episode/", data)

    episode.refresh_from_db()
    assert episode.published_at is None


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in(client, episode):
    answers = [client.get(address(episode)), client.post(address(episode, "_now"))]

    assert ["/admin/login/" in answer["Location"] for answer in answers] == [True, True]


@pytest.mark.parametrize(
    "action", ["_now", "_schedule", "_waive", "_take_back", "_links", "_preview", "_revoke"]
)
def test_nothing_is_done_by_looking(admin_client, episode, action):
    assert admin_client.get(address(episode, action)).status_code == 405


def test_a_form_from_elsewhere_is_refused(admin_user, episode):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)

    assert client.post(address(episode, "_now"), {"seen": ""}).status_code == 403


def test_the_notes_are_shown_with_the_very_html_of_the_feed(admin_client, press, episode, client):
    looks = read_page(admin_client.get(address(episode))).one("section", aria_labelledby="Looks")
    assert "Wax & wool" in looks.text
    assert "Of wax." in looks.text
    before = looks.one("div", role="region")

    press("_now")

    feed = client.get("/feed.xml").content.decode()
    assert before.one("em").text == "string"
    assert "<em>string</em>" in feed or "&lt;em&gt;string&lt;/em&gt;" in feed


def test_without_audio_there_is_nothing_for_podcast_apps(admin_client, show):
    draft = EpisodeFactory(show=show, draft=True)

    page = read_page(admin_client.get(address(draft)))

    assert "once it has audio" in page.one("section", aria_labelledby="Looks").text


def work():
    """What the worker does with all that is due, in its order."""
    due = Q(run_after__lte=timezone.now()) | Q(run_after=get_date_max())
    while result := DBTaskResult.objects.filter(due, status="READY").first():
        result.claim("tests")
        values = result.args_kwargs
        result.set_successful(result.task.call(*values["args"], **values["kwargs"]))


def is_there(episode):
    return media_storage().is_public(episode.audio_key)


def test_a_worker_that_was_down_does_what_was_due_as_soon_as_it_is_back(
    episode, settings, django_capture_on_commit_callbacks
):
    nobody_made_public = AUDIO.read_bytes() + uuid4().bytes
    attach_audio(episode, ContentFile(nobody_made_public, name="episode.mp3"))
    with local_server() as hub:
        settings.WEBSUB_HUB = hub.page("/hub", b"")
        with django_capture_on_commit_callbacks(execute=True):
            publish(episode, at=timezone.now() + timedelta(hours=1))
            work()
        assert not is_there(Episode.objects.get())

        an_hour_later(episode)
        for _ in range(2):  # the second time there is nothing left to do
            with django_capture_on_commit_callbacks(execute=True):
                work()
            DBTaskResult.objects.filter(status="READY").update(
                run_after=timezone.now() - timedelta(seconds=1)
            )

        episode.refresh_from_db()
        assert (episode.audio_is_public, is_there(episode)) == (True, True)
        assert len(list(media_storage().public_copies("cards/"))) >= 1
        assert len(hub.posted) == 1
        assert Announcement.objects.filter(state="sent").count() == 1


def an_hour_later(episode):
    """Its minute has passed, and no worker was there to see it."""
    passed = timezone.now() - timedelta(minutes=5)
    Episode.objects.filter(pk=episode.pk).update(published_at=passed)
    waiting = DBTaskResult.objects.filter(status="READY").exclude(run_after=get_date_max())
    waiting.filter(run_after__gt=timezone.now()).update(run_after=passed)


@pytest.mark.django_db(transaction=True)
def test_two_hosts_who_press_at_once_publish_once(show, admin_user):
    episode = ready(show, number=12)
    both = threading.Barrier(2)

    def press():
        client = Client()
        client.force_login(admin_user)
        both.wait()
        client.post(address(episode, "_now"), {"seen": ""})
        connection.close()

    hosts = [threading.Thread(target=press) for _ in range(2)]
    for host in hosts:
        host.start()
    for host in hosts:
        host.join()

    published = [entry for entry in LogEntry.objects.all() if entry.get_change_message() == "Published."]
    assert Episode.objects.get().is_published()
    assert len(published) == 1
