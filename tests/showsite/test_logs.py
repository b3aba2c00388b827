"""What the log says: one line an event, with the id of its request or task, and nobody's address."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from showsite.logs import JsonFormatter, RequestIdFilter
from tests.factories import EpisodeFactory
from tests.processes import machine, wait_for, worker


def as_json(message: str, **extra: object) -> dict[str, object]:
    record = logging.LogRecord("showsite", logging.INFO, __file__, 1, message, None, None)
    record.__dict__.update(extra)
    RequestIdFilter().filter(record)
    return json.loads(JsonFormatter().format(record))


def test_a_line_says_when_in_a_form_that_machines_read():
    when = datetime.fromisoformat(as_json("Good morning")["time"])

    assert when.tzinfo == UTC
    assert abs((datetime.now(UTC) - when).total_seconds()) < 5


def test_only_named_fields_get_into_a_line():
    line = as_json("Something", view="home", status=200, address="192.0.2.1", request=object())

    assert line["view"] == "home"
    assert line["status"] == 200
    assert "192.0.2.1" not in json.dumps(line)


def test_nobody_writes_lines_of_their_own():
    assert "\n" not in json.dumps(as_json("first\nsecond"))


@pytest.mark.django_db
def test_a_request_is_a_line_with_fields(client, caplog):
    with caplog.at_level(logging.INFO, "showsite.requests"):
        response = client.get("/search/?q=secret", REMOTE_ADDR="192.0.2.7")
    [record] = [one for one in caplog.records if one.name == "showsite.requests"]

    assert (record.method, record.path, record.view) == ("GET", "/search/", "search")
    assert record.status == response.status_code
    assert isinstance(record.milliseconds, int)


@pytest.mark.django_db
def test_the_key_to_a_private_page_is_not_in_the_log(client, show, caplog):
    with caplog.at_level(logging.INFO, "showsite.requests"):
        client.get("/submit/a-key-that-opens-a-page/")
    [record] = [one for one in caplog.records if one.name == "showsite.requests"]

    assert record.path == "/submit/token/"
    assert "a-key-that-opens-a-page" not in record.getMessage()


@pytest.mark.django_db(transaction=True)
def test_the_web_server_and_the_worker_write_json_and_no_addresses(tmp_path: Path):
    from transcripts.finding import find_chapters_of

    episode = EpisodeFactory(show__host_name="localhost")
    web, work = tmp_path / "web", tmp_path / "work"
    with machine(web, LOG_FORMAT="json", TRUSTED_PROXIES="127.0.0.1") as site:
        site.ask("/?q=198.51.100.9", X_Forwarded_For="198.51.100.9", X_Request_ID="from-the-front-1")
        site.ask("/nothing", X_Forwarded_For="198.51.100.9")
        find_chapters_of.enqueue(episode.pk)
        with worker(work, LOG_FORMAT="json"):
            wait_for(lambda: "state=SUCCESSFUL" in work.read_text())
    lines = [json.loads(line) for file in (web, work) for line in file.read_text().splitlines() if line]

    assert {line["level"] for line in lines} <= {"INFO", "WARNING", "ERROR"}
    assert [line["path"] for line in lines if line["request_id"] == "from-the-front-1"] == ["/"]
    assert [line for line in lines if line["request_id"].startswith("task-")]
    assert "198.51.100.9" not in web.read_text() + work.read_text()
