"""What counts as a download, asked through the address that stands in feeds."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from downloads.metrics import DOWNLOADS
from downloads.models import AgentCount, HourCount
from tests.downloads.conftest import APP, MINUTE, SIZE, counted, play, playable
from tests.factories import EpisodeFactory, MemberFactory

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"


def test_a_listener_counts_once(episode):
    assert play(episode) == 302

    assert counted(episode) == 1


def test_the_same_listener_counts_once_a_day(episode):
    play(episode)
    counted(episode)
    play(episode)

    assert counted(episode) == 1


def test_the_same_listener_counts_once_in_a_batch(episode):
    play(episode)
    play(episode)

    assert counted(episode) == 1


def test_another_app_at_the_same_address_is_another_listener(episode):
    play(episode)
    play(episode, "Overcast/3.0 (+http://overcast.fm/; iOS podcast app)")

    assert counted(episode) == 2


def test_another_address_is_another_listener(episode):
    play(episode, REMOTE_ADDR="192.0.2.1")
    play(episode, REMOTE_ADDR="192.0.2.2")

    assert counted(episode) == 2


def test_the_addresses_of_one_ipv6_network_are_one_listener(episode):
    play(episode, REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    play(episode, REMOTE_ADDR="2001:db8:1:2:ffff::1")

    assert counted(episode) == 1


def test_another_episode_is_another_download(episode):
    other = playable(EpisodeFactory(show=episode.show))
    play(episode)
    play(other)

    assert (counted(episode), counted(other)) == (1, 1)


def test_head_is_no_download(episode):
    Client().head(episode.audio_url, HTTP_USER_AGENT=APP)

    assert counted(episode) == 0


@pytest.mark.parametrize(
    "header",
    ["bytes=0-1", "bytes=0-65535", "bytes=-128", f"bytes={SIZE - 1}-", f"bytes={SIZE}-", "bytes=0-0,9-9"],
)
def test_a_range_of_less_than_a_minute_is_no_download(episode, header):
    play(episode, HTTP_RANGE=header)

    assert counted(episode) == 0


@pytest.mark.parametrize(
    "header",
    [
        "bytes=0-",
        f"bytes=0-{MINUTE - 1}",
        "bytes=5000000-",
        "bytes=0-1,2-",
        "nonsense",
        "items=0-1",
        "bytes=x",
    ],
)
def test_a_range_of_a_minute_or_more_is_a_download(episode, header):
    play(episode, HTTP_RANGE=header)

    assert counted(episode) == 1


def test_pieces_that_make_a_minute_together_are_one_download(episode):
    for start in range(0, SIZE, MINUTE // 4):
        play(episode, HTTP_RANGE=f"bytes={start}-{start + MINUTE // 4 - 1}")
        counted(episode)

    assert counted(episode) == 1


def test_three_quarters_of_a_minute_are_none(episode):
    for start in range(3):
        play(episode, HTTP_RANGE=f"bytes={start}-{start + MINUTE // 4 - 1}")

    assert counted(episode) == 0


def test_a_look_at_two_bytes_and_then_the_file_is_one_download(episode):
    play(episode, HTTP_RANGE="bytes=0-1")
    play(episode, HTTP_RANGE=f"bytes=0-{SIZE - 1}")
    play(episode, HTTP_RANGE=f"bytes=7000000-{SIZE - 1}")

    assert counted(episode) == 1


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_X_MOZ": "prefetch"},
        {"HTTP_X_PURPOSE": "preview"},
    ],
    ids=lambda header: next(iter(header)),
)
def test_what_a_browser_fetches_ahead_is_no_download(episode, header):
    play(episode, CHROME, **header)

    assert counted(episode) == 0


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "curl/8.7.1",
        "python-requests/2.32",
        "Overcast/1.0 Podcast Sync (12 subscribers; feed-id=1)",
        "iTMS",
        "facebookexternalhit/1.1",
        "Go-http-client/2.0",
        "SomebodysPodcastCrawler/0.1",
        "",
    ],
)
def test_whoever_has_no_ears_is_no_listener(episode, agent):
    assert play(episode, agent) == 302

    assert counted(episode) == 0


def test_a_host_who_is_signed_in_does_not_count(episode):
    client = Client()
    client.force_login(get_user_model().objects.create_user("host", is_staff=True))
    play(episode, CHROME, client)

    assert counted(episode) == 0


def test_somebody_with_an_account_who_is_no_host_counts(episode):
    client = Client()
    client.force_login(get_user_model().objects.create_user("listener"))
    play(episode, CHROME, client)

    assert counted(episode) == 1


@pytest.mark.parametrize("cookie", ["forged", '"\\000"', "x" * 3000, "é"])
def test_a_cookie_that_is_no_session_hides_nobody(episode, cookie):
    client = Client()
    client.cookies["sessionid"] = cookie
    play(episode, CHROME, client)

    assert counted(episode) == 1


def test_counting_asks_no_session_and_sets_no_cookie(episode):
    client = Client()
    client.cookies["sessionid"] = "0123456789abcdefghijklmnopqrstuv"
    response = client.get(episode.audio_url, HTTP_USER_AGENT=APP)

    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_a_preview_is_no_download(db, client, state):
    episode = playable(EpisodeFactory(**{state: True}))
    client.force_login(MemberFactory(show=episode.show).user)
    assert play(episode, CHROME, client) == 302

    assert counted(episode) == 0


def test_an_address_without_an_episode_is_no_download(episode):
    assert Client().get("/episodes/999/none/audio.mp3", HTTP_USER_AGENT=APP).status_code == 404

    assert counted(episode) == 0


def test_other_redirects_are_no_downloads(episode):
    Client().get(episode.short_url, HTTP_USER_AGENT=APP)

    assert counted(episode) == 0


def test_an_episode_that_is_gone_by_then_is_skipped(episode):
    other = playable(EpisodeFactory(show=episode.show))
    play(episode)
    play(other)
    other.delete()

    assert counted(episode) == 1


def test_an_episode_can_be_deleted_with_its_counts(episode):
    play(episode)
    counted(episode)
    episode.delete()

    assert not HourCount.objects.exists()
    assert not AgentCount.objects.exists()


def test_the_day_is_the_shows_own(episode):
    episode.show.time_zone = "Pacific/Kiritimati"  # fourteen hours ahead
    episode.show.save()
    play(episode)
    counted(episode)

    row = HourCount.objects.get()
    assert (row.hour.minute, row.hour.second) == (0, 0)
    assert 0 <= (row.day - row.hour.date()).days <= 1
    assert AgentCount.objects.get().day == row.day


def test_what_is_counted_is_counted_for_whoever_watches_the_machines_too(episode):
    before = DOWNLOADS._value.get()
    play(episode)
    play(episode)
    counted(episode)

    assert DOWNLOADS._value.get() - before == 1
