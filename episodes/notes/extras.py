"""Extras by host: below one heading each host has a group, which starts with the host's name.

"Brian:", "**Brian**", "### Brian", "Brian: text" and "- Brian: text" all name one. "Books:" and "Essay: ..." do not:
a name is one that the notes have elsewhere, or, where they name nobody, what stands alone above a list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from episodes.names import fold

from .document import SegmentKind
from .outline import MarginLine, MarginList, Outline
from .parts import Part

_NAME: Final = re.compile(
    r"[\s*]*(?P<name>[^\W\d_a-z][\w.'’-]{0,39}(?: [^\W\d_a-z][\w.'’-]{0,39})?)[\s*]*(?P<colon>:?)[\s*:]*"
)
_SUBJECTS: Final = {
    *("articles", "blogs", "books", "conferences", "courses", "events", "jobs", "links", "meetups", "news"),
    *("packages", "podcasts", "tools", "updates", "videos"),
}
_UNDERLINE: Final = re.compile(r" {0,3}(?:-+|=+)[ \t]*")


class Names:
    """The people whom notes name: those who lead segments, the guests, the hosts to connect with."""

    def __init__(self, names: Iterable[str]) -> None:
        keys = {fold(name)[:40] for name in names}
        self._starts = {key[:end] for key in keys for end in range(2, len(key) + 1)} | (keys - {""})
        self._letters = {"".join(sorted(key)) for key in keys}

    def __bool__(self) -> bool:
        return bool(self._starts)

    def know(self, name: str) -> bool:
        """Whole, or the start of one: "Gwen" is Gwendolyn Faraday, "Calvin" is @calvinhp. "Brain" is Brian."""
        key = fold(name)[:40]
        return key in self._starts or "".join(sorted(key)) in self._letters


@dataclass(frozen=True, kw_only=True)
class _Group:
    """From line ``start`` on the text is a host's; it starts at ``body``."""

    start: int
    body: int
    host: str


def by_host(parts: Sequence[Part], outline: Outline, lines: Sequence[str], names: Names) -> list[Part]:
    """The parts, with extras cut where a host's group starts."""
    result: list[Part] = []
    for part, end in zip(parts, [*(part.start for part in parts[1:]), len(lines)], strict=True):
        if part.kind is SegmentKind.EXTRA:
            result += _cut(part, list(_groups(part, end, outline, lines, names)), lines)
        else:
            result.append(part)
    return result


def _cut(part: Part, groups: Sequence[_Group], lines: Sequence[str]) -> Iterator[Part]:
    """The heading is the first group's where it says nothing of its own and nothing stands between."""
    own = groups[0] if groups and part.bare and not part.host and not part.beside else None
    if own and not any(line.strip() for line in lines[part.body : own.start]):
        yield replace(part, body=own.body, host=own.host)
        groups = groups[1:]
    else:
        yield part
    for group in groups:
        yield Part(kind=SegmentKind.EXTRA, start=group.start, body=group.body, host=group.host)


def _groups(part: Part, end: int, outline: Outline, lines: Sequence[str], names: Names) -> Iterator[_Group]:
    headed, lists = outline.margin_between(part.body, end), outline.lists_between(part.body, end)
    found = [group for line in headed if (group := _headed_group(line, lines, names))]
    # Where nobody is named anywhere, one such line may be anything, but two are names.
    different = {group.host.casefold() for group in found}
    if not names and (len(different) < 2 or different & _SUBJECTS):
        found = []
    starts, hosts = [group.start for group in found], [part.host, *(group.host for group in found)]
    listed = (_listed_groups(one, hosts[bisect_left(starts, one.start)], names) for one in lists)
    # A list runs on where the next part's heading stands in one of its items.
    within = (group for group in chain(found, *listed) if group.start < end)
    yield from sorted(within, key=lambda group: group.start)


def _headed_group(line: MarginLine, lines: Sequence[str], names: Names) -> _Group | None:
    match = _NAME.match(line.text.text)
    if match is None or (names and not names.know(match["name"])):
        return None
    alone = match.end() == len(line.text.text)
    marked = bool(match["colon"]) or line.paragraph.level > 0 or line.text.is_bold
    if not alone:
        is_named = bool(names) and bool(match["colon"])
        return _Group(start=line.index, body=line.index, host=match["name"]) if is_named else None
    if not marked and (not names or len(line.paragraph.text.lines) > 1):
        return None
    body = line.index + 1
    underlined = line.paragraph.level and body < len(lines) and _UNDERLINE.fullmatch(lines[body])
    return _Group(start=line.index, body=body + bool(underlined), host=match["name"])


def _listed_groups(one: MarginList, outer: str, names: Names) -> Iterator[_Group]:
    """A bullet that names a host is that host's; the next that names nobody is whose the list is."""
    host = outer
    for item in one.items:
        match = _NAME.match(item.text.text)
        named = match["name"] if match and match["colon"] and names.know(match["name"]) else outer
        if named != host:
            yield _Group(start=item.index, body=item.index, host=named)
        host = named
