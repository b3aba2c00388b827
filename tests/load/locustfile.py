"""Listeners who read and play, apps that poll, and the minutes after a release, when all apps come at once.

Bounded in users and time, and for this machine alone: `make load` runs it. By hand, in the environment of
requirements-load.txt: ``locust -f tests/load/locustfile.py --headless --host http://127.0.0.1:8000``.
"""

from __future__ import annotations

import os
import random
from urllib.parse import urlsplit

from locust import LoadTestShape, between, constant_pacing, events, task
from locust.contrib.fasthttp import FastHttpUser

HERE = {"127.0.0.1", "::1", "localhost"}
EPISODES = int(os.environ.get("LOAD_EPISODES", "500"))
SECONDS = min(int(os.environ.get("LOAD_SECONDS", "60")), 300)
CALM, STAMPEDE = 40, min(int(os.environ.get("LOAD_USERS", "200")), 500)  # users at a time
AGENTS = [
    "AntennaPod/3.4.0",
    "Overcast/3.0 (+http://overcast.fm/; iOS podcast app)",
    "PocketCasts/1.0 (Pocket Casts Feed Parser; +http://pocketcasts.com/)",
    "iTMS",
    "gPodder/3.11.4 (http://gpodder.org/)",
    "Castro 2026.1",
]


@events.init.add_listener
def only_here(environment, **kwargs: object) -> None:
    """Nobody else's machine is put under load by mistake."""
    host = environment.host or (environment.parsed_options and environment.parsed_options.host) or ""
    if urlsplit(host).hostname not in HERE:
        raise SystemExit(
            f"--host {host!r} is not this machine: only 127.0.0.1, ::1 or localhost is put under load."
        )


class Calm(LoadTestShape):
    """A third of the time as always, a third as after a release, a third as always."""

    def tick(self) -> tuple[int, float] | None:
        part = self.get_run_time() / SECONDS * 3
        if part >= 3:
            return None
        return (STAMPEDE, STAMPEDE / 2) if 1 <= part < 2 else (CALM, CALM)


class Listener(FastHttpUser):
    weight = 1
    wait_time = between(0.5, 3)

    @task(2)
    def read(self) -> None:
        number = self.episode()
        self.client.get("/", name="home")
        self.client.get(f"/episodes/{number}/episode-{number}/", name="episode")

    @task(2)
    def play(self) -> None:
        number = self.episode()
        address = f"/episodes/{number}/episode-{number}/audio.mp3"
        headers = {"User-Agent": random.choice(AGENTS), "Range": "bytes=0-"}
        with self.client.get(
            address, name="audio", headers=headers, allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code == 302:
                answer.success()

    @task(1)
    def look(self) -> None:
        word = random.choice(("python", "django", "release", "testing"))
        self.client.get(f"/search/?q={word}", name="search")

    @staticmethod
    def episode() -> int:
        """The newer, the more often."""
        return EPISODES - min(int(random.expovariate(0.2)), EPISODES - 1)


class App(FastHttpUser):
    """Remembers the feed's tag, as apps do: most of its questions are answered with 304."""

    weight = 4
    wait_time = constant_pacing(1)

    def on_start(self) -> None:
        self.agent = random.choice(AGENTS)
        self.tag = ""

    @task
    def poll(self) -> None:
        headers = {"User-Agent": self.agent, "Accept-Encoding": "gzip"}
        if self.tag:
            headers["If-None-Match"] = self.tag
        with self.client.get("/feed.xml", name="feed", headers=headers, catch_response=True) as answer:
            if answer.status_code == 304:
                answer.request_meta["name"] = "feed, 304"
                answer.success()
            elif answer.status_code == 200:
                self.tag = answer.headers.get("ETag", "")
