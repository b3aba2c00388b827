"""A folder of Markdown notes -> episodes, by number. Repeatable: a second run over the same files writes nothing.

Each file is compared three ways: as it was when it was last imported, as the episode is here now, as the file is
now. What changed on one side alone is taken or kept; what changed on both is a conflict, and nobody's work is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from django.db import DatabaseError, transaction

from episodes.desk.versions import keep_version
from episodes.export_values import episode_values, for_export
from episodes.front_matter import dump_yaml, hash_of, values_hash
from episodes.models import Episode, NotesVersion, Show
from episodes.names import fold
from episodes.notes.apply import apply_notes
from episodes.notes.document import Finding, ParsedNotes
from episodes.notes.filenames import number_from_name, title_from_name
from episodes.notes.renderer import NotesTooHard
from episodes.notes_files import NotesFile, file_hash, load, read_file, refused
from episodes.picture_fetching import fetch_pictures_soon
from episodes.publishing import give_slug
from episodes.reports import FileReport, Outcome
from episodes.restoring import Known, fill_episode, restore_hand_made, restore_segments
from episodes.sync import Resolution, Verdict, bounded_diff, decide

# What brings in the transcripts that an episode's file lists, from files in the folder.
RestoreTranscripts = Callable[[Episode, tuple[Any, ...], Path, Known], list[Finding]]


@dataclass(frozen=True, kw_only=True)
class Import:
    """How a folder is imported. ``known`` names the people and sponsors of an export's show.yaml."""

    show: Show
    folder: Path
    dry_run: bool = False
    resolution: Resolution = Resolution.NOBODY
    known: Known = field(default_factory=Known.now)
    restore_transcripts: RestoreTranscripts | None = None


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """A file of an earlier import."""

    hash: str
    number: int | None

    @property
    def name(self) -> str:
        return "without a number" if self.number is None else str(self.number)


def remembered_files(show: Show) -> dict[str, Remembered]:
    """One query, however many files: what is unchanged costs no other."""
    rows = show.episodes.exclude(imported_path="").values_list(
        "imported_path", "imported_file_hash", "number"
    )
    return {path: Remembered(hash=digest, number=number) for path, digest, number in rows}


def import_folder(job: Import, files: Iterable[Path]) -> Iterator[FileReport]:
    """Import each file in a transaction of its own; a bad one is reported and stops nothing.

    Of several files with one number the one that was taken last is taken again; else the one that reads best:
    fewest repairs, then the shortest name. A file that is not there any more is reported, its episode stays.
    """
    memory = remembered_files(job.show)
    names = {str(path.relative_to(job.folder)): path for path in files}
    taken: dict[int | None, str] = {}
    changed: dict[str, bytes] = {}
    for name, path in names.items():
        match load(path, name):
            case FileReport() as report:
                yield report
            case bytes() as data if name in memory and memory[name].hash == file_hash(data):
                taken[memory[name].number] = name
                what = f"episode {memory[name].name}"
                yield FileReport(path=name, outcome=Outcome.UNCHANGED, what=what)
            case bytes() as data:
                changed[name] = data
    arrived: set[int | None] = set(taken)
    for report, number in _import_changed(job, changed, memory, taken):
        arrived.add(number)
        yield report
    if memory.keys() & names.keys():  # else it is another folder than before
        yield from _gone(memory, names.keys(), arrived)


def _import_changed(
    job: Import, files: Mapping[str, bytes], memory: Mapping[str, Remembered], taken: dict[int | None, str]
) -> Iterator[tuple[FileReport, int | None]]:
    readable: dict[object, list[NotesFile]] = {}
    for name, data in files.items():
        named = number_from_name(name)
        if named is not None and named in taken:
            yield _second(name, named, taken[named]), named
            continue
        match read_file(data, name):
            case FileReport() as report:
                yield report, None
            case NotesFile() as notes:
                readable.setdefault(notes.episode, []).append(notes)
    for rivals in sorted(readable.values(), key=_order):
        best, *others = sorted(rivals, key=lambda notes: (notes.path not in memory, *_preference(notes)))
        yield import_file(job, best), best.number
        for other in others:
            yield _second(other.path, best.name, best.path), best.number


