from __future__ import annotations

import contextlib
import io
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.mp3 import MPEGInfo

from episodes.audio.probe import NotAudio, probe

AUDIO = Path(__file__).parent.parent / "data" / "audio"
CBR = (AUDIO / "cbr.mp3").read_bytes()
# 116 frames of 1152 samples at 44.1 kHz, and the same sound at half the rate.
EXACT = timedelta(milliseconds=3030)


def probe_bytes(data: bytes):
    return probe(io.BytesIO(data))


def tag(body: bytes, *, footer: bool = False, size: int | None = None) -> bytes:
    size = len(body) if size is None else size
    length = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    head = b"\x04\x00" + (b"\x10" if footer else b"\x00") + length
    return b"ID3" + head + body + (b"3DI" + head if footer else b"")


@pytest.mark.parametrize("name", ["cbr", "vbr", "vbr-without-header", "with-id3v2"])
def test_it_measures_the_duration_to_the_millisecond(name):
    assert probe_bytes((AUDIO / f"{name}.mp3").read_bytes()).duration == EXACT


def test_it_measures_mpeg_2():
    assert probe_bytes((AUDIO / "mpeg2.mp3").read_bytes()).duration == timedelta(milliseconds=3056)


@pytest.mark.parametrize("name", ["cbr", "vbr", "with-id3v2", "mpeg2"])
def test_it_agrees_with_another_reader_where_the_file_has_a_table(name):
    data = (AUDIO / f"{name}.mp3").read_bytes()
    assert probe_bytes(data).duration.total_seconds() == pytest.approx(
        MPEGInfo(io.BytesIO(data)).length, abs=0.001
    )


def test_it_says_size_and_type():
    info = probe_bytes(CBR)
    assert (info.size, info.media_type) == (len(CBR), "audio/mpeg")


def test_it_counts_what_is_there_rather_than_what_the_table_claims():
    assert probe_bytes(CBR[: len(CBR) // 2]).duration < timedelta(seconds=1.6)


def test_it_counts_files_that_were_joined():
    second = (AUDIO / "with-id3v2.mp3").read_bytes()
    assert probe_bytes(CBR + second).duration == pytest.approx(2 * EXACT, abs=timedelta(milliseconds=30))


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(tag(b"\0" * 300), id="one tag"),
        pytest.param(tag(b"\0" * 300) + tag(b"\0" * 70), id="two tags"),
        pytest.param(tag(b"\0" * 300, footer=True), id="a footer"),
        pytest.param(tag(b"\xff\xfb\x90\x00" * 300), id="a tag that looks like sound"),
        pytest.param(tag(b"\0" * 9 * 1024 * 1024), id="a large picture"),
        pytest.param(tag(b"") + b"\0" * 5000, id="zeros behind the tag"),
    ],
)
def test_it_steps_over(before):
    assert probe_bytes(before + CBR).duration == EXACT


def test_it_does_not_count_what_follows_the_sound():
    assert probe_bytes(CBR + b"TAG" + b"\xff" * 125).duration == EXACT


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"RIFF\x24\x80\x00\x00WAVEfmt " + b"\0" * 99, "WAV", id="wav"),
        pytest.param(b"OggS\x00\x02" + b"\0" * 99, "Ogg", id="ogg"),
        pytest.param(b"\0\0\0\x20ftypM4A " + b"\0" * 99, "damaged", id="m4a"),
        pytest.param(b"fLaC\0\0\0\x22" + b"\0" * 99, "FLAC", id="flac"),
        pytest.param(b"\xff\xf1\x50\x80" + b"\0" * 99, "AAC", id="aac"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 99, "JPEG", id="jpeg"),
        pytest.param(b"\n<!DOCTYPE html><title>Sign in</title>", "web page", id="html"),
        pytest.param("Notes – not a sound.\n".encode() * 40, "This is text", id="text"),
        pytest.param(tag(b"\0" * 99) + b"OggS\x00\x02" + b"\0" * 99, "Ogg", id="ogg behind a tag"),
        pytest.param(tag(b"\0" * 99, size=50_000), "ends inside its tag", id="cut off in the tag"),
        pytest.param(b"ID3\x04", "damaged", id="cut off in the tag's header"),
        pytest.param(
            b"ID3\x04\x00\x00\x00\x00\xff\x7f" + b"\0" * 99, "damaged", id="a tag size that is none"
        ),
        pytest.param(tag(b"") * 100_000 + CBR, "no sound", id="a hundred thousand tags"),
        pytest.param(tag(b"\0" * (17 << 20)) + CBR, "larger than 16 MB", id="a huge tag"),
        pytest.param(CBR[:105], "no sound", id="a single frame"),
        pytest.param(b"\0" * 99_999 + CBR, "no sound", id="sound only after a long silence of bytes"),
        pytest.param(CBR + b"\0" * 99_999, "half of the file", id="mostly something else"),
    ],
)
def test_it_says_why_a_file_is_refused(data, reason):
    with pytest.raises(NotAudio, match=reason):
        probe_bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(CBR + b"\xff" * 20_000_000, id="sync bytes"),
        pytest.param(CBR + b"\xff\xfb\x90\x00" * 5_000_000, id="headers without frames"),
        pytest.param((CBR[:2000] + b"\xff" * 500) * 8000, id="sound in crumbs"),
    ],
)
def test_it_does_not_spend_long_on_a_hostile_file(data):
    started = time.perf_counter()
    with contextlib.suppress(NotAudio):
        probe_bytes(data)
    assert time.perf_counter() - started < 30


@settings(deadline=None)
@given(st.binary(max_size=3000), st.integers(0, len(CBR)), st.integers(0, len(CBR)))
def test_it_raises_nothing_else(junk, start, cut):
    try:
        info = probe_bytes(CBR[:start] + junk + CBR[cut:])
    except NotAudio:
        return
    assert timedelta(0) < info.duration < 3 * EXACT
