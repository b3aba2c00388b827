"""An episode's transcripts -> files beside its notes, and back.

The one that the public sees is written in every form; each file that came in goes out as it came, and it is that
file which an import reads again.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from episodes.export_schema import read_values
from episodes.exporting import TRANSCRIPTS, Companions
from episodes.front_matter import BrokenFrontMatter
from episodes.models import Episode
from episodes.notes.document import Finding
from episodes.restoring import Known
from episodes.storage import NOT_STORED, media_storage
from episodes.values import boolean, list_of, mapping, moment, number, pattern, text
from transcripts.correcting import correct_lines
from transcripts.formats import plain_text, podcast_json, srt, vtt
from transcripts.importing import (
    LARGEST_FILE,
    SUFFIXES,
    TranscriptNotStored,
    UnreadableTranscript,
    choose,
    import_transcript,
    read_transcript,
)
from transcripts.models import Transcript

WRITERS: Final = {
    ".vtt": vtt.write,
    ".srt": srt.write,
    ".json": podcast_json.write,
    ".txt": plain_text.write,
}
ENTRY: Final = mapping(
    {
        "file": text(300),
        "name": text(255),
        "format": text(20),
        "language": pattern(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", 12, "a code such as en-gb"),
        "chosen": boolean,
        "imported_at": moment,
        "hash": text(64),
        "speakers": list_of(mapping({"label": text(128), "person": text(50)}, ["label"])),
        "corrections": list_of(
            mapping(
                {"cue": number(LARGEST_FILE), "was": text(LARGEST_FILE), "text": text(LARGEST_FILE)}, ["cue"]
            )
        ),
    },
    ["file"],
)


class NotFetched(Exception):
    """The object storage does not answer, so an export would lack what it was asked to keep."""


def transcript_files(episode: Episode, stem: str) -> Companions:
    """Two queries for an episode, and two or three for each transcript. Raises ``NotFetched``."""
    entries, files, findings = [], [], []
    for place, transcript in enumerate(episode.transcripts.order_by("pk"), 1):
        original = _original(transcript)
        suffix = PurePosixPath(transcript.source_name).suffix.lower()
        if original is None:
            original, suffix = vtt.write(transcript.labelled_cues()).encode(), ".vtt"
            findings.append(
                _finding("missing-object", f"the storage has no {transcript.source_key}: written as WebVTT.")
            )
        name = f"{TRANSCRIPTS}/{stem}.{place}{suffix if suffix in SUFFIXES else ''}"
        entries.append(_entry(transcript, name))
        files.append((name, original))
        if transcript.chosen:
            cues = transcript.read_cues()
            files += [(stem + ending, write(cues).encode()) for ending, write in WRITERS.items()]
    return Companions(entries=tuple(entries), files=tuple(files), findings=tuple(findings))


def _original(transcript: Transcript) -> bytes | None:
    try:
        with media_storage().open(transcript.source_key) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None
    except NOT_STORED as error:
        raise NotFetched("The object storage does not answer. Try again.") from error


def _entry(transcript: Transcript, file: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "file": file,
        "name": transcript.source_name,
        "format": transcript.source_format,
        "language": transcript.language,
        "imported_at": transcript.imported_at.isoformat(),
        "hash": transcript.source_hash,
    }
    speakers = [
        {"label": speaker.label} | ({"person": speaker.person.slug} if speaker.person else {})
        for speaker in transcript.speakers.select_related("person")
    ]
    corrections = [
        {"cue": order, "was": was, "text": said}
        for order, was, said in transcript.cues.exclude(was="").values_list("order", "was", "text")
    ]
    return values | _present(chosen=transcript.chosen, speakers=speakers, corrections=corrections)


def _present(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def restore_transcripts(
    episode: Episode, entries: tuple[Any, ...], folder: Path, known_names: Known
) -> list[Finding]:
    """Bring in the files that an episode's front matter lists and that are not here; a finding for each that fails."""
    known = set(episode.transcripts.values_list("source_hash", flat=True))
    findings = []
    for entry in entries:
        try:
            values = read_values(ENTRY, entry)
            if values.get("hash") not in known:
                _restore(episode, values, folder, known_names)
        except (BrokenFrontMatter, UnreadableTranscript, TranscriptNotStored, OSError, RuntimeError) as error:
            findings.append(_finding("transcript", f"a transcript did not come in: {error}"))
    return findings


def _restore(episode: Episode, values: dict[str, Any], folder: Path, known: Known) -> None:
    path = (folder / values["file"]).resolve()
    if folder.resolve() not in path.parents or path.stat().st_size > LARGEST_FILE:
        raise UnreadableTranscript(f"{values['file']} is outside the folder, or larger than 5 MB.")
    file = read_transcript(values.get("name", path.name), path.read_bytes())
    transcript, is_new = import_transcript(episode, file, by_glossary=False)
    if not is_new:
        return
    transcript.language = values.get("language", transcript.language)
    if "imported_at" in values:
        transcript.imported_at = datetime.fromisoformat(values["imported_at"])
    transcript.save(update_fields=["language", "imported_at"])
    for speaker in values.get("speakers", []):
        person = known.people.get(speaker.get("person", ""))
        transcript.speakers.filter(label=speaker["label"]).update(person=person)
    correct_lines(transcript, values.get("corrections", []))
    if values.get("chosen"):
        choose(transcript)


def _finding(code: str, message: str) -> Finding:
    return Finding(line=0, code=code, message=message)