def _second(path: str, number: object, first: str) -> FileReport:
    return refused(path, Outcome.SKIPPED, "same-number", f"episode {number} is taken from {first}.")


def _order(rivals: list[NotesFile]) -> tuple[bool, int, str]:
    return (rivals[0].number is None, rivals[0].number or 0, rivals[0].path)


def _preference(notes: NotesFile) -> tuple[bool, int, int, str]:
    repairs = {"bom", "crlf", "utf-16", "mojibake"}
    count = sum(finding.code in repairs for finding in notes.findings)
    return (notes.values is None, count, len(notes.path), notes.path)


def _gone(
    memory: Mapping[str, Remembered], names: Iterable[str], arrived: set[int | None]
) -> Iterator[FileReport]:
    for path in sorted(memory.keys() - set(names)):
        if memory[path].number is None or memory[path].number not in arrived:
            what = f"the file of episode {memory[path].name} is not there any more: the episode stays"
            yield FileReport(path=path, outcome=Outcome.GONE, what=what)


def import_file(job: Import, notes: NotesFile) -> FileReport:
    """Bring one file in. What changed both here and in the file is a conflict, unless the job says who wins."""
    try:
        with transaction.atomic():
            report = _store(job, notes)
            if job.dry_run:
                transaction.set_rollback(True)
    except NotesTooHard as error:
        return refused(notes.path, Outcome.FAILED, "too-hard", str(error), error.line)
    except DatabaseError as error:
        return refused(notes.path, Outcome.FAILED, "refused", f"the database refused it: {error}")
    return report


def _store(job: Import, notes: NotesFile) -> FileReport:
    what = f"episode {notes.name}"
    episode = _find(job.show, notes)
    if episode is None:
        findings = _take(job, Episode(show=job.show, number=notes.number), notes, notes.values is not None)
        return _report(notes, Outcome.CREATED, what, findings)
    here = (
        {}
        if notes.values is None
        else episode_values(for_export(Episode.objects.filter(pk=episode.pk)).get())
    )
    about_notes, about_values = _verdicts(episode, notes, here)
    if job.resolution is not Resolution.THEIRS and Verdict.CONFLICT in (about_notes, about_values):
        if job.resolution is Resolution.OURS:
            _remember(episode, notes)
            return _report(notes, Outcome.UNCHANGED, f"{what} stays as it is here")
        what += " was edited here and in the file: left as it is (--theirs or --ours settles it)"
        return _report(notes, Outcome.CONFLICT, what, diff=_difference(episode, here, notes))
    take_notes, take_values = (one in (Verdict.TAKE, Verdict.CONFLICT) for one in (about_notes, about_values))
    if take_notes or take_values:
        findings = _take(job, episode, notes, take_values, take_notes=take_notes)
        return _report(notes, Outcome.UPDATED, what, findings)
    _remember(episode, notes)
    findings = _transcripts(job, episode, notes)
    return FileReport(path=notes.path, outcome=Outcome.UNCHANGED, what=what, findings=tuple(findings))


def _report(
    notes: NotesFile,
    outcome: Outcome,
    what: str,
    findings: Iterable[Finding] = (),
    diff: tuple[str, ...] = (),
) -> FileReport:
    return FileReport(
        path=notes.path, outcome=outcome, what=what, findings=(*notes.findings, *findings), diff=diff
    )


def _find(show: Show, notes: NotesFile) -> Episode | None:
    episodes = show.episodes.select_for_update()
    values = notes.values or {}
    by_guid = episodes.filter(guid=values["guid"]).first() if "guid" in values else None
    if by_guid is not None or notes.number is not None:
        return by_guid or episodes.filter(number=notes.number).first()
    return episodes.filter(number=None, slug=values["slug"]).first() if "slug" in values else None


