"""What a published file says of itself, and that its sound stays as it came."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
from datetime import date, timedelta

import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4

from episodes.audio.probe import probe
from episodes.audio.tags import Artwork, AudioTags, CannotTag, TagChapter, write_tags
from tests.factories import AUDIO

TAGS = AudioTags(
    title="Wax & wool: „ünïcode” 🧵",
    show="Tin Can Telephone",
    author="Ada Lane",
    number=12,
    published_on=date(2026, 1, 7),
    url="https://tincan.example/episodes/12/wax/",
    summary="One. Two.",
    language="en-GB",
    duration=timedelta(seconds=3),
    chapters=(
        TagChapter(start=timedelta(0), title="Hello"),
        TagChapter(start=timedelta(milliseconds=1500), title="Wax 🧵", url="https://wax.example/"),
    ),
    artwork=Artwork(data=b"\x89PNG not really", media_type="image/png"),
)


def tagged(data=None, media_type="audio/mpeg", tags=TAGS):
    file = io.BytesIO(data if data is not None else AUDIO.read_bytes())
    write_tags(file, media_type, tags)
    return file.getvalue()


def sound(data):
    """The frames behind the tags."""
    size = int.from_bytes(bytes(data[6:10]), "big")
    length = sum(((size >> (8 * place)) & 0x7F) << (7 * place) for place in range(4))
    return data[10 + length :] if data.startswith(b"ID3") else data


@pytest.fixture(scope="module")
def id3():
    return ID3(io.BytesIO(tagged()), translate=False)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ("TIT2", TAGS.title),
        ("TALB", "Tin Can Telephone"),
        ("TPE1", "Ada Lane"),
        ("TRCK", "12"),
        ("TYER", "2026"),
        ("TLAN", "eng"),
        ("TCON", "Podcast"),
    ],
)
def test_it_says(id3, frame, said):
    assert [str(text) for text in id3.getall(frame)[0].text] == [said]


def test_it_is_of_the_version_that_every_player_reads(id3):
    assert id3.version == (2, 3, 0)


def test_it_leads_to_the_notes(id3):
    assert id3.getall("WOAF")[0].url == TAGS.url


def test_it_shows_the_picture(id3):
    (picture,) = id3.getall("APIC")
    assert (picture.mime, picture.data) == ("image/png", TAGS.artwork.data)


def test_its_chapters_follow_each_other_to_the_end(id3):
    (contents,) = id3.getall("CTOC")
    chapters = {chapter.element_id: chapter for chapter in id3.getall("CHAP")}

    read = [
        (
            chapters[name].start_time,
            chapters[name].end_time,
            str(chapters[name].sub_frames["TIT2"]),
            [frame.url for frame in chapters[name].sub_frames.getall("WXXX")],
        )
        for name in contents.child_element_ids
    ]
    assert read == [(0, 1500, "Hello", []), (1500, 3000, "Wax 🧵", ["https://wax.example/"])]


def test_the_sound_stays_to_the_byte():
    assert sound(tagged()) == sound(AUDIO.read_bytes())


def test_the_length_stays():
    before, after = probe(io.BytesIO(AUDIO.read_bytes())), probe(io.BytesIO(tagged()))
    assert after.duration == before.duration
    assert MP3(io.BytesIO(tagged())).info.length == pytest.approx(after.duration.total_seconds(), abs=0.06)


def test_the_same_tags_give_the_same_file():
    assert hashlib.sha256(tagged()).digest() == hashlib.sha256(tagged()).digest()


def test_old_tags_of_the_file_are_gone():
    old = io.BytesIO(AUDIO.read_bytes())
    leftovers = ID3()
    leftovers.setall("TIT2", [])
    from mutagen.id3 import PRIV, TXXX

    leftovers.add(TXXX(desc="editor", text=["secret notes of the editor"]))
    leftovers.add(PRIV(owner="someone", data=b"x" * 5000))
    leftovers.save(old, v1=2)

    again = tagged(old.getvalue())

    assert b"secret notes" not in again
    assert again == tagged()


def test_a_hostile_old_tag_is_not_unpacked():
    size = bytes([0, 0, 0x7F, 0x7F])
    body = b"TXXX" + (16_000).to_bytes(4, "big") + b"\x00\x80" + b"\xff" * 16_000
    hostile = b"ID3\x03\x00\x00" + size + body.ljust((0x7F << 7) + 0x7F, b"\x00") + sound(AUDIO.read_bytes())

    assert sound(tagged(hostile)) == sound(AUDIO.read_bytes())


def test_what_is_not_known_leaves_no_frame():
    bare = AudioTags(title="Hello", show="Tin Can", language="tlh", duration=timedelta(seconds=3))

    frames = set(ID3(io.BytesIO(tagged(tags=bare)), translate=False))
    assert frames == {"TIT2", "TALB", "TCON"}


@pytest.mark.parametrize("change", ["title", "chapters", "artwork"])
def test_another_value_is_another_hash(change):
    from dataclasses import replace

    other = {"title": "Else", "chapters": TAGS.chapters[:1], "artwork": None}[change]
    assert replace(TAGS, **{change: other}).hash != TAGS.hash


def test_the_same_values_have_the_same_hash():
    assert AudioTags(**{name: getattr(TAGS, name) for name in TAGS.__dataclass_fields__}).hash == TAGS.hash


def test_what_takes_no_tags_is_said():
    with pytest.raises(CannotTag):
        tagged(b"RIFF", "audio/wav")


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"ftyp"], ids=["empty", "zeros", "half an MP4"])
def test_a_broken_mp4_is_said(data):
    with pytest.raises(CannotTag):
        tagged(data, "audio/x-m4a")


@pytest.fixture(scope="module")
def m4a(tmp_path_factory):
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed")
    target = tmp_path_factory.mktemp("m4a") / "tone.m4a"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=duration=2", "-c:a", "aac", str(target)]
    subprocess.run(command, check=True)
    return target.read_bytes()


def test_an_mp4_has_its_title_and_picture(m4a):
    mp4 = MP4(io.BytesIO(tagged(m4a, "audio/x-m4a")))

    assert mp4.tags["\xa9nam"] == [TAGS.title]
    assert mp4.tags["\xa9alb"] == ["Tin Can Telephone"]
    assert mp4.tags["trkn"] == [(12, 0)]
    assert bytes(mp4.tags["covr"][0]) == TAGS.artwork.data
    assert mp4.info.length == pytest.approx(2, abs=0.1)
