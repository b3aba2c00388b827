"""The lists of apps, devices and bots are replaced by newer ones: all six or none."""

from __future__ import annotations

import json
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from downloads.agents import KINDS, identify
from downloads.known_agents import SHIPPED, agent_lists
from downloads.models import AgentCount, AgentList
from tests.downloads.conftest import counted, play
from tests.local_server import local_server

pytestmark = pytest.mark.django_db


def entries(*named: tuple[str, str]) -> bytes:
    """As the source has them, with more than is needed."""
    rows = [
        {"name": name, "pattern": pattern, "urls": ["https://x.example"], "examples": []}
        for name, pattern in named
    ]
    return json.dumps({"comments": ["Of today."], "entries": rows}).encode()


@pytest.fixture
def server(settings):
    settings.ALLOW_PRIVATE_FETCHES = True
    with local_server() as server:
        for kind in KINDS:
            server.page(f"/src/{kind}.json", entries((f"Some {kind}", f"^none-of-{kind}/")))
        yield server


def update(source: str) -> str:
    out = StringIO()
    call_command("update_user_agents", source, stdout=out)
    return out.getvalue()


def test_what_was_fetched_is_in_force(server, episode):
    server.page("/src/apps.json", entries(("Tape Deck", "^TapeDeck/"), ("Radio", "^Radio/")))
    output = update(f"{server.url}/src/")
    play(episode, "TapeDeck/1.0")
    counted(episode)

    assert "2 apps" in output
    assert AgentCount.objects.get().app == "Tape Deck"


def test_a_new_bot_counts_no_more(server, episode):
    server.page("/src/bots.json", entries(("Tape Deck's robot", "^TapeDeck/")))
    update(f"{server.url}/src")
    play(episode, "TapeDeck/1.0")

    assert counted(episode) == 0


def test_only_what_is_used_is_kept(server):
    update(f"{server.url}/src")

    assert AgentList.objects.get(kind="bots").entries == [
        {"name": "Some bots", "pattern": "^none-of-bots/", "category": ""}
    ]


def test_a_folder_does_as_well(tmp_path):
    for kind in KINDS:
        shutil.copy(SHIPPED / f"{kind}.json", tmp_path)
    update(str(tmp_path))

    assert AgentList.objects.count() == len(KINDS)
    assert identify(agent_lists(), "Overcast/3.0", "", False).app == "Overcast"


@pytest.mark.parametrize(
    "body", [b"<html>", b'{"entries": [{"name": "x", "pattern": "("}]}'], ids=["html", "pattern"]
)
def test_one_file_that_is_wrong_changes_nothing(server, body):
    server.page("/src/devices.json", body)
    with pytest.raises(CommandError, match=r"devices\.json: .*Nothing was changed\."):
        update(f"{server.url}/src")

    assert not AgentList.objects.exists()


def test_one_file_that_is_missing_changes_nothing(server):
    del server.pages["/src/referrers.json"]
    with pytest.raises(CommandError, match=r"referrers\.json: .* answers 404"):
        update(f"{server.url}/src")

    assert not AgentList.objects.exists()


def test_a_folder_that_is_none_is_said(tmp_path):
    with pytest.raises(CommandError, match=r"bots\.json"):
        update(str(tmp_path / "nowhere"))


def test_an_address_inside_the_network_is_not_asked(settings):
    settings.ALLOW_PRIVATE_FETCHES = False
    with (
        local_server() as server,
        pytest.raises(CommandError, match=r"not on the public internet|only the ports"),
    ):
        update(server.url)
