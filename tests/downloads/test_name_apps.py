"""Apps, devices and pages by the names that hosts know."""

from __future__ import annotations

import pytest

from downloads.agents import KINDS, Agent, NotAList, identify, read_entries
from downloads.known_agents import SHIPPED, agent_lists
from downloads.models import AgentCount
from tests.downloads.conftest import counted, play

pytestmark = pytest.mark.django_db

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15"
SAFARI = f"{IPHONE} (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("user_agent", "app", "device"),
    [
        ("Overcast/3.0 (+http://overcast.fm/; iOS podcast app)", "Overcast", "iPhone"),
        ("Podcasts/4025.610.1 CFNetwork/1485 Darwin/23.1.0", "Apple Podcasts", "iPhone"),
        ("Podcasts/1410.53 CFNetwork/1111 Darwin/19.0.0 (x86_64)", "Apple Podcasts", "Mac"),
        ("ポッドキャスト/1709.2.2 CFNetwork/1390 Darwin/22.0.0", "Apple Podcasts", "iPhone"),
        ("AppleCoreMedia/1.0.0.19E239 (iPad; U; CPU OS 15_4 like Mac OS X; en_gb)", "AppleCoreMedia", "iPad"),
        ("Spotify/8.9.10 Android/34 (Pixel 8)", "Spotify", "Android phone"),
        ("AntennaPod/3.4.0", "AntennaPod", "Android phone"),
        ("gPodder/3.11.4 (http://gpodder.org/) Linux", "gPodder", "Linux computer"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0",
            "Edge",
            "Windows computer",
        ),
        (SAFARI, "Safari", "iPhone"),
        ("Sonos/57.3-77280 (ZPS1)", "Sonos", "Sonos"),
        ("TapeDeck/1.0", "Other", "Other"),
    ],
)
def test_an_app_is_named(user_agent, app, device):
    assert identify(agent_lists(), user_agent, "", False) == Agent(app=app, device=device)


def test_a_browser_on_our_own_page_is_the_website_player(episode):
    play(episode, SAFARI, HTTP_REFERER=f"http://testserver{episode.get_absolute_url()}")
    counted(episode)

    assert AgentCount.objects.get().app == "Website player"


def test_a_browser_that_sends_no_referer_says_so_in_another_way(episode):
    play(episode, SAFARI, HTTP_SEC_FETCH_SITE="same-origin", HTTP_SEC_FETCH_DEST="audio")
    counted(episode)

    assert AgentCount.objects.get().app == "Website player"


def test_a_browser_on_the_page_of_an_app_is_that_app(episode):
    play(episode, SAFARI, HTTP_REFERER="https://podcasts.apple.com/us/podcast/1")
    counted(episode)

    assert AgentCount.objects.get().app == "Apple Podcasts (web)"


@pytest.mark.parametrize("referer", ["http://[::1", "http://", "\xff", "https://elsewhere.example/"])
def test_a_strange_referer_is_a_browser(episode, referer):
    play(episode, SAFARI, HTTP_REFERER=referer)
    counted(episode)

    assert AgentCount.objects.get().app == "Safari"


def test_an_app_that_writes_its_name_in_utf8_is_understood(episode):
    play(episode, "Подкасты/1520.39 CFNetwork/1206 Darwin/20.1.0".encode().decode("latin-1"))
    counted(episode)

    assert AgentCount.objects.get().app == "Apple Podcasts"


@pytest.mark.parametrize("kind", KINDS)
def test_the_lists_that_come_along_name_each_once(kind):
    names = [entry["name"] for entry in read_entries((SHIPPED / f"{kind}.json").read_bytes())]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{}",
        b'{"entries": []}',
        b'{"entries": [1]}',
        b'{"entries": [{"name": "x"}, {"pattern": 1, "name": "y"}]}',
        b'{"entries": [{"name": "", "pattern": "x"}]}',
        b'{"entries": [{"name": "x", "pattern": "("}]}',
        b'{"entries": [{"name": "x", "pattern": ".*"}]}',
        b'{"entries": [{"name": "x", "pattern": ""}]}',
        b'{"entries": [{"name": "x\\u0000", "pattern": "x"}]}',
        b'{"entries": ' + b"[" * 100_000,
        b"\xff",
    ],
)
def test_what_is_no_list_is_refused(text):
    with pytest.raises(NotAList):
        read_entries(text)
