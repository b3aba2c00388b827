"""Servers that answer the same question, one after the other, again and again."""

from __future__ import annotations

import http.client
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from tests.bench.gates import Load, ratio, read_wrk

SCRIPT = Path(__file__).with_name("wrk.lua")
CONNECTIONS = 8
GZIP = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True, kw_only=True)
class Runner:
    """``processes`` are those whose time counts, with their children."""

    name: str
    url: str
    processes: Sequence[int]
    headers: Mapping[str, str] = field(default_factory=lambda: dict(GZIP))
    status: int = 200
    packed: bool = True


@dataclass(frozen=True, kw_only=True)
class Result:
    """``rates`` in requests a second, ``costs`` in milliseconds of a processor for one request, by round."""

    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    @property
    def cost(self) -> float:
        return statistics.median(self.costs)

    def of(self, other: Result) -> float:
        return ratio(self.rates, other.rates)

    def costs_of(self, other: Result) -> float:
        return ratio(self.costs, other.costs)


def race(runners: Sequence[Runner], rounds: int, seconds: int) -> dict[str, Result]:
    """By the runners' names. The first round makes and warms what is kept, and does not count."""
    results = {runner.name: Result() for runner in runners}
    for runner in runners:
        check(runner)
        load(runner, 1)
    for _ in range(rounds):
        for runner in runners:
            before = spent(runner.processes)
            done = load(runner, seconds)
            if done.failed or not done.requests:
                raise SystemExit(f"{runner.name} at {runner.url}: {done.failed} of {done.requests} failed.")
            results[runner.name].rates.append(done.rate)
            results[runner.name].costs.append(1000 * (spent(runner.processes) - before) / done.requests)
    return results


def load(runner: Runner, seconds: int) -> Load:
    command = ["wrk", "--threads=1", f"--connections={CONNECTIONS}", f"--script={SCRIPT}"]
    command += [f"--duration={seconds}s"]
    for name, value in runner.headers.items():
        command += ["--header", f"{name}: {value}"]
    done = subprocess.run([*command, runner.url], check=True, capture_output=True, text=True)
    return read_wrk(done.stdout)


def spent(processes: Sequence[int]) -> float:
    """Seconds of a processor that these and their children have taken so far."""
    every = {child for pid in processes for child in family(psutil.Process(pid))}
    times = [process.cpu_times() for process in every]
    return sum(time.user + time.system for time in times)


def family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def check(runner: Runner) -> None:
    """A race between errors is none."""
    status, headers, _ = ask(runner.url, runner.headers)
    packed = headers.get("content-encoding", "")
    if status != runner.status or (status == 200 and runner.packed != (packed == "gzip")):
        raise SystemExit(f"{runner.name} answered {runner.url} with {status} {packed}.")


def ask(url: str, headers: Mapping[str, str] = GZIP) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(url)
    link = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        link.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers=dict(headers))
        answer = link.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        link.close()
