"""Links are asked in the background whether they still lead somewhere."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from episodes.fetching import FetchError, Limits, NotAllowed, status_of
from episodes.link_checking import AT_ONCE, BATCH, ask, ask_again, ask_links_of, ask_soon, links_of
from episodes.models import Episode, LinkCheck
from tests.factories import EpisodeFactory, LinkFactory, SegmentFactory, SponsorshipFactory
from tests.local_server import local_server


@pytest.fixture
def server(settings):
    settings.ALLOW_PRIVATE_FETCHES = True
    with local_server() as running:
        yield running


@pytest.fixture
def episode(show):
    return EpisodeFactory(show=show)


def link(episode, url):
    LinkFactory(segment=SegmentFactory(episode=episode, url=""), url=url)
    return url


def soon(at=timedelta(0)):
    return (timezone.now() - at).isoformat()


@pytest.fixture
def asked(django_capture_on_commit_callbacks):
    """Do something; how many tasks wait for the worker then."""

    def ask(job, *args):
        with django_capture_on_commit_callbacks(execute=True):
            job(*args)
        return DBTaskResult.objects.filter(task_path__endswith="ask_links_of").count()

    return ask


def test_who_knows_no_head_is_asked_again_with_get(server):
    # The server of these tests answers HEAD with 501.
    url = server.page("/page", b"words")

    assert status_of(url) == 200
    assert server.paths() == ["/page"]


def test_redirects_are_followed_to_their_end(server):
    server.redirect("/old", "/gone")

    assert status_of(f"{server.url}/old") == 404


def test_a_private_address_is_not_asked(settings):
    settings.ALLOW_PRIVATE_FETCHES = False

    with pytest.raises(NotAllowed):
        status_of("http://127.0.0.1/")


def test_who_never_answers_is_given_up(server):
    server.pages["/slow"] = lambda handler: time.sleep(3)

    with pytest.raises(FetchError):
        status_of(f"{server.url}/slow", Limits(size=0, seconds=0.5))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "is_broken"), [(200, False), (403, False), (429, False), (404, True), (410, True), (500, True)]
)
def test_what_is_gone_is_broken_and_what_only_turns_robots_away_is_not(server, status, is_broken):
    server.pages["/page"] = (status, {}, b"")

    [check] = ask([f"{server.url}/page"])

    assert (check.status, bool(check.problem)) == (status, is_broken)


@pytest.mark.django_db
def test_what_nobody_answers_is_broken_with_the_reason():
    [check] = ask(["https://nobody.invalid/"])

    assert check.status is None
    assert "nobody.invalid" in check.problem


@pytest.mark.django_db
def test_only_some_are_asked_at_once(server):
    now, most = [0], [0]
    lock = threading.Lock()

    def slow(handler):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.1)
        with lock:
            now[0] -= 1
        handler.send_response(200)
        handler.end_headers()

    paths = [f"/{number}" for number in range(2 * AT_ONCE)]
    server.pages.update(dict.fromkeys(paths, slow))

    ask([server.url + path for path in paths])

    assert 1 < most[0] <= AT_ONCE


@pytest.mark.django_db
def test_all_that_readers_can_follow_is_asked_once_each(episode):
    link(episode, "https://a.example/page#part")
    link(episode, "https://a.example/page")
    link(episode, "mailto:ada@a.example")
    SegmentFactory(episode=episode, url="https://b.example/ü")
    SponsorshipFactory(episode=episode, url="", sponsor__url="https://sponsor.example/x")

    assert links_of(Episode.objects.filter(pk=episode.pk)) == [
        "https://a.example/page",
        "https://b.example/%C3%BC",
        "https://sponsor.example/x",
    ]


@pytest.mark.django_db
def test_saving_asks_only_what_was_not_asked_this_week(episode, asked):
    url = link(episode, "https://a.example/")
    assert asked(ask_soon, episode) == 1

    LinkCheck.objects.create(url=url, status=200, checked_at=timezone.now() - timedelta(days=6))
    assert asked(ask_soon, episode) == 1

    LinkCheck.objects.update(checked_at=timezone.now() - timedelta(days=8))
    assert asked(ask_soon, episode) == 2


@pytest.mark.django_db
def test_a_host_can_have_all_of_them_asked_again(server, episode, asked, admin_client):
    url = link(episode, server.page("/", b"words"))
    LinkCheck.objects.create(url=url, problem="It answers 500.", status=500, checked_at=timezone.now())

    desk = reverse("admin:episodes_episode_publish_links", args=[episode.pk])
    assert asked(admin_client.post, desk) == 1
    values = DBTaskResult.objects.get().args_kwargs
    ask_links_of.call(*values["args"])

    assert LinkCheck.objects.get().problem == ""


@pytest.mark.django_db
def test_many_links_are_asked_in_batches_so_that_others_get_their_turn(server, episode, asked):
    for number in range(BATCH + 2):
        link(episode, server.page(f"/{number}", b"words"))
    since = soon()

    assert ask_links_of.call(episode.pk, since) == f"{BATCH} asked, 2 to go"
    assert DBTaskResult.objects.count() == 1
    assert ask_links_of.call(episode.pk, since) == "2 asked, 0 to go"
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_the_command_asks_what_is_public_and_a_week_old(server, episode, show):
    fine = link(episode, server.page("/fine", b"words"))
    gone = link(episode, f"{server.url}/gone")
    link(EpisodeFactory(show=show, draft=True), server.page("/draft", b"words"))
    unused = LinkCheck.objects.create(url="https://unused.example/", checked_at=timezone.now())
    LinkCheck.objects.create(url=fine, status=200, checked_at=timezone.now())
    said = StringIO()

    call_command("check_links", stdout=said)

    assert server.paths() == ["/gone"]
    assert gone in said.getvalue()
    assert "1 of 2 links asked, 1 are broken, 1 forgotten" in said.getvalue()
    assert not LinkCheck.objects.filter(pk=unused.pk).exists()


@pytest.mark.django_db
def test_asked_again_and_again_there_is_one_row_an_address(server, episode, asked):
    url = link(episode, server.page("/", b"words"))

    ask([url])
    ask([url])
    asked(ask_again, episode)

    assert LinkCheck.objects.count() == 1
