"""What Prometheus reads: of one process, and of several on a machine."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from django.test import Client
from prometheus_client import Counter, Gauge, Histogram

from downloads import metrics as downloads
from showsite import metrics
from showsite.checks import metrics_token_cannot_be_guessed
from tests.factories import EpisodeFactory
from tests.processes import ROOT, machine, wait_for

TOKEN = "a-long-token-for-tests"
LEAVE = {"Authorization": f"Bearer {TOKEN}"}
ANTENNAPOD = "AntennaPod/3.4.0"


@pytest.fixture
def watched(settings):
    settings.METRICS_TOKEN = TOKEN
    return Client()


def numbers(text: str) -> dict[str, float]:
    """Name and labels -> value."""
    return {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2])
        for line in text.splitlines()
        if line[0] != "#"
    }


def read(client: Client) -> dict[str, float]:
    return numbers(client.get("/metrics", headers=LEAVE).content.decode())


def test_without_a_token_in_the_settings_there_is_no_such_page(client, db):
    assert client.get("/metrics", headers=LEAVE).status_code == 404


@pytest.mark.parametrize("shown", ["", "Bearer wrong", "Bearer ", f"Basic {TOKEN}", TOKEN, "Bearer ü"])
def test_without_the_token_there_is_no_such_page_either(watched, shown):
    response = watched.get("/metrics", headers={"Authorization": shown} if shown else {})

    assert response.status_code == 404
    assert b"showsite" not in response.content


@pytest.mark.django_db
def test_it_is_never_cached_and_needs_no_known_host_name(watched):
    response = watched.get("/metrics", headers={**LEAVE, "Host": "10.0.0.3:8000"})

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"].startswith("text/plain; version=")


def test_requests_are_counted_by_view_and_status(watched, show):
    before = read(watched)
    watched.get("/")
    watched.get("/nothing/here/at/all")
    after = read(watched)

    def more(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert more('showsite_requests_total{status="200",view="home"}') == 1
    assert more('showsite_requests_total{status="404",view="none"}') == 1
    assert more('showsite_request_seconds_count{view="home"}') == 1


def test_asking_for_the_numbers_is_not_counted(watched, db):
    read(watched)

    assert not [name for name in read(watched) if "metrics" in name]


def test_polls_of_feeds_are_counted_by_app_and_result(watched, show):
    before = read(watched)
    tag = watched.get("/feed.xml", headers={"User-Agent": ANTENNAPOD})["ETag"]
    watched.get("/feed.xml", headers={"User-Agent": ANTENNAPOD, "If-None-Match": tag})
    after = read(watched)

    for result in ("sent", "unchanged"):
        name = f'showsite_feed_polls_total{{app="AntennaPod",result="{result}"}}'
        assert after[name] - before.get(name, 0) == 1


def test_whatever_clients_call_themselves_labels_stay_few(watched, show):
    for number in range(30):
        watched.get("/feed.xml", headers={"User-Agent": f'Made-Up-{number}"}}\n/1.{number} evil'})
    apps = {found for name in read(watched) for found in re.findall(r'app="([^"]*)"', name)}

    assert not {app for app in apps if "Made-Up" in app}


def test_what_the_database_knows_is_there_too(watched, db):
    found = read(watched)

    assert found["showsite_database_up"] == 1
    assert found['showsite_tasks{state="due"}'] == 0
    assert found["showsite_tasks_oldest_seconds"] == 0
    assert found['showsite_processes{kind="worker"}'] == 0


def test_kept_responses_are_counted_by_name(watched, db):
    before = read(watched)
    metrics.kept_hit()
    metrics.kept_made(0.02)
    metrics.kept_waited()
    metrics.kept_stale(0.4)
    metrics.kept_now(3, 4096, dropped=1)
    after = read(watched)

    for result in ("hit", "made", "waited", "stale", "dropped"):
        name = f'showsite_kept_responses_total{{result="{result}"}}'
        assert after[name] - before.get(name, 0) == 1
    assert after["showsite_kept_bytes"] == 4096
    assert after["showsite_kept_entries"] == 3


@pytest.mark.django_db(transaction=True)
def test_all_processes_of_a_machine_are_added_up_also_after_one_was_replaced(tmp_path: Path):
    EpisodeFactory(show__host_name="localhost")
    with machine(tmp_path / "log", workers=2, METRICS_TOKEN=TOKEN) as site:
        for _ in range(40):
            assert site.ask("/feed.xml", User_Agent=ANTENNAPOD)[0] == 200
        before = numbers(site.ask("/metrics", Authorization=f"Bearer {TOKEN}")[2].decode())
        pids = set(re.findall(r"Booting worker with pid: (\d+)", (tmp_path / "log").read_text()))
        assert len(pids) == 2
        for pid in pids:
            os.kill(int(pid), signal.SIGKILL)
        wait_for(lambda: (tmp_path / "log").read_text().count("Booting worker") == 4)
        assert site.ask("/feed.xml", User_Agent=ANTENNAPOD)[0] == 200
        after = numbers(site.ask("/metrics", Authorization=f"Bearer {TOKEN}")[2].decode())

    name = 'showsite_feed_polls_total{app="AntennaPod",result="sent"}'
    assert before[name] == 40
    assert after[name] == 41


def test_the_documents_name_every_number_and_no_other():
    text = (ROOT / "docs" / "watching.md").read_text()
    named = set(re.findall(r"\bshowsite_[a-z_]+[a-z]\b", text))
    known = {name for module in (metrics, downloads) for name in counted_in(module)}
    known |= {"showsite_database_up", "showsite_tasks", "showsite_tasks_oldest_seconds"}
    known |= {"showsite_processes", "showsite_worker_seen_seconds"}

    assert {re.sub("_(total|bucket|sum|count)$", "", name) for name in named} == known


def counted_in(module) -> set[str]:
    kinds = Counter | Gauge | Histogram
    return {value.describe()[0].name for value in vars(module).values() if isinstance(value, kinds)}


@pytest.mark.parametrize(("token", "number"), [("", 0), ("short", 1), ("x" * 20, 0)])
def test_a_token_that_can_be_guessed_is_said_at_the_start(settings, token, number):
    settings.METRICS_TOKEN = token

    assert len(metrics_token_cannot_be_guessed()) == number