def _verdicts(episode: Episode, notes: NotesFile, here: Mapping[str, Any]) -> tuple[Verdict, Verdict]:
    """About the notes, and about what the front matter of an export says."""
    values = notes.values or {}
    same_guid = values.get("guid") == episode.guid
    about_notes = decide(
        here=hash_of(episode.notes),
        file=notes.notes_hash,
        last=episode.imported_hash,
        exported=notes.exported_notes,
        same_guid=same_guid,
    )
    if about_notes is Verdict.CONFLICT and not episode.notes:
        about_notes = Verdict.TAKE
    if notes.values is None:
        return about_notes, Verdict.SAME
    return about_notes, decide(
        here=values_hash(here),
        file=notes.values_hash,
        last=episode.imported_values_hash,
        exported=notes.exported_values,
        same_guid=same_guid,
    )


def _difference(episode: Episode, here: Mapping[str, Any], notes: NotesFile) -> tuple[str, ...]:
    if notes.values is None:
        return bounded_diff(episode.notes, notes.text, notes.path)
    return bounded_diff(dump_yaml(here) + episode.notes, dump_yaml(notes.values) + notes.text, notes.path)


def _remember(episode: Episode, notes: NotesFile) -> None:
    """Save that the file was seen as it is now, if anything of it is new."""
    if changed := _note_seen(episode, notes):
        episode.save(update_fields=changed)


def _note_seen(episode: Episode, notes: NotesFile) -> list[str]:
    """Set what the file was when it was seen, so that only a further change counts. The fields that differ."""
    seen = {
        "imported_path": notes.path if len(notes.path) <= 500 else "",
        "imported_file_hash": notes.file_hash,
        "imported_hash": notes.notes_hash,
        "imported_values_hash": notes.values_hash or episode.imported_values_hash,
    }
    changed = [name for name, value in seen.items() if getattr(episode, name) != value]
    for name in changed:
        setattr(episode, name, seen[name])
    return changed


def _take(
    job: Import, episode: Episode, notes: NotesFile, take_values: bool, *, take_notes: bool = True
) -> list[Finding]:
    """Write what the file says: the notes, the values of its front matter, or both."""
    findings: list[Finding] = []
    values = (notes.values or {}) if take_values else {}
    if take_values:
        findings += fill_episode(episode, values)
    if take_notes:
        episode.notes = notes.text
    if notes.values is None:
        episode.title = episode.title or notes.parsed.title[:255] or title_of_file(job.show, notes.path)
    _note_seen(episode, notes)
    give_slug(episode)
    if take_values and not episode._state.adding:
        episode.credits.filter(from_notes=False).delete()
        episode.sponsorships.filter(from_notes=False).delete()
    episode.save()
    restored = restore_segments(episode, values, job.known)
    if notes.is_as_exported and len(restored) == len(notes.parsed.segments):
        for segment, part in zip(restored, notes.parsed.segments, strict=True):
            segment.source = part.source
    parsed = apply_notes(episode, notes.parsed if take_notes else None, restored)
    fetch_pictures_soon(episode)
    keep_version(episode, NotesVersion.Kind.IMPORTED)
    findings += restore_hand_made(episode, values, job.known)
    findings += _transcripts(job, episode, notes)
    return findings + _unknown_hosts(episode, parsed, notes.lines_above)


def _transcripts(job: Import, episode: Episode, notes: NotesFile) -> list[Finding]:
    if not notes.transcripts or job.restore_transcripts is None or job.dry_run:
        return []
    return job.restore_transcripts(episode, notes.transcripts, job.folder, job.known)


def title_of_file(show: Show, path: str) -> str:
    """The words behind the number in a file's name, unless they are the show's own ("012-python-bytes.md")."""
    words = title_from_name(PurePath(path).name)[:255]
    return "" if fold(words) == fold(show.title) else words[:1].upper() + words[1:]


def _unknown_hosts(episode: Episode, parsed: ParsedNotes, lines_above: int) -> list[Finding]:
    """Names that the notes attribute segments to and nobody of the show has: guests whom no line announces?"""
    unknown = set(
        episode.segments.filter(person=None).exclude(host_name="").values_list("host_name", flat=True)
    )
    lines = {part.host: part.line for part in reversed(parsed.segments) if part.host in unknown}
    return [
        Finding(
            line=line + lines_above,
            code="unknown-host",
            message=f"Nobody of the show is called {name}: a guest? Announce them in the notes, or add an alias.",
        )
        for name, line in sorted(lines.items(), key=lambda entry: entry[1])
    ]
