"""The headings of topics: "Brian #2: Title" in all the forms that hosts have typed it.

``find_topics`` first takes the lines that say host and number. Where they leave a gap (or there are none), a
weaker form may fill it: no "#", no host, or a countdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from math import inf
from typing import Final

from episodes.timestamps import parse_timestamp

from .outline import MarginLine
from .plain_line import PlainLine
from .times import take_first_time, take_time

_WORD: Final = r"[^\W\d_][\w.'’-]*"
_NAME: Final = rf"{_WORD}(?: {_WORD}){{0,2}}"
_LABEL: Final = r"(?P<label>[0-9]{1,2}(?:\.[0-9]{1,2})?)(?!\w|\.?[0-9])"
_ASIDE: Final = r"(?:\([^()]{1,20}\)|\[[^\[\]]{1,20}\])"
_END: Final = rf"(?P<aside>\s*{_ASIDE})?(?P<colon>\s*:|\s+[–—-](?=\s))?"

_HOST_FIRST: Final = re.compile(
    rf"[\s*]*(?P<before>{_ASIDE}\s*)?(?P<host>{_NAME})\s*\#\s*(?:\**{_LABEL}|(?=:)){_END}"
)
_NUMBER_FIRST: Final = re.compile(
    rf"[\s*]*\#\s*{_LABEL}\s*:?\s*(?:\((?P<host>{_NAME})\)|(?P<name>{_NAME})(?=\s*:))(?P<aside>)(?P<colon>\s*:)?"
)
# "**#5 Brian** Title" needs a bold end for its colon, and a host known from other lines.
_NUMBER_THEN_BOLD_NAME: Final = re.compile(
    rf"[\s*]*\#\s*{_LABEL}\s+(?P<host>{_WORD})(?P<aside>)(?P<colon>)(?=\s|\Z)"
)
_NO_HOST: Final = re.compile(rf"[\s*]*\#\s*{_LABEL}(?P<host>){_END}")
_NO_MARK: Final = re.compile(rf"[\s*]*(?P<host>{_WORD})[\s*]*{_LABEL}{_END}")
_COUNTED: Final = re.compile(rf"[\s*]*{_LABEL}(?P<host>)(?P<aside>)(?P<colon>\s*[:.)])")
# "#1 (Brian)": a title may repeat its own address in brackets before it starts.
_ADDRESS: Final = re.compile(r"[\s:]*\(https?://[^()\s]*\)")

_NOBODY: Final = {"topic", "item", "story", "segment", "news", "bonus", "subject"}
_OTHER_COUNTS: Final = {
    *(
        "episode",
        "episodes",
        "issue",
        "issues",
        "pep",
        "pr",
        "pull",
        "request",
        "bug",
        "ticket",
        "part",
        "step",
    ),
    *("tip", "rule", "number", "no", "chapter", "day", "week", "question", "version", "release", "example"),
    *(
        "option",
        "note",
        "reason",
        "commit",
        "lesson",
        "season",
        "show",
        "podcast",
        "level",
        "point",
        "python",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic's heading: ``line`` where it stands, ``used`` lines from there are heading, not body.

    ``aside`` is what brackets at the attribution say. ``end`` is the line behind the topic's text where something
    else than the next heading of a part ends it; ``in_list`` is a topic whose text is indented below a list item.
    """

    line: MarginLine
    used: int
    title: str
    url: str
    start: timedelta | None
    label: str = ""
    host: str = ""
    aside: str = ""
    end: int | None = None
    in_list: bool = False


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    line: MarginLine
    text: PlainLine
    used: int
    start: timedelta | None
    match: re.Match[str]

    @property
    def label(self) -> str:
        return self.match["label"] or ""

    @property
    def number(self) -> float:
        return float(self.label or -1)

    @property
    def host(self) -> str:
        groups = self.match.groupdict()
        host = (groups.get("host") or groups.get("name") or "").strip()
        return "" if host.casefold() in _NOBODY else host

    @property
    def is_marked(self) -> bool:
        """Bold, or a heading: more than words of a sentence."""
        return self.line.paragraph.level > 0 or self.text.starts_bold or self.text.text.startswith("**")


def find_topics(margin: Sequence[MarginLine]) -> list[Topic]:
    """The topics of a document, in its order. Linear in its lines."""
    strong = _strong(margin)
    weak = [
        *_candidates(margin, _NO_MARK, _is_plausible),
        *_candidates(margin, _NO_HOST, lambda found: found.is_marked or bool(found.match["colon"])),
    ]
    marked = [found for found in weak if found.is_marked]
    found = _with_gaps_filled(strong, weak) if strong else _all_without_hosts(margin, marked)
    return [_topic(candidate) for candidate in found]


def _strong(margin: Sequence[MarginLine]) -> list[_Candidate]:
    host_first = _candidates(margin, _HOST_FIRST, _is_attribution)
    number_first = _candidates(margin, _NUMBER_FIRST, lambda found: not _counts_other_things(found))
    hosts = {found.host for found in host_first} | {
        found.host for found in number_first if found.match["host"]
    }
    names = [found.match["name"] for found in number_first if found.match["name"]]
    everyone = len(names) == len(_candidates(margin, _NO_HOST, lambda found: found.is_marked))
    # "#2 PyTone: a jukebox" has no host: a word before the colon is one when it comes again.
    sure = [
        found
        for found in number_first
        if found.match["host"] or everyone or found.host in hosts or names.count(found.host) > 1
    ]
    hosts |= {found.host for found in sure}
    bold = _candidates(
        margin, _NUMBER_THEN_BOLD_NAME, lambda found: found.host in hosts and _ends_bold(found, "host")
    )
    return _in_order([*bold, *host_first, *sure])


