"""The notes of a long feed read ahead on a second core, while the rows of the item before are written."""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Final, NamedTuple

from episodes.notes.document import ParsedNotes
from episodes.notes.parser import parse_notes
from showsite.feed_import.document import ParsedItem
from showsite.feed_import.notes import markdown_of, without_chapter_list

# Below, another process takes longer to start than it saves.
MANY: Final = 50
AHEAD: Final = 16


class ReadNotes(NamedTuple):
    """The notes of an item as Markdown, and what the parser says of them."""

    markdown: str
    parsed: ParsedNotes


def read_notes_of(item: ParsedItem) -> ReadNotes:
    markdown = markdown_of(without_chapter_list(item.notes, item.link) if item.chapters else item.notes)
    return ReadNotes(markdown, parse_notes(markdown))


def _end_with_parent() -> None:
    """A reader whose importer was killed would wait for work for ever."""

    def wait() -> None:
        if (parent := parent_process()) is not None:
            parent.join()
            os._exit(0)

    Thread(target=wait, daemon=True).start()


def read_ahead(items: Sequence[ParsedItem]) -> Iterator[tuple[ParsedItem, ReadNotes]]:
    """Each item with its notes, in order; a few at a time, because thousands would not fit into memory."""
    if len(items) < MANY:
        yield from ((item, read_notes_of(item)) for item in items)
        return
    # A new process rather than a fork: it must share neither database connection nor threads.
    with ProcessPoolExecutor(1, get_context("spawn"), _end_with_parent) as pool:
        rest = iter(items)
        waiting: deque[tuple[ParsedItem, Future[ReadNotes]]] = deque(
            (item, pool.submit(read_notes_of, item)) for item in itertools.islice(rest, AHEAD)
        )
        try:
            while waiting:
                item, future = waiting[0]
                notes = future.result()
                waiting.popleft()
                waiting.extend((more, pool.submit(read_notes_of, more)) for more in itertools.islice(rest, 1))
                yield item, notes
        except BrokenProcessPool:  # killed, or no memory left: slower alone, but it goes on
            left = [item for item, _ in waiting]
            yield from ((item, read_notes_of(item)) for item in itertools.chain(left, rest))
