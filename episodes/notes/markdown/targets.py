from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

_WEB = re.compile(
    r"https?://(?:[^\s/?#@|]*@)?(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)
_MAIL = re.compile(r"mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
_SCHEME = re.compile(r"[\W_]*(?:javascript|vbscript|data|file|blob)\W*:", re.IGNORECASE)


class Targets(Treeprocessor):
    """Links which lead nowhere become text that shows where they were to lead; the others get their ``rel``.

    A target is good with http or https and a host, or with mailto and an address. Images need http or https.
    """

    def __init__(self, *, rel: str, keep_dead: bool) -> None:
        super().__init__()
        self.rel = rel
        self.keep_dead = keep_dead

    def run(self, root: Element) -> None:
        for link in list(root.iter("a")):
            target = link.get("href", "")
            if self._is_kept(target, is_good=is_good_target(target)):
                if self.rel:
                    link.set("rel", self.rel)
            else:
                _make_text(link, _shown(target, "".join(link.itertext())))
        for image in list(root.iter("img")):
            self._check_image(image)

    def _is_kept(self, target: str, *, is_good: bool) -> bool:
        return is_good or (self.keep_dead and not _SCHEME.match(target))

    def _check_image(self, image: Element) -> None:
        source = image.get("src", "")
        if self._is_kept(source, is_good=bool(_WEB.fullmatch(source))):
            image.set("loading", "lazy")
        else:
            _make_text(image, image.get("alt", ""))


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
