"""Marks inside files of sound: cue points of a WAV file, chapters of an MP3 file. The sound is stepped over."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import CHAP, ID3, TIT2, Encoding

from episodes.audio.tags import AudioTags, TagChapter, write_tags
from episodes.marks import MarksError, read_marks
from tests.episodes.marks import at, chunk, wav
from tests.factories import AUDIO


def marks(data):
    return read_marks(io.BytesIO(data)).marks


def tagged(*chapters, version=4):
    id3 = ID3()
    for place, (seconds, title) in enumerate(chapters):
        text = [TIT2(encoding=Encoding.UTF8, text=[title])]
        id3.add(CHAP(element_id=f"c{place}", start_time=seconds * 1000, end_time=0, sub_frames=text))
    file = io.BytesIO()
    id3.save(file, v2_version=version)
    return file.getvalue()


def test_cue_points_have_the_labels_of_their_numbers():
    points = [(2, 48_000, b"Waxed string"), (1, 0, b"Hello"), (3, 72_000, b"")]

    assert marks(wav(points)) == [at(0, "Hello"), at(1, "Waxed string"), at(1.5)]


def test_a_label_may_be_of_old_windows():
    assert marks(wav([(1, 0, "Café".encode("cp1252"))])) == [at(0, "Café")]


def test_the_sound_is_not_read():
    class Counting(io.BytesIO):
        most = 0

        def read(self, size=-1):
            data = super().read(size)
            self.most = max(self.most, len(data))
            return data

    file = Counting(wav([(1, 48_000, b"Here")], sound=bytes(3_000_001)))

    assert read_marks(file).marks == [at(1, "Here")]
    assert file.most < 1000


def test_a_file_larger_than_four_gigabytes_tells_its_size_elsewhere():
    data = wav([(1, 48_000, b"Here")], sound=bytes(1000))
    sizes = chunk(b"ds64", struct.pack("<QQQI", len(data), 1000, 500, 0))
    data = b"RF64" + data[4:12] + sizes + data[12:]
    data = data.replace(b"data" + struct.pack("<I", 1000), b"data" + struct.pack("<I", 0xFFFFFFFF))

    assert marks(data) == [at(1, "Here")]


@pytest.mark.parametrize(
    "data",
    [
        wav([]),
        wav([(1, 48_000, b"Here")], rate=0),
        wav([(1, 48_000, b"Here")])[:60],
        b"RIFF\xff\xff\xff\xffWAVE",
        b"RIFF\xff\xff\xff\xffWAVEcue \xff\xff\xff\xff",
        b"RIFF\xff\xff\xff\xffWAVE" + b"LIST\0\0\0\0" * 20_000,
        b"RIFF",
    ],
    ids=["no points", "no rate", "cut off", "empty", "a false size", "only lists", "a beginning"],
)
def test_a_wav_file_without_marks_is_refused(data):
    with pytest.raises(MarksError):
        marks(data)


def test_the_chapters_that_we_write_are_read_back():
    file = io.BytesIO(AUDIO.read_bytes())
    chapters = (
        TagChapter(start=timedelta(0), title="Hello"),
        TagChapter(start=timedelta(seconds=1.25), title="Çelik ☂", url="https://wax.example"),
    )
    tags = AudioTags(title="Strings", show="Tin Can", duration=timedelta(seconds=3), chapters=chapters)
    write_tags(file, "audio/mpeg", tags)

    assert marks(file.getvalue()) == [at(0, "Hello"), at(1.25, "Çelik ☂")]


@pytest.mark.parametrize("version", [3, 4])
def test_both_versions_of_tags_are_read(version):
    # More than 127 bytes: there the two write sizes differently.
    long = "Waxed string, and how far it carries " * 8

    assert marks(tagged((1, long), (70, "Joke"), version=version)) == [at(1, long.strip()), at(70, "Joke")]


def test_an_unsynchronised_tag_is_read():
    title = TIT2(encoding=Encoding.LATIN1, text=["ÿ Wax"])._writeData()
    title = b"TIT2" + struct.pack(">IH", len(title), 0) + title
    body = b"c0\0" + struct.pack(">IIII", 1000, 0, 0xFFFFFFFF, 0xFFFFFFFF) + title
    body = (b"CHAP" + struct.pack(">IH", len(body), 0) + body).replace(b"\xff", b"\xff\x00")
    header = b"ID3\x03\x00\x80" + bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))

    assert marks(header + body) == [at(1, "ÿ Wax")]


def test_a_frame_that_unpacks_to_gigabytes_is_left_packed():
    packed = zlib.compress(bytes(10_000_000))
    frame = b"CHAP" + struct.pack(">I", len(packed) + 4) + b"\0\x80" + bytes(4) + packed
    header = b"ID3\x03\x00\x00" + bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))

    with pytest.raises(MarksError, match="no marks"):
        marks(header + frame)


@pytest.mark.parametrize(
    "data",
    [
        b"ID3",
        b"ID3\x02\0\0\0\0\0\0",
        b"ID3\x04\0\0\x7f\x7f\x7f\x7f",
        AUDIO.read_bytes(),
        tagged((1, "x"))[:15],
    ],
)
def test_an_mp3_file_without_chapters_is_refused(data):
    with pytest.raises(MarksError):
        marks(data)


@given(
    st.binary(max_size=200),
    st.sampled_from([wav([(1, 48_000, b"Here")]), tagged((1, "Here"))]),
    st.integers(0, 60),
)
def test_any_damage_is_read_or_refused(data, whole, place):
    with suppress(MarksError):
        assert marks(whole[:place] + data + whole[place:])
