"""A show -> a folder of files that any editor opens and `import_notes` reads again, to the same rows.

``show.yaml`` holds the show's settings, its people and sponsors; each episode is a Markdown file of its own, with
what the notes do not say as front matter. Written twice, the files are the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from episodes.export_values import episode_values, for_export, show_values
from episodes.front_matter import (
    BrokenFrontMatter,
    dump_yaml,
    hash_of,
    is_document,
    load_yaml,
    read_document,
    values_hash,
    write_document,
)
from episodes.models import Episode, Show
from episodes.notes.document import Finding
from episodes.reports import FileReport, Outcome

SHOW_FILE = "show.yaml"
TRANSCRIPTS = "transcripts"
CHUNK = 50


@dataclass(frozen=True, kw_only=True)
class Companions:
    """What goes with an episode's file: entries for its front matter, and files by name beside it."""

    entries: tuple[dict[str, Any], ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    findings: tuple[Finding, ...] = ()


CompanionsOf = Callable[[Episode, str], Companions]


class ForeignFolder(Exception):
    """The folder holds something else than an export of this show."""


def file_stems(show: Show) -> dict[int, str]:
    """The name of each episode's files without an ending: "203-knots", and "knots" where there is no number."""
    stems: dict[int, str] = {}
    taken: set[str] = set()
    rows = show.episodes.order_by("number", "guid").values_list("pk", "number", "slug", "guid")
    for key, number, slug, guid in rows:
        stem = "-".join(filter(None, ("" if number is None else str(number), slug))) or "draft"
        if stem == "draft" or stem.casefold() in taken:
            stem += f"-{hashlib.sha256(guid.encode()).hexdigest()[:12]}"
        taken.add(stem.casefold())
        stems[key] = stem
    return stems


def export_show(
    show: Show, folder: Path, companions_of: CompanionsOf, *, overwrite: bool = False
) -> Iterator[FileReport]:
    """Write the files of a show, one report each. What already has the right bytes is not touched.

    A file that somebody has edited since it was exported is left alone, unless ``overwrite``. A file of an episode
    that has a new name now goes, one of an episode that is gone stays and is named. Raises ``ForeignFolder``.
    """
    refuse_foreign(show, folder)
    folder.mkdir(parents=True, exist_ok=True)
    yield FileReport(path=SHOW_FILE, outcome=write(folder / SHOW_FILE, dump_yaml(_whole(show)).encode()))
    stems = file_stems(show)
    written = {SHOW_FILE}
    for episode in for_export(show.episodes.order_by("number", "guid")).iterator(chunk_size=CHUNK):
        stem = stems[episode.pk]
        report, names = export_episode(episode, folder, stem, companions_of(episode, stem), overwrite)
        written |= names
        yield report
    yield from _left_over(show, folder, written)


def _whole(show: Show) -> dict[str, Any]:
    return {"showsite": 1, **show_values(show)}


def refuse_foreign(show: Show, folder: Path) -> None:
    """An export goes to a new folder, an empty one (but for hidden files), or an earlier export of this show."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ForeignFolder(f"{folder} is a file.")
    names = [path.name for path in folder.iterdir() if not path.name.startswith(".")]
    if not names:
        return
    if SHOW_FILE not in names:
        raise ForeignFolder(
            f"{folder} holds other files. Name a new folder, or an earlier export of this show."
        )
    try:
        guid = load_yaml((folder / SHOW_FILE).read_text(encoding="utf-8")).get("guid")
    except (OSError, ValueError) as error:
        raise ForeignFolder(f"{folder / SHOW_FILE} cannot be read: {error}") from error
    if guid != str(show.guid):
        raise ForeignFolder(f"{folder} is an export of another show.")


def export_episode(
    episode: Episode, folder: Path, stem: str, companions: Companions, overwrite: bool
) -> tuple[FileReport, set[str]]:
    """The report, and the names of the files that belong to the episode now."""
    values = episode_values(episode)
    if companions.entries:
        values["transcripts"] = list(companions.entries)
    name = f"{stem}.md"
    names = {name, *(companion for companion, _ in companions.files)}
    content = write_document(values, episode.notes).encode()
    path = folder / name
    if not overwrite and path.exists() and path.read_bytes() != content and was_edited(path):
        what = "was edited here since it was exported: left as it is (import it, or --overwrite)"
        return FileReport(path=name, outcome=Outcome.CONFLICT, what=what), names
    outcome = write(path, content)
    for companion, data in companions.files:
        if write(folder / companion, data) is not Outcome.UNCHANGED and outcome is Outcome.UNCHANGED:
            outcome = Outcome.UPDATED
    return FileReport(path=name, outcome=outcome, findings=companions.findings), names


def was_edited(path: Path) -> bool:
    """Whether a file is anything else than what an export wrote."""
    try:
        document = read_document(path.read_bytes().decode())
    except (OSError, UnicodeDecodeError, BrokenFrontMatter):
        return True
    if document is None:
        return True
    try:
        now = {"notes": hash_of(document.notes), "values": values_hash(document.values)}
    except (AttributeError, TypeError, ValueError, RecursionError):  # shapes that no export has
        return True
    return document.as_exported() != now


def write(path: Path, content: bytes) -> Outcome:
    """Put a file into its place in one step, so that nobody reads half of one."""
    is_new = not path.exists()
    if not is_new and path.read_bytes() == content:
        return Outcome.UNCHANGED
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return Outcome.CREATED if is_new else Outcome.UPDATED


def _left_over(show: Show, folder: Path, written: set[str]) -> Iterator[FileReport]:
    """Earlier exports under other names: those of episodes that were renamed go, the others are named."""
    known = dict(show.episodes.values_list("guid", "pk"))
    for path in sorted(folder.glob("*.md")):
        if path.name in written:
            continue
        text = path.read_bytes().decode(errors="replace")
        if not is_document(text):
            continue
        if _guid(text) in known and not was_edited(path):
            _remove(path)
            yield FileReport(path=path.name, outcome=Outcome.UPDATED, what="has a new name: removed")
        else:
            what = "is no file of an episode of the show now: left as it is"
            yield FileReport(path=path.name, outcome=Outcome.GONE, what=what)


def _guid(text: str) -> Any:
    try:
        document = read_document(text)
    except BrokenFrontMatter:
        return None
    guid = document.values.get("guid") if document else None
    return guid if isinstance(guid, str) else None


def _remove(document: Path) -> None:
    """The file of an episode that has another name now, and what the export put beside it."""
    for folder in (document.parent, document.parent / TRANSCRIPTS):
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name.startswith(f"{document.stem}."):
                path.unlink()
