"""Writes Podlove Simple Chapters as XML. https://podlove.org/simple-chapters/"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from episodes.feeds.xml import legal
from episodes.outputs.outline import Outline

NAMESPACE: Final = "http://podlove.org/simple-chapters"
register_namespace("psc", NAMESPACE)


def write(outline: Outline) -> str:
    root = Element(f"{{{NAMESPACE}}}chapters", version="1.2")
    for start, entry in outline.chapters:
        chapter = {"start": _time(start), "title": legal(entry.title)}
        SubElement(
            root, f"{{{NAMESPACE}}}chapter", chapter | ({"href": legal(entry.url)} if entry.url else {})
        )
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _time(start: timedelta) -> str:
    whole, milliseconds = divmod(start // timedelta(milliseconds=1), 1000)
    minutes, seconds = divmod(whole, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{milliseconds:03}"