def _candidates(
    margin: Iterable[MarginLine], pattern: re.Pattern[str], accept: Callable[[_Candidate], bool]
) -> list[_Candidate]:
    found = []
    for line in margin:
        if not pattern.match(take_first_time(line.text)[0].text):
            continue
        heading, used = line.paragraph.heading_at(line.offset)
        text, start = take_first_time(heading)
        if match := pattern.match(text.text):
            candidate = _Candidate(line=line, text=text, used=used, start=start, match=match)
            if accept(candidate):
                found.append(candidate)
    return found


def _is_attribution(found: _Candidate) -> bool:
    """Does a line that starts "Word #2" name a host and no episode, and go on as a heading does?"""
    if _counts_other_things(found) or (found.match["host"][0].islower() and not found.is_marked):
        return False
    end = found.match.end("label") if found.label else found.match.end()
    alone = not found.text.text[end:].strip()
    return bool(found.match["colon"]) or alone or found.is_marked or _ends_bold(found, "label")


def _ends_bold(found: _Candidate, group: str) -> bool:
    end = found.match.end(group)
    return any(end <= span.end <= end + 1 for span in found.text.bold)


def _is_plausible(found: _Candidate) -> bool:
    return (
        found.is_marked
        and bool(found.match["colon"])
        and not found.match["host"].islower()
        and not _counts_other_things(found)
    )


def _counts_other_things(found: _Candidate) -> bool:
    return bool(_OTHER_COUNTS & set(found.host.casefold().split()))


def _in_order(found: Iterable[_Candidate]) -> list[_Candidate]:
    by_index = {candidate.line.index: candidate for candidate in found}
    return [by_index[index] for index in sorted(by_index)]


def _with_gaps_filled(strong: Sequence[_Candidate], weak: Sequence[_Candidate]) -> list[_Candidate]:
    """With the weak candidates whose number is missing at their place: "Michael 4:" between #3 and #5."""
    certain = {candidate.line.index for candidate in strong}
    taken = {candidate.number for candidate in strong}
    result: list[_Candidate] = []
    following = _numbers_after(strong, weak)
    for candidate in _in_order([*weak, *strong]):
        before = result[-1].number if result else -1
        after = following[candidate.line.index]
        fits = before < candidate.number < after and candidate.number not in taken
        if candidate.line.index in certain or (fits and (after < inf or candidate.number == before + 1)):
            result.append(candidate)
    return result


def _numbers_after(strong: Sequence[_Candidate], weak: Sequence[_Candidate]) -> dict[int, float]:
    """For each candidate's line, the number of the next strong one; infinity behind the last."""
    certain = {candidate.line.index for candidate in strong}
    following = inf
    after: dict[int, float] = {}
    for candidate in reversed(_in_order([*weak, *strong])):
        after[candidate.line.index] = following
        if candidate.line.index in certain:
            following = candidate.number
    return after


def _all_without_hosts(margin: Sequence[MarginLine], weak: Sequence[_Candidate]) -> list[_Candidate]:
    """No line says both: all "#1 Title" lines, else "Anna 1:" or "10: Title" lines that count by one."""
    if hashed := [found for found in _in_order(weak) if found.match.re is _NO_HOST]:
        return hashed
    counted = _candidates(margin, _COUNTED, lambda found: found.is_marked and found.text.is_bold)
    for candidates, fewest in ((list(weak), 2), (counted, 3)):
        steps = {later.number - earlier.number for earlier, later in pairwise(candidates)}
        if len(candidates) >= fewest and steps in ({1}, {-1}):
            return candidates
    return []


def _topic(found: _Candidate) -> Topic:
    rest, start = take_time(_after_attribution(found))
    used = found.used
    below = found.line.below[used - 1 :]
    if not rest.title and below and (below[0].is_bold or below[0].is_one_link):
        rest, below, used = below[0], below[1:], used + 1
    url = rest.url or (found.text.url if rest.title else "")
    if not url and below and below[0].is_one_link:
        url = below[0].url
    asides = _asides(found)
    times = [time for aside in asides if (time := _time_in(aside)) is not None]
    return Topic(
        line=found.line,
        used=used,
        label=found.label,
        host=found.host,
        title=rest.title,
        url=url,
        start=next((time for time in (found.start, *times, start) if time is not None), None),
        aside=" ".join(aside for aside in asides if _time_in(aside) is None),
    )


def _after_attribution(found: _Candidate) -> PlainLine:
    end = found.match.end()
    if _aside_starts_the_title(found):
        end = found.match.start("aside")
    rest = found.text.cut(end)
    address = _ADDRESS.match(rest.text)
    return rest.cut(address.end()) if address else rest


def _asides(found: _Candidate) -> list[str]:
    """What stands in brackets around the attribution: "(bonus)", or a time."""
    behind = "" if _aside_starts_the_title(found) else found.match["aside"]
    return [aside.strip() for aside in (found.match.groupdict().get("before"), behind) if aside]


def _aside_starts_the_title(found: _Candidate) -> bool:
    """A time is no part of the title. Other brackets are, unless the attribution's colon comes after them."""
    aside = found.match["aside"]
    return bool(aside) and not found.match["colon"] and _time_in(aside) is None


def _time_in(aside: str) -> timedelta | None:
    return parse_timestamp(aside.strip(" \t()[]@"))
