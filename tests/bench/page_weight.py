"""What a browser fetches to show a page, compressed with gzip and without headers; fonts and audio do not count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.bench.race import ask

SHOWN = {"stylesheet", "icon", "modulepreload", "preload"}
IMPORTED = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.{0,2}/[^"']+)["']|url\(["']?([^"')]+)["']?\)""")
NOT_COUNTED = (".woff2", ".woff", ".mp3")


class Assets(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = {"script": "src", "img": "src", "link": "href"}.get(tag)
        if address and (tag != "link" or given.get("rel") in SHOWN) and given.get(address):
            self.found.append(str(given[address]))


def of(site: str, path: str) -> dict[str, int]:
    """Bytes by address."""
    parser = Assets()
    sizes: dict[str, int] = {}
    wanted = [path]
    while wanted:
        address = wanted.pop()
        if address in sizes or address.startswith("data:") or address.endswith(NOT_COUNTED):
            continue
        status, _, body = ask(site + address)
        assert status == 200, (address, status)
        sizes[address] = len(body)
        text = ask(site + address, {})[2].decode(errors="replace")
        if address == path:
            parser.feed(text)
            wanted += filter(None, (local(site + path, found) for found in parser.found))
        elif address.endswith((".js", ".css")):
            wanted += filter(None, (local(site + address, found) for found in imports(text)))
    return sizes


def imports(text: str) -> Iterator[str]:
    for match in IMPORTED.finditer(text):
        yield match[1] or match[2]


def local(base: str, address: str) -> str:
    """The path of an address at the same site, and "" of any other."""
    whole = urlsplit(urljoin(base, address))
    return whole.path if whole.netloc == urlsplit(base).netloc else ""


def told(sizes: dict[str, int]) -> str:
    return ", ".join(f"{size / 1000:.1f} {re.sub(r'.*/(?=.)', '', path)}" for path, size in sizes.items())
