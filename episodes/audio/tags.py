"""Writes what a player shows into a copy of an audio file: ID3 tags with chapters, MP4 atoms without. Pure.

ID3v2.3 rather than 2.4: it is what every player reads, car radios and file managers included.
https://id3.org/id3v2.3.0 and, for chapters, https://id3.org/id3v2-chapters-1.0
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import BinaryIO, Final

from mutagen import MutagenError
from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCON,
    TDRC,
    TIT2,
    TLAN,
    TPE1,
    TRCK,
    WOAF,
    WXXX,
    CTOCFlags,
    Encoding,
    PictureType,
)
from mutagen.mp4 import MP4, MP4Cover

MP3: Final = "audio/mpeg"
MP4_TYPES: Final = ("audio/mp4", "audio/x-m4a")
TAGGABLE: Final = (MP3, *MP4_TYPES)
_NO_OFFSET: Final = 0xFFFFFFFF
_LONGEST_TEXT: Final = 2000
# ISO 639-1 -> 639-2, which TLAN wants; a language that is not here gets no frame.
_LANGUAGES: Final = dict(
    pair.split(":")
    for pair in [
        "ar:ara",
        "bg:bul",
        "bn:ben",
        "ca:cat",
        "cs:ces",
        "cy:cym",
        "da:dan",
        "de:deu",
        "el:ell",
        "en:eng",
        "eo:epo",
        "es:spa",
        "et:est",
        "eu:eus",
        "fa:fas",
        "fi:fin",
        "fr:fra",
        "ga:gle",
        "gl:glg",
        "he:heb",
        "hi:hin",
        "hr:hrv",
        "hu:hun",
        "hy:hye",
        "id:ind",
        "is:isl",
        "it:ita",
        "ja:jpn",
        "ka:kat",
        "ko:kor",
        "lt:lit",
        "lv:lav",
        "mk:mkd",
        "ms:msa",
        "mt:mlt",
        "nb:nob",
        "nl:nld",
        "nn:nno",
        "no:nor",
        "pl:pol",
        "pt:por",
        "ro:ron",
        "ru:rus",
        "sk:slk",
        "sl:slv",
        "sq:sqi",
        "sr:srp",
        "sv:swe",
        "sw:swa",
        "ta:tam",
        "te:tel",
        "th:tha",
        "tr:tur",
        "uk:ukr",
        "ur:urd",
        "vi:vie",
        "zh:zho",
    ]
)


class CannotTag(Exception):
    """The file is none that tags can be written into."""


@dataclass(frozen=True, kw_only=True)
class TagChapter:
    start: timedelta
    title: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Artwork:
    data: bytes
    media_type: str


@dataclass(frozen=True, kw_only=True)
class AudioTags:
    """``language`` as BCP 47, ``url`` is the page of the notes; ``duration`` ends the last chapter."""

    title: str
    show: str
    author: str = ""
    number: int | None = None
    published_on: date | None = None
    url: str = ""
    summary: str = ""
    language: str = ""
    duration: timedelta
    chapters: tuple[TagChapter, ...] = ()
    artwork: Artwork | None = None

    @property
    def hash(self) -> str:
        """SHA-256 of all that would be written: the same values, the same tags."""
        values = asdict(self)
        if self.artwork:
            values["artwork"] = hashlib.sha256(self.artwork.data).hexdigest()
        return hashlib.sha256(json.dumps(values, default=str, sort_keys=True).encode()).hexdigest()


def write_tags(file: BinaryIO, media_type: str, tags: AudioTags) -> None:
    """Write into a file that is open for reading and writing. The sound stays as it is, to the byte.

    The same file and tags give the same bytes. Raises ``CannotTag``.
    """
    file.seek(0)
    try:
        if media_type == MP3:
            _write_id3(file, tags)
        elif media_type in MP4_TYPES:
            _write_mp4(file, tags)
        else:
            raise CannotTag(f"Tags are not written into {media_type}.")
    except MutagenError as error:
        raise CannotTag(f"The file does not take tags: {error}.") from error


def _write_id3(file: BinaryIO, tags: AudioTags) -> None:
    # The old tags are replaced unread: they are some program's leftovers, and hostile ones unpack to gigabytes.
    id3 = ID3()
    text = {"encoding": Encoding.UTF16}
    id3.add(TIT2(text=[tags.title], **text))
    id3.add(TALB(text=[tags.show], **text))
    id3.add(TCON(text=["Podcast"], **text))
    if tags.author:
        id3.add(TPE1(text=[tags.author], **text))
    if tags.number is not None:
        id3.add(TRCK(text=[str(tags.number)], **text))
    if tags.published_on:
        id3.add(TDRC(text=[tags.published_on.isoformat()], **text))
    if language := _LANGUAGES.get(tags.language.split("-")[0].lower()):
        id3.add(TLAN(text=[language], **text))
    if tags.summary:
        id3.add(COMM(lang=language or "XXX", desc="", text=[tags.summary[:_LONGEST_TEXT]], **text))
    if tags.url:
        id3.add(WOAF(url=tags.url))
    if tags.artwork:
        cover = {"type": PictureType.COVER_FRONT, "desc": "", "encoding": Encoding.LATIN1}
        id3.add(APIC(mime=tags.artwork.media_type, data=tags.artwork.data, **cover))
    for frame in _chapters(tags.chapters, tags.duration):
        id3.add(frame)
    file.seek(0)
    id3.update_to_v23()
    id3.save(file, v1=0, v2_version=3, padding=lambda info: 0)


def _chapters(chapters: Sequence[TagChapter], duration: timedelta) -> list[object]:
    if not chapters:
        return []
    names = [f"chp{place}" for place in range(len(chapters))]
    ends = [*(chapter.start for chapter in chapters[1:]), max(duration, chapters[-1].start)]
    contents = CTOC(
        element_id="toc",
        flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED,
        child_element_ids=names,
        sub_frames=[],
    )
    return [contents, *(_chapter(*each) for each in zip(names, chapters, ends, strict=True))]


def _chapter(name: str, chapter: TagChapter, end: timedelta) -> object:
    frames: list[object] = [TIT2(encoding=Encoding.UTF16, text=[chapter.title])]
    if chapter.url:
        frames.append(WXXX(encoding=Encoding.UTF16, desc="", url=chapter.url))
    return CHAP(
        element_id=name,
        start_time=chapter.start // timedelta(milliseconds=1),
        end_time=end // timedelta(milliseconds=1),
        start_offset=_NO_OFFSET,
        end_offset=_NO_OFFSET,
        sub_frames=frames,
    )


def _write_mp4(file: BinaryIO, tags: AudioTags) -> None:
    """Chapters are left out: MP4 keeps them in a track of their own, which the library only reads."""
    mp4 = MP4(file)
    values: dict[str, object] = {
        "\xa9nam": tags.title,
        "\xa9alb": tags.show,
        "\xa9gen": "Podcast",
        "\xa9ART": tags.author,
        "\xa9day": tags.published_on.isoformat() if tags.published_on else "",
        "desc": tags.summary[:_LONGEST_TEXT],
        "purl": tags.url,
    }
    if mp4.tags is None:
        mp4.add_tags()
    mp4.tags.clear()
    for name, value in values.items():
        if value:
            mp4.tags[name] = [value]
    mp4.tags["pcst"] = True
    if tags.number is not None:
        mp4.tags["trkn"] = [(min(tags.number, 65_535), 0)]
    if tags.artwork:
        is_png = tags.artwork.media_type == "image/png"
        form = MP4Cover.FORMAT_PNG if is_png else MP4Cover.FORMAT_JPEG
        mp4.tags["covr"] = [MP4Cover(tags.artwork.data, imageformat=form)]
    file.seek(0)
    mp4.save(file, padding=lambda info: 0)
