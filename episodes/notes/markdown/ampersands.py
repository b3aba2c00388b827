from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor


class Ampersands(Treeprocessor):
    """Escapes every ``&``. Python-Markdown writes what looks like an entity as it is, but here entities were
    read before: what still looks like one was written as code, and is to be seen."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            element.text = _escaped(element.text)
            element.tail = _escaped(element.tail)
            for name, value in element.items():
                element.set(name, value.replace("&", "&amp;"))


def _escaped(text: str | None) -> str | None:
    return text.replace("&", "&amp;") if text else text
