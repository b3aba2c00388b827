"""`make bench`: the gates of the site's speed, on servers and data of its own. Ends with status 1 where one fails.

What is compared runs by turns on the same machine: read ratios, and milliseconds of a processor, not requests a second.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

from tests.bench import material, page_weight
from tests.bench.gates import Gate, number, table
from tests.bench.race import GZIP, Result, Runner, ask, race
from tests.bench.servers import Bench, Server, benched, missing, named

SIZES = SMALL, USUAL, LARGE = 50, 500, 5000  # episodes
# Short and many: the machine's own moods last some seconds.
ROUNDS, SECONDS = 11, 1
FEED, WHOLE_FEED = "/feed.xml", "/feed/all.xml"
# A word that is said in many episodes of any number of them.
SEARCH = f"/search/?q={material.vocabulary()[0][66]}"
PAGES = {"home": 0.08, "episode": 0.08, "transcript": 0.08}
STEADY = 1.25
# Microseconds of a processor for a Django hello, where the gates were set: says how fast this machine is now.
HELLO = 83
HEADS = ("case", "figure", "gate", "", "")


def main() -> None:
    if absent := missing():
        sys.exit(f"{' and '.join(absent)} not installed: apt-get install {' '.join(absent)}")
    began = time.monotonic()
    with benched() as bench:
        gates = list(told(measure(bench, sys.argv[1:])))
    print(f"\n{table(HEADS, [gate.cells for gate in gates])}\n")
    failed = sum(not gate.holds for gate in gates)
    print(f"{failed or 'none'} of {sum(bool(gate.limit) for gate in gates)} gates failed", end="; ")
    print(f"{(time.monotonic() - began) / 60:.0f} minutes")
    sys.exit(bool(failed))


def told(gates: Iterator[Gate]) -> Iterator[Gate]:
    for gate in gates:
        print(" ".join(filter(None, gate.cells)), flush=True)
        yield gate


def measure(bench: Bench, parts: list[str]) -> Iterator[Gate]:
    every = {
        "speed": speed,
        "weight": weight,
        "growth": growth,
        "first": first_times,
        "search": searching,
        "transcript": transcript,
    }
    if unknown := set(parts) - set(every):
        sys.exit(f"{', '.join(unknown)}: the parts are {', '.join(every)}.")
    bench.prepare()
    bench.fill(
        [size for size in SIZES if size == USUAL or {"growth", "first", "search"} & set(parts or every)]
    )
    for part in parts or every:
        yield from every[part](bench)


def transcript(bench: Bench) -> Iterator[Gate]:
    taken = bench.inside(named(USUAL), "transcript")
    yield Gate(
        case="transcript of 1,000 cues into the database",
        figure=taken["known"],
        at_most=100,
        unit=" ms",
        note=f"{taken['new']:.0f} ms where every word is new to the show",
    )


def paths(size: int) -> dict[str, str]:
    episode = f"/episodes/{size}/episode-{size}/"
    return {"home": "/", "episode": episode, "transcript": f"{episode}transcript/"}


def speed(bench: Bench) -> Iterator[Gate]:
    site, pages = bench.site(named(USUAL)), paths(USUAL)
    static = bench.static(site, [FEED, WHOLE_FEED, *pages.values()])
    front = bench.front(site)
    yield from unchanged(site, static, front, bench.hello())
    yield from full("full feed, gzip", WHOLE_FEED, 0.5, site, static, front)
    for name, path in pages.items():
        yield from full(name, path, PAGES[name], site, static, front)


def unchanged(site: Server, static: Server, front: Server, hello: Server) -> Iterator[Gate]:
    runners = [
        Runner(name="hello", url=f"{hello.url}/", processes=hello.processes, packed=False),
        *(knowing(name, server) for name, server in contestants(site, static, front).items()),
    ]
    found = race(runners, ROUNDS, SECONDS)
    yield Gate(
        case="feed 304 of static nginx",
        figure=found["site"].of(found["static"]),
        at_least=0.06,
        note=f"aim 0.08; {costs(found)}",
    )
    yield Gate(
        case="feed 304 of a Django hello",
        figure=found["site"].of(found["hello"]),
        at_least=1.2,
        note=rates(found),
    )
    yield Gate(
        case="feed 304 behind the sample nginx", figure=found["front"].of(found["static"]), at_least=0.6
    )


def knowing(name: str, server: Server) -> Runner:
    """An app that has the feed already."""
    tag = ask(server.url + FEED)[1]["etag"]
    headers = {**GZIP, "If-None-Match": tag}
    return Runner(name=name, url=server.url + FEED, processes=server.processes, headers=headers, status=304)


def full(name: str, path: str, least: float, site: Server, static: Server, front: Server) -> Iterator[Gate]:
    runners = [
        Runner(name=who, url=server.url + path, processes=server.processes)
        for who, server in contestants(site, static, front).items()
    ]
    found = race(runners, ROUNDS, SECONDS)
    note = f"{costs(found)}; {rates(found)}"
    yield Gate(
        case=f"{name} of static nginx", figure=found["site"].of(found["static"]), at_least=least, note=note
    )
    yield Gate(
        case=f"{name} behind the sample nginx", figure=found["front"].of(found["static"]), at_least=0.6
    )


def contestants(site: Server, static: Server, front: Server) -> dict[str, Server]:
    return {"static": static, "site": site, "front": front}


def costs(found: dict[str, Result]) -> str:
    return "CPU ms " + ", ".join(f"{name} {number(result.cost)}" for name, result in found.items())


def rates(found: dict[str, Result]) -> str:
    return "a second " + ", ".join(f"{name} {result.rate:,.0f}" for name, result in found.items())


def weight(bench: Bench) -> Iterator[Gate]:
    site, pages = bench.site(named(USUAL)), paths(USUAL)
    episode = page_weight.of(site.url, pages["episode"])
    speech = page_weight.of(site.url, pages["transcript"])
    yield Gate(
        case="bytes of an episode page with its assets",
        figure=sum(episode.values()) / 1000,
        at_most=25,
        unit=" KB",
        note=page_weight.told(episode),
    )
    yield Gate(
        case="bytes of a transcript page of 827 cues",
        figure=speech[pages["transcript"]] / 1000,
        at_most=30,
        unit=" KB",
        note=page_weight.told(speech),
    )


def growth(bench: Bench) -> Iterator[Gate]:
    """Of the time of the site's own processes; the database's stands under search."""
    small, large = bench.site(named(SMALL)), bench.site(named(LARGE))
    cases = {**paths(0), "search": SEARCH, "feed 304": FEED}
    for name in cases:
        runners = [
            steady(name, who, server, size)
            for who, server, size in (("few", small, SMALL), ("many", large, LARGE))
        ]
        found = race(runners, ROUNDS, 2 if name == "search" else SECONDS)
        yield Gate(
            case=f"growth of {name}, {LARGE:,} of {SMALL} episodes",
            figure=found["many"].costs_of(found["few"]),
            at_most=STEADY,
            note=costs(found),
        )


def steady(name: str, who: str, server: Server, size: int) -> Runner:
    if name == "feed 304":
        return knowing(who, server)
    path = {**paths(size), "search": SEARCH}[name]
    return Runner(name=who, url=server.url + path, processes=server.processes, packed=name != "search")


def first_times(bench: Bench) -> Iterator[Gate]:
    found = {size: bench.inside(named(size), "first", str(size)) for size in (SMALL, USUAL, LARGE)}
    costs = found[USUAL]["costs"]
    asked = {name: cost["again"] for name, cost in costs.items()}
    yield Gate(
        case="queries once made, all together",
        figure=sum(asked.values()),
        at_most=0,
        note=", ".join(asked),
    )
    episode, feed = costs["episode"], costs["feed of all"]
    yield Gate(case="first episode page: queries", figure=episode["queries"], at_most=3)
    yield Gate(
        case="first episode page: CPU", figure=episode["first"], at_most=15, unit=" ms", note=pace(bench)
    )
    fewer = found[SMALL]["costs"]["feed"]["queries"]
    note = f"{costs['feed']['queries']} with {USUAL}, {fewer} with {SMALL}"
    more = costs["feed"]["queries"] - fewer
    yield Gate(case="first feed: queries more than with 50", figure=more, at_most=0, note=note)
    note = f"{feed['queries']} queries"
    yield Gate(case="first feed of 500: CPU", figure=feed["first"], at_most=200, unit=" ms", note=note)
    yield Gate(
        case="an episode published, all fresh: CPU",
        figure=found[USUAL]["publishing"],
        at_most=1000,
        unit=" ms",
    )
    yield from remaking({size: one["costs"] for size, one in found.items()})


def pace(bench: Bench) -> str:
    """How fast the machine is right now, for whoever reads milliseconds."""
    return f"a hello takes {bench.hello_alone():.0f} µs now, {HELLO} where the gates were set"


def remaking(costs: dict[int, Any]) -> Iterator[Gate]:
    """For information: what is made again, with few episodes and with many."""
    for name in costs[SMALL]:
        few, usual, many = (costs[size][name] for size in (SMALL, USUAL, LARGE))
        yield Gate(
            case=f"growth of {name} made again, {LARGE:,} of {SMALL} episodes",
            figure=many["first"] / few["first"],
            note=f"{few['first']:.0f}, {usual['first']:.0f}, {many['first']:.0f} ms;"
            f" {few['queries']}, {usual['queries']}, {many['queries']} queries",
        )


def searching(bench: Bench) -> Iterator[Gate]:
    for size, cues, most in ((USUAL, "300,000", 30), (LARGE, "3,000,000", 40)):
        found = bench.inside(named(size), "search")
        case = f"search at {cues} cues, in the database"
        yield Gate(case=f"{case}: p95", figure=found["p95"], at_most=most, unit=" ms", note=pace(bench))
        yield Gate(case=f"{case}: worst", figure=found["worst"], at_most=100, unit=" ms")
        note = "for information: part of it may come from the disk"
        yield Gate(case=f"{case}: p95 of first times", figure=found["first"], unit=" ms", note=note)


if __name__ == "__main__":
    main()
