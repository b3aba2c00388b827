from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from episodes.notes.document import Picture

_WEB = re.compile(
    r"https?://(?:[^\s/?#@|]*@)?(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)
_MAIL = re.compile(r"mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
_PIXELS = re.compile(r"[1-9][0-9]{0,4}")
_SCHEME = re.compile(r"[\W_]*(?:javascript|vbscript|data|file|blob)\W*:", re.IGNORECASE)


class Targets(Treeprocessor):
    """Links which lead nowhere become text that shows where they were to lead; the others get their ``rel``.

    A target is good with http or https and a host, or with mailto and an address. Images need http or https, and
    are shown where ``pictures`` has their address; else they become links, so that no reader asks a stranger for one.
    """

    def __init__(self, *, rel: str, as_github: bool, pictures: Mapping[str, Picture]) -> None:
        super().__init__()
        self.rel = rel
        self.as_github = as_github
        self.pictures = pictures

    def run(self, root: Element) -> None:
        for link in list(root.iter("a")):
            target = link.get("href", "")
            if self._is_kept(target, is_good=is_good_target(target)):
                if self.rel:
                    link.set("rel", self.rel)
            else:
                _make_text(link, _shown(target, "".join(link.itertext())))
        linked = {image for link in root.iter("a") for image in link.iter("img")}
        for image in list(root.iter("img")):
            self._check_image(image, is_linked=image in linked)

    def _is_kept(self, target: str, *, is_good: bool) -> bool:
        return is_good or (self.as_github and not _SCHEME.match(target))

    def _check_image(self, image: Element, *, is_linked: bool) -> None:
        source = image.get("src", "")
        if not self._is_kept(source, is_good=is_image_target(source)):
            _make_text(image, image.get("alt", ""))
        elif self.as_github:
            image.set("loading", "lazy")
        elif picture := self.pictures.get(source):
            _show(image, picture)
        elif is_linked:
            _make_text(image, _words_for(image))
        else:
            _make_link(image, self.rel)


def is_image_target(target: str) -> bool:
    return bool(_WEB.fullmatch(target))


def is_good_target(target: str) -> bool:
    return bool(_WEB.fullmatch(target) or _MAIL.fullmatch(target))


def _shown(target: str, text: str) -> str:
    if not target or target in text or _SCHEME.match(target):
        return ""
    return f" ({target})"


def _make_text(element: Element, text: str) -> None:
    last = element[-1] if len(element) else None
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text
    element.attrib.clear()
    element.tag = None  # type: ignore[assignment]  # Python-Markdown writes only the content of such an element


def _show(image: Element, picture: Picture) -> None:
    width, height = _size(image, picture)
    size = {"width": str(width), "height": str(height)}
    image.attrib.update({"src": picture.address, **size, "loading": "lazy", "decoding": "async"})


def _size(image: Element, picture: Picture) -> tuple[int, int]:
    """In the proportions that it has, or nothing could keep its place; smaller where the host wrote a size."""
    wanted = {
        name: int(image.get(name, ""))
        for name in ("width", "height")
        if _PIXELS.fullmatch(image.get(name, ""))
    }
    scale = 1.0
    if "width" in wanted:
        scale = min(1.0, wanted["width"] / picture.width)
    elif "height" in wanted:
        scale = min(1.0, wanted["height"] / picture.height)
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def _make_link(image: Element, rel: str) -> None:
    kept = {"href": image.get("src", ""), "title": image.get("title", ""), "rel": rel}
    image.text = _words_for(image)
    image.attrib.clear()
    image.attrib.update({name: value for name, value in kept.items() if value})
    image.tag = "a"


def _words_for(image: Element) -> str:
    """The alternative text; without one the file's name, because a link needs words."""
    address = image.get("src", "")
    return image.get("alt", "").strip() or address.partition("?")[0].rstrip("/").rpartition("/")[2] or address
