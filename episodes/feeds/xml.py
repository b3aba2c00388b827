"""XML that every reader accepts, whatever was pasted into the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

# XML 1.0 cannot write these, not even as references; one of them makes a feed unreadable for everybody.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


class LegalXMLGenerator(SimplerXMLGenerator):
    """Writes texts and attributes without the characters that XML cannot hold."""

    def characters(self, content: str) -> None:
        super().characters(legal(content))

    def startElement(self, name: str, attrs: AttributesImpl | dict[str, str]) -> None:
        super().startElement(name, {key: legal(value) for key, value in attrs.items()})  # type: ignore[arg-type]


class Elements:
    """Writes elements by name. What is absent (None, an empty text) leaves no element and no attribute."""

    def __init__(self, xml: SimplerXMLGenerator) -> None:
        self._xml = xml

    def text(self, name: str, value: str | int | None, /, **attributes: str) -> None:
        """An element around a text."""
        content = "" if value is None else legal(str(value)).strip()
        if content:
            self._xml.addQuickElement(name, content, _present(attributes))

    def empty(self, name: str, needs: str, /, **attributes: str) -> None:
        """An element of attributes alone, left out where the attribute it needs is absent."""
        if attributes[needs]:
            self._xml.addQuickElement(name, None, _present(attributes))

    @contextmanager
    def around(self, name: str, /, **attributes: str) -> Iterator[None]:
        """An element around other elements."""
        self._xml.startElement(name, _present(attributes))  # type: ignore[arg-type]
        yield
        self._xml.endElement(name)


def _present(attributes: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if value}
