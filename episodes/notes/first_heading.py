"""What stands above a note's text: YAML front matter, and a first heading with the number and title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from .document import Finding, ParsedGuest
from .outline import MarginLine
from .recording import youtube_id
from .times import take_first_time

_LONGEST_FRONT_MATTER: Final = 20_000
_LONGEST_TITLE: Final = 300
_MOST_BRACKETS: Final = 200
_MOST_GUESTS: Final = 20
_LONGEST_NAME: Final = 120
_NUMBERED: Final = re.compile(
    r"(?P<show>(?:[^\W\d_][\w.'’&-]*\s+){0,4}|[^\W\d_]{1,5})#?\s*(?P<number>[0-9]{1,6})"
    r"(?:\s*:\s*(?P<a>\S.*)|\s+[–—-]\s+(?P<b>\S.*)|\s*:?)",
)
_PART: Final = re.compile(
    r"(?:show )?(?:intro|notes)|news(?: items)?|headlines|topics|links|about the show|connect with the hosts",
    re.IGNORECASE,
)
_ATTRIBUTION: Final = re.compile(r"[^\W\d_][\w.'’-]*\s*#\s*[0-9]{1,2}(?!\w)")


@dataclass(frozen=True, kw_only=True)
class FirstHeading:
    """``lines`` from the top are heading and no text of the episode."""

    lines: int = 0
    number: int | None = None
    title: str = ""
    youtube_id: str = ""
    guests: tuple[ParsedGuest, ...] = ()
    findings: tuple[Finding, ...] = ()


class _Loader(yaml.SafeLoader):
    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Leave merge keys ("<<") alone: nested ones double the mapping at each level."""


def read_front_matter(lines: Sequence[str]) -> FirstHeading:
    """Number and title from YAML between two lines of "---" at the very top, where it is sound."""
    if not lines or lines[0].rstrip() != "---":
        return FirstHeading()
    text, end = _front_matter(lines)
    if not end:
        return FirstHeading()
    try:
        # Brackets in brackets take PyYAML quadratic time.
        too_hard = text.count("{") + text.count("[") > _MOST_BRACKETS
        values: Any = None if too_hard else yaml.load(text, Loader=_Loader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError):
        values = None
    if not isinstance(values, dict):
        message = "The lines between the two “---” at the top are no YAML, so they were taken as text."
        return FirstHeading(findings=(Finding(line=1, code="bad-front-matter", message=message),))
    title = values.get("title")
    return FirstHeading(
        lines=end,
        number=_number(values.get("number")),
        title=" ".join(str(title).split())[:_LONGEST_TITLE] if isinstance(title, str | int | float) else "",
        guests=tuple(_guests(values.get("guest", values.get("guests")))),
        youtube_id=youtube_id(str(values.get("youtube_url") or values.get("youtube") or "")[:500]),
    )


def read_first_heading(first: MarginLine | None, lines: Sequence[str]) -> FirstHeading:
    """Number and title from a heading with nothing above; a numberless title needs a heading of level 1."""
    if first is None or not first.paragraph.level or any(line.strip() for line in lines[: first.index]):
        return FirstHeading()
    heading, used = first.paragraph.heading_at(0)
    text, top = heading.title, first.paragraph.level == 1
    if len(text) > _LONGEST_TITLE or take_first_time(heading)[1] is not None:
        return FirstHeading()
    match = _NUMBERED.fullmatch(text)
    if match and (top or not _ATTRIBUTION.match(text)):
        title = (match["a"] or match["b"] or "").strip()
        return FirstHeading(lines=first.index + used, number=int(match["number"]), title=title)
    if top and text and not _PART.fullmatch(text):
        return FirstHeading(lines=first.index + used, title=text)
    return FirstHeading()


def _front_matter(lines: Sequence[str]) -> tuple[str, int]:
    """The YAML, and the line behind its end; 0 where it has none soon enough."""
    length = 0
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() in {"---", "..."}:
            return "\n".join(lines[1:index]), index + 1
        length += len(line) + 1
        if length > _LONGEST_FRONT_MATTER:
            break
    return "", 0


def _guests(value: object) -> Iterator[ParsedGuest]:
    """A name, a mapping with ``name`` and ``url``, or several of these."""
    for one in value[:_MOST_GUESTS] if isinstance(value, list) else [value]:
        name, url = (one.get("name"), one.get("url")) if isinstance(one, dict) else (one, None)
        if isinstance(name, str) and (name := " ".join(name.split())[:_LONGEST_NAME]):
            yield ParsedGuest(name=name, url=url if isinstance(url, str) else "")


def _number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value < 10**9 else None
    if isinstance(value, str) and re.fullmatch(r"#?[0-9]{1,9}", value.strip()):
        return int(value.strip().lstrip("#"))
    return None
