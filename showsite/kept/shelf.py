"""Where pages are kept: so many bytes, and what nobody asked for longest goes first. Pure."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final

from showsite.kept.page import Page

# One document never pushes out everything else.
LARGEST: Final = 1 / 4


class Shelf:
    def __init__(self, most: int) -> None:
        self.most = most
        self.bytes = 0
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Hashable) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: Page) -> int:
        """Also for a page that has become larger. How many others made room."""
        with self._lock:
            before = self._pages.pop(key, None)
            self.bytes -= before.weight if before is not None else 0
            if page.size > self.most * LARGEST:
                page.empty()
            page.weight = page.size
            self._pages[key] = page
            self.bytes += page.weight
            dropped = 0
            while self.bytes > self.most:
                self.bytes -= self._pages.popitem(last=False)[1].weight
                dropped += 1
            return dropped
