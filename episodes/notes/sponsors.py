"""Lines that name a sponsor: "Sponsored by Datadog: [pythonbytes.fm/datadog](...)" and its many relatives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .plain_line import PlainLine
from .times import take_first_time, take_time

_BY: Final = r"(?:sponsored|brought to you) by"
_OPENING: Final = re.compile(
    rf"[\s*]*(?:(?:this|today[’']s)\s[^.:]{{0,60}}?\b(?:is|was)\s(?:also\s)?{_BY}\b|{_BY}\b"
    r"|sponsored(?=\s*:)|sponsors?(?=\s*:)|sponsor(?:s| segment| break| read| message)?(?=\s*(?:\Z|:))"
    rf"|sponsor(?=\s+[^\W\d_]))(?:[\s:*]*{_BY}\b)?",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"[\s*]*(?P<name>\S[^:.!?]{0,60}?)\s+[–—-]+\s+sponsor(?:ship)?[\s*:]*\Z", re.IGNORECASE
)
"""Syntax's form: "Netlify - Sponsor"."""
_OURSELVES: Final = re.compile(r"[Uu]s\b(?!-|\s+[A-Z][a-z])|US\W*\Z")
_PREFIX: Final = re.compile(
    r"(?:(?:the|our) (?:(?:folks|people|team|friends) (?:over )?(?:at|from|of) )?)", re.IGNORECASE
)
_NAME_END: Final = re.compile(r"\s+[–—-]+(?=\s|\Z)|[:!|]|\.(?=\s|\Z)|,\s|\s*\(|\s*\bhttps?://|\]\(")
_ADDRESS: Final = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
_LONGEST: Final = 200
_EDGES: Final = " \t\xa0:!.,*–—-"


@dataclass(frozen=True, kw_only=True)
class Named:
    """A sponsor as one line names it; no name where its list does, or where the hosts sponsor themselves."""

    name: str = ""
    url: str = ""
    ourselves: bool = False


def names_sponsor(line: PlainLine) -> bool:
    """Does the line open a sponsor's block? "Sponsor X" without "by" does where it is bold."""
    text, _ = take_first_time(line)
    match = _OPENING.match(text.text[:300])
    if match is None:
        return _CLOSING.match(text.text[:300]) is not None
    sure = match[0].casefold().rstrip(" :*") not in {"sponsor"} or not text.text[match.end() :].strip()
    return sure or line.starts_bold or text.text[match.end() :].lstrip().startswith(":")


def read_sponsor(line: PlainLine) -> Named:
    """The sponsor that an opening line names."""
    text, _ = take_time(line)
    match = _OPENING.match(text.text)
    if match is None and (closing := _CLOSING.match(text.text[:300])):
        return read_name(text.cut(*closing.span("name")))
    rest = text.cut(match.end() if match else 0).stripped()
    if _OURSELVES.match(rest.text.lstrip(_EDGES)):
        return Named(ourselves=True)
    return read_name(rest)


def read_name(line: PlainLine) -> Named:
    """Name and address from what stands behind "Sponsored by", or from a bullet below it."""
    line = take_time(line)[0]
    first = next((span for span in line.links if line.text[span.start : span.end].strip()), None)
    before = line.text[: first.start] if first else line.text
    url = line.url or _broken_target(line.text)
    if first is None and _ADDRESS.fullmatch(line.text.strip()[:_LONGEST]):
        return Named(name=_name_in_address(line.text.strip()), url=url)
    name = _clean(before) or (_linked_name(line) if first else "")
    return Named(name=name, url=url)


def differs(sponsor: Named) -> bool:
    """Does the address belong to somebody else, as far as its words tell?"""
    name, url = _folded(sponsor.name), _folded(sponsor.url)
    path = _folded(_name_in_address(sponsor.url))
    words = [_folded(word) for word in sponsor.name.split() if len(word) > 3]
    initials = "".join(re.findall(r"[A-Z]", sponsor.name)).casefold()
    short = len(initials) > 1 and _folded(sponsor.url.partition("://")[2]).startswith(initials)
    related = short or name in url or path in name or any(word in url for word in words)
    return bool(name and path) and not related


def same_company(one: str, other: str) -> bool:
    """DataDog, Datadog; "DIGITAL OCEAN SPACES", DigitalOcean; Posit, "Posit Connect"."""
    a, b = _folded(one), _folded(other)
    return bool(a and b) and (a.startswith(b) or b.startswith(a))


def _linked_name(line: PlainLine) -> str:
    """The text of the first link, which hosts' editors may have cut into several that follow each other."""
    url, end, text = line.links[0].url, line.links[0].start, ""
    for span in line.links:
        if span.url != url or line.text[end : span.start].strip():
            break
        text, end = text + line.text[end : span.end], span.end
    text = text.strip()
    return _name_in_address(text) if "/" in text and _ADDRESS.fullmatch(text) else _clean(text)


def _name_in_address(address: str) -> str:
    path = re.sub(r"^https?://", "", address).split("?")[0].split("#")[0].rstrip("/.")
    return path.rsplit("/", 1)[-1]


def _clean(text: str) -> str:
    text = _PREFIX.sub("", text.strip(_EDGES)[:_LONGEST] + " ", count=1)
    match = _NAME_END.search(text)
    return (text[: match.start()] if match else text).strip(_EDGES)


def _broken_target(text: str) -> str:
    match = re.search(r"\]\((https?://[^\s()]+)\)", text[:2000])
    return match[1] if match else ""


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def one_per_company(named: Sequence[tuple[int, Named]]) -> list[tuple[int, Named]]:
    """Without those named again, as in a spot read between the topics; each comes with its part's order."""
    result: list[tuple[int, Named]] = []
    for order, sponsor in named:
        if sponsor.name and not any(same_company(sponsor.name, known.name) for _, known in result):
            result.append((order, sponsor))
    return result
