"""A page as a reader's browser sees it: elements by name and attributes, with their text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        words = " ".join(child if isinstance(child, str) else child.text for child in self.children)
        return " ".join(words.split())

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def all(self, name: str = "", /, **wanted: str) -> list[Element]:
        """In document order; ``class_="voice"`` asks for one of several classes."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                if child._is(name, wanted):
                    found.append(child)
                found += child.all(name, **wanted)
        return found

    def one(self, name: str = "", /, **wanted: str) -> Element:
        found = self.all(name, **wanted)
        assert len(found) == 1, f"{len(found)} elements <{name}> {wanted}"
        return found[0]

    def _is(self, name: str, wanted: dict[str, str]) -> bool:
        if name and self.name != name:
            return False
        wanted = dict(wanted)
        kind = wanted.pop("class_", "")
        if kind and kind not in self.attributes.get("class", "").split():
            return False
        return all(self.attributes.get(key.replace("_", "-")) == value for key, value in wanted.items())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        element = Element(name, {key: value or "" for key, value in attributes})
        self.open[-1].children.append(element)
        if name not in VOID:
            self.open.append(element)

    def handle_startendtag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(name, {key: value or "" for key, value in attributes}))

    def handle_endtag(self, name: str) -> None:
        opened = self.open.pop()
        assert opened.name == name, f"<{opened.name}> is closed by </{name}>"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_page(response: HttpResponse) -> Element:
    """The elements of a page; fails where one is left open."""
    builder = _Builder()
    builder.feed(response.content.decode())
    assert len(builder.open) == 1, f"left open: {[element.name for element in builder.open]}"
    return builder.open[0]
