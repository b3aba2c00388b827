"""Several machines on one database and one storage: real processes, as they would run elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from episodes.announcing import announce_episode
from episodes.models import Announcement, Episode
from episodes.publishing import publish
from showsite.models import Process
from tests.factories import EpisodeFactory
from tests.local_server import local_server
from tests.processes import ROOT, Machine, environment, machine, wait_for, worker

pytestmark = pytest.mark.django_db(transaction=True)

HUB = "/hub"
PAGES = ("/", "/episodes/", "/feed.xml", "/healthz")


class Host:
    """Somebody at the desk of one machine."""

    def __init__(self, site: Machine) -> None:
        client = Client()
        client.force_login(get_user_model().objects.create_superuser("ada"))
        self.site = site
        self.cookies = {"sessionid": client.cookies["sessionid"].value}

    def send(self, path: str, **fields: str) -> int:
        """Fill in the form of a page."""
        page = self._ask(path)[2].decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        return self._ask(path, "POST", urlencode({"csrfmiddlewaretoken": token[1], **fields}))[0]

    def _ask(self, path: str, method: str = "GET", body: str | None = None) -> tuple[int, dict, bytes]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        answer = self.site.ask(path, method, body, Cookie=cookies, **kind)
        for found in re.finditer(r"(sessionid|csrftoken)=(\w+)", answer[1].get("set-cookie", "")):
            self.cookies[found[1]] = found[2]
        return answer


@contextmanager
def two_machines(folder: Path, **more: str) -> Iterator[tuple[Machine, Machine]]:
    with machine(folder / "one", **more) as one, machine(folder / "two", **more) as two:
        yield one, two


def test_what_is_edited_on_one_is_on_the_other_within_two_seconds(tmp_path: Path):
    episode = EpisodeFactory(show__host_name="localhost", title="Knots and bends", audio=True)
    with two_machines(tmp_path) as (one, two):
        for page in PAGES[:3]:
            assert "Knots and bends" in two.text(page)  # whatever it keeps, it keeps now
        host = Host(one)
        act = {"action": "back_to_draft", "_selected_action": str(episode.pk)}
        assert host.send("/admin/episodes/episode/", **act) == 302
        began = time.monotonic()
        wait_for(lambda: not any("Knots and bends" in two.text(page) for page in PAGES[:3]), 5)
        gone = time.monotonic() - began

        publish(Episode.objects.get())  # on a third, which is this one
        began = time.monotonic()
        wait_for(lambda: all("Knots and bends" in two.text(page) for page in PAGES[:3]), 5)
        there = time.monotonic() - began

    assert gone < 2
    assert there < 2


def test_a_scheduled_episode_appears_on_all_at_its_moment_and_the_hub_hears_of_it_once(tmp_path: Path):
    with local_server() as hub:
        hub.page(HUB, b"")
        told = {"WEBSUB_HUB": hub.url + HUB}
        with two_machines(tmp_path, **told) as sites:
            moment = timezone.now() + timedelta(seconds=6)
            episode = EpisodeFactory(
                show__host_name="localhost", title="Knots and bends", audio=True, published_at=moment
            )
            announce_where_a_hub_is_named(episode, told["WEBSUB_HUB"])
            with worker(tmp_path / "three", **told), worker(tmp_path / "four", **told):
                assert not any("Knots and bends" in site.text("/feed.xml") for site in sites)
                wait_for(lambda: timezone.now() >= moment)
                wait_for(lambda: all("Knots and bends" in site.text("/feed.xml") for site in sites), 2)
                wait_for(lambda: announcements_do_not_wait(moment))
                wait_for(lambda: hub.posted)
                time.sleep(2)  # a second one would come now
                assert Process.objects.filter(kind="worker").count() == 2

    assert len(hub.posted) == 1
    assert Announcement.objects.get().state == Announcement.State.SENT


def announce_where_a_hub_is_named(episode, hub: str) -> None:
    from django.test import override_settings

    with override_settings(WEBSUB_HUB=hub):
        announce_episode(episode)
    # What was asked for at once says nothing new: the episode is not there yet.
    Announcement.objects.all().delete()


def announcements_do_not_wait(moment) -> bool:
    """A change settles for ten seconds before it is announced; a test has no patience."""
    waiting = DBTaskResult.objects.filter(task_path="episodes.announcing.deliver", status="READY")
    return waiting.filter(enqueued_at__gte=moment).update(run_after=timezone.now()) > 0


def test_many_tasks_are_each_done_once_by_two_workers(tmp_path: Path):
    from transcripts.finding import find_chapters_of

    for number in range(60):
        find_chapters_of.enqueue(10**9 + number)
    with worker(tmp_path / "one"), worker(tmp_path / "two"):
        wait_for(lambda: not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists())
    said = (tmp_path / "one").read_text() + (tmp_path / "two").read_text()

    assert said.count("state=SUCCESSFUL") == 60
    assert {len(task.worker_ids) for task in DBTaskResult.objects.all()} == {1}


def test_two_machines_may_migrate_at_the_same_time(tmp_path: Path):
    """As they do where each runs the commands of a release by itself."""
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"]
    runs = [subprocess.Popen(command, cwd=ROOT, env=environment()) for _ in range(2)]

    assert [run.wait(60) for run in runs] == [0, 0]


class Load:
    """Readers who ask one after the other, each on a new connection, until they are told to stop."""

    def __init__(self, site: Machine, readers: int = 4) -> None:
        self.site = site
        self.failed: list[str] = []
        self.seen: list[str] = []
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(n,)) for n in range(readers)]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _read(self, number: int) -> None:
        while not self._end.is_set():
            path = PAGES[(number + len(self.seen)) % len(PAGES)]
            try:
                status, _, content = self.site.ask(path)
            except OSError as error:
                self.failed.append(f"{path}: {error!r}")
                continue
            if status != 200:
                self.failed.append(f"{path}: {status}")
            if path == "/healthz":
                self.seen.append(content.decode())
            else:
                self.seen.append("")


def test_the_next_version_comes_in_under_load_without_a_failed_request(tmp_path: Path):
    """Expand, migrate while the old code serves, reload gracefully: the way that docs/deployment.md tells."""
    EpisodeFactory(show__host_name="localhost")
    old, new = release(tmp_path / "old"), release(tmp_path / "new")
    next_version(new)
    current = tmp_path / "current"
    current.symlink_to(old)
    with machine(tmp_path / "log", root=current, workers=2) as site, Load(site) as load:
        wait_for(lambda: len(load.seen) > 50)
        migrate = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"]
        subprocess.run(migrate, cwd=new, env=environment(), check=True)
        before = len(load.seen)
        wait_for(lambda: len(load.seen) > before + 50)  # the old code on the new tables
        swap(current, new)
        os.kill(site.service.process.pid, signal.SIGHUP)
        wait_for(lambda: "ok, and new\n" in load.seen)
        wait_for(lambda: set(filter(None, load.seen[-100:])) == {"ok, and new\n"})
    undo = [sys.executable, "manage.py", "migrate", "shortlinks", "0001", "--verbosity=0"]
    subprocess.run(undo, cwd=new, env=environment(), check=True)

    assert load.failed == []
    assert "ok\n" in load.seen


def release(folder: Path) -> Path:
    """A copy of the code, as a deployment would lay it out."""
    ignored = shutil.ignore_patterns(".*", "tests", "docs", "static", "static-collected", "__pycache__")
    shutil.copytree(ROOT, folder, ignore=ignored)
    (folder / "static").symlink_to(ROOT / "static")
    return folder


def next_version(folder: Path) -> None:
    """It has one column more, and one can see who answers."""
    views = folder / "showsite" / "views.py"
    views.write_text(views.read_text().replace('HttpResponse("ok\\n"', 'HttpResponse("ok, and new\\n"'))
    (folder / "shortlinks/migrations/0999_say_more.py").write_text(
        "from django.db import migrations, models\n\n\n"
        "class Migration(migrations.Migration):\n"
        '    dependencies = [("shortlinks", "0001_short_links")]\n'
        '    operations = [migrations.AddField("shortlink", "more", models.TextField(db_default="more"))]\n'
    )


def swap(link: Path, to: Path) -> None:
    (link.parent / "next").symlink_to(to)
    (link.parent / "next").replace(link)
