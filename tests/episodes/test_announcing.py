"""After a change of the feed, and only then, the hubs of the settings are told."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from episodes.announcing import BACKOFF, announce, announce_episode
from episodes.models import Announcement
from episodes.publishing import publish, withdraw
from tests.factories import EpisodeFactory, ShowFactory
from tests.local_server import local_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(settings):
    """A hub that takes what it is told. What it was told: ``hub.posted``."""
    with local_server() as server:
        settings.WEBSUB_HUB = server.page("/hub", b"")
        yield server


@pytest.fixture
def podping(settings):
    with local_server() as server:
        settings.PODPING_URL = server.page("/", b"Success")
        settings.PODPING_TOKEN = "a-token"
        yield server


@pytest.fixture
def asked(django_capture_on_commit_callbacks):
    """Do something as a request does it: what waits for the end of the transaction follows."""

    def ask(job, *args):
        with django_capture_on_commit_callbacks(execute=True):
            return job(*args)

    return ask


def work(later=timedelta(seconds=11)):
    """What the worker does, that much later."""
    then = timezone.now() + later
    while result := DBTaskResult.objects.filter(status="READY", run_after__lte=then).first():
        result.claim("tests")
        result.set_successful(result.task.call(*result.args_kwargs["args"]))


def told(hub):
    return [parse_qs(body.decode()) for _, body in hub.posted]


def test_a_published_episode_is_told_to_the_hub(hub, asked):
    episode = EpisodeFactory(draft=True, audio=True)

    asked(publish, episode)
    work()

    assert told(hub) == [{"hub.mode": ["publish"], "hub.url": [episode.show.feed_url]}]


def test_podping_hears_of_it_with_the_token(podping, asked):
    episode = EpisodeFactory(audio=True)

    asked(announce, episode.show)
    work()

    [(path, headers)] = podping.asked
    assert parse_qs(urlsplit(path).query)["url"] == [episode.show.feed_url]
    assert headers["Authorization"] == "a-token"


def test_several_saves_in_a_row_are_told_once(hub, asked):
    show = EpisodeFactory(audio=True).show

    for _ in range(3):
        asked(announce, show)
    work()

    assert len(hub.posted) == 1


def test_what_leaves_no_trace_in_the_feed_is_not_told(hub, asked):
    show = EpisodeFactory(audio=True).show
    asked(announce, show)
    work()

    EpisodeFactory(show=show, draft=True, audio=True)
    asked(announce, show)
    work()

    assert len(hub.posted) == 1
    assert Announcement.objects.filter(state="waiting").count() == 0


def test_an_edit_of_a_published_episode_is_told(hub, asked):
    episode = EpisodeFactory(audio=True)
    asked(announce_episode, episode)
    work()

    episode.title = "Longer strings"
    episode.save()
    asked(announce_episode, episode)
    work()

    assert len(hub.posted) == 2


def test_a_withdrawn_episode_is_told(hub, asked):
    episode = EpisodeFactory(audio=True)
    asked(announce_episode, episode)
    work()

    asked(withdraw, episode)
    work()

    assert len(hub.posted) == 2


def test_a_scheduled_episode_is_told_at_its_minute(hub, asked, django_capture_on_commit_callbacks):
    episode = EpisodeFactory(draft=True, audio=True)
    asked(publish, episode, timezone.now() + timedelta(hours=2))
    work()
    before = len(hub.posted)

    episode.published_at = timezone.now()
    episode.save()
    with django_capture_on_commit_callbacks(execute=True):
        work(timedelta(hours=2, minutes=1))
    work()

    assert (before, len(hub.posted)) == (1, 2)


def test_saving_an_episode_in_the_admin_tells_the_hub(hub, asked, admin_client):
    episode = EpisodeFactory(audio=True)

    address = reverse("admin:episodes_episode_changelist")
    asked(admin_client.post, address, {"action": "back_to_draft", "_selected_action": [episode.pk]})
    work()

    assert len(hub.posted) == 1


def test_a_hub_that_is_down_is_tried_again_later_each_time(hub, asked):
    hub.pages["/hub"] = (503, {}, b"")
    asked(announce, EpisodeFactory(audio=True).show)
    work()

    waiting = Announcement.objects.get()
    assert (waiting.state, waiting.tries, waiting.reason) == ("waiting", 1, "It answered 503.")
    assert waiting.due_at - timezone.now() > BACKOFF[0] - timedelta(seconds=30)

    hub.page("/hub", b"")
    work(BACKOFF[0] + timedelta(seconds=5))
    assert Announcement.objects.get().state == "sent"


def test_a_hub_that_stays_down_is_given_up_and_said(hub, asked, caplog):
    hub.pages["/hub"] = (503, {}, b"")
    asked(announce, EpisodeFactory(audio=True).show)

    for pause in (timedelta(seconds=11), *BACKOFF):
        work(pause + timedelta(seconds=5))

    assert Announcement.objects.get().state == "failed"
    assert len(hub.posted) == len(BACKOFF) + 1
    assert "given up" in caplog.text


def test_a_hub_that_is_not_there_at_all_breaks_nothing(settings, asked):
    settings.WEBSUB_HUB = "http://127.0.0.1:9/hub"
    asked(announce, EpisodeFactory(audio=True).show)
    work()

    assert Announcement.objects.get().reason == "It could not be reached."


def test_a_task_that_was_lost_with_its_worker_does_not_block_the_next(hub, asked):
    show = EpisodeFactory(audio=True).show
    Announcement.objects.create(show=show, target="websub", due_at=timezone.now() - timedelta(hours=1))

    asked(announce, show)
    work()

    assert len(hub.posted) == 1


def test_where_no_hub_is_named_saving_costs_nothing(asked, django_assert_num_queries):
    show = ShowFactory()

    with django_assert_num_queries(0):
        asked(announce, show)


def test_hosts_see_what_was_told_and_what_failed(hub, asked, admin_client):
    hub.pages["/hub"] = (410, {}, b"")
    asked(announce, EpisodeFactory(audio=True).show)
    work()

    page = admin_client.get(reverse("admin:episodes_announcement_changelist"))

    assert "It answered 410." in page.content.decode()


def test_a_host_can_have_an_unchanged_feed_announced_again(hub, asked, admin_client):
    show = EpisodeFactory(audio=True).show
    asked(announce, show)
    work()

    address = reverse("admin:episodes_announcement_changelist")
    chosen = Announcement.objects.get().pk
    asked(admin_client.post, address, {"action": "announce_again", "_selected_action": [chosen]})
    work()

    assert len(hub.posted) == 2
