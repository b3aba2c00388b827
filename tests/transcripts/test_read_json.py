from __future__ import annotations

import json

import pytest

from tests.transcripts.cues import codes, rows, texts
from transcripts.formats import BrokenJson, NoCues, parse_transcript


def podcast(*segments: object, **indent: int) -> str:
    return json.dumps({"version": "1.0.0", "segments": list(segments)}, **indent)


def segment(start: object, end: object, body: object, speaker: object = "Ann") -> dict[str, object]:
    return {"speaker": speaker, "startTime": start, "endTime": end, "body": body}


def words(*said: str, speaker: str = "Ann") -> list[dict[str, object]]:
    return [segment(n / 2, n / 2 + 0.25, word, speaker) for n, word in enumerate(said)]


def test_it_reads_the_podcast_namespace():
    transcript = parse_transcript(
        podcast(segment(0.5, 2, "Hello and welcome."), segment(2, 3.25, "Hi there.", "Bo"))
    )
    assert transcript.format == "podcast-json"
    assert rows(transcript) == [(0.5, 2.0, "Ann", "Hello and welcome."), (2.0, 3.25, "Bo", "Hi there.")]


def test_speaker_and_end_may_be_missing():
    text = podcast(
        {"startTime": 1, "body": "One two."},
        {"startTime": 4, "endTime": None, "speaker": None, "body": "Three."},
    )
    assert rows(parse_transcript(text)) == [(1.0, 4.0, "", "One two."), (4.0, None, "", "Three.")]


def test_single_words_become_sentences():
    said = [*words("I", "am", "your", "father."), segment(2.75, 3.0, "No", "Luke")]
    assert rows(parse_transcript(podcast(*said))) == [
        (0.0, 1.75, "Ann", "I am your father."),
        (2.75, 3.0, "Luke", "No"),
    ]


def test_single_words_become_lines_of_readable_length():
    read = texts(parse_transcript(podcast(*words(*["word"] * 100))))
    assert " ".join(read).split() == ["word"] * 100
    assert max(map(len, read)) <= 65
    assert len(read) == 8


def test_a_pause_between_words_parts_them():
    said = [segment(0, 0.5, "Well"), segment(0.6, 1, "yes"), segment(5, 5.5, "and"), segment(5.6, 6, "no")]
    assert texts(parse_transcript(podcast(*said))) == ["Well yes", "and no"]


def test_cues_that_happen_to_be_one_word_stay_apart():
    said = [
        segment(0, 1, "Are you there?"),
        segment(1, 2, "Yes."),
        segment(2, 3, "Good"),
        segment(3, 4, "to know."),
    ]
    assert texts(parse_transcript(podcast(*said))) == ["Are you there?", "Yes.", "Good", "to know."]


def test_it_reads_whisper():
    segments = [
        {"id": 0, "seek": 0, "start": 0.001, "end": 3.98, "text": " Hello and welcome"},
        {"id": 1, "start": 4, "end": 5, "text": " to us."},
    ]
    transcript = parse_transcript(
        json.dumps({"text": " Hello and welcome to us.", "segments": segments, "language": "en"})
    )
    assert transcript.format == "whisper-json"
    assert rows(transcript) == [(0.001, 3.98, "", "Hello and welcome"), (4.0, 5.0, "", "to us.")]


def test_whispers_words_are_passed_over():
    text = {
        "segments": [
            {
                "start": 0,
                "end": 1,
                "text": " Hi.",
                "speaker": "A",
                "words": [{"start": 0, "end": 1, "word": "Hi."}],
            }
        ]
    }
    assert rows(parse_transcript(json.dumps(text))) == [(0.0, 1.0, "A", "Hi.")]


def test_it_reads_whisper_cpp():
    transcription = [
        {
            "timestamps": {"from": "00:00:00,000", "to": "00:00:02,500"},
            "offsets": {"from": 0, "to": 2500},
            "text": " Hello and welcome",
            "tokens": [{"text": " Hello", "offsets": {"from": 0, "to": 400}}],
        },
        {"offsets": {"from": 2500, "to": 3000}, "text": " to us.", "speaker": "1"},
    ]
    transcript = parse_transcript(json.dumps({"result": {"language": "en"}, "transcription": transcription}))
    assert transcript.format == "whisper-cpp-json"
    assert rows(transcript) == [(0.0, 2.5, "", "Hello and welcome"), (2.5, 3.0, "1", "to us.")]


def test_parts_of_words_are_joined_as_whisper_writes_them():
    parts = [" Hel", "lo", ",", " who", "ever", " you", " are", "."]
    transcription = [{"offsets": {"from": n, "to": n + 1}, "text": part} for n, part in enumerate(parts)]
    assert texts(parse_transcript(json.dumps({"transcription": transcription}))) == [
        "Hello, whoever you are."
    ]


def test_it_reads_dote():
    lines = [
        {
            "startTime": "00:00:01,500",
            "endTime": "00:00:02,000",
            "speakerDesignation": "Ann",
            "text": "Hello.",
        },
        {"startTime": "01:00:00,000", "endTime": "01:00:01,000", "speakerDesignation": "", "text": "Bye."},
    ]
    transcript = parse_transcript(json.dumps({"lines": lines}))
    assert transcript.format == "dote-json"
    assert rows(transcript) == [(1.5, 2.0, "Ann", "Hello."), (3600.0, 3601.0, "", "Bye.")]


PODLOVE = [
    {
        "start": "00:00:01.500",
        "start_ms": 1500,
        "end": "00:00:02.000",
        "end_ms": 2000,
        "speaker": "1",
        "voice": "Ann",
        "text": "Hello there.",
    },
    {"start_ms": 2000, "end_ms": 3000, "speaker": "2", "voice": "", "text": "Oh, hi."},
]


@pytest.mark.parametrize(
    "document", [PODLOVE, {"version": 5, "transcripts": PODLOVE}], ids=["list", "player"]
)
def test_it_reads_podlove_and_prefers_the_name_of_a_voice(document: object):
    transcript = parse_transcript(json.dumps(document))
    assert transcript.format == "podlove-json"
    assert rows(transcript) == [(1.5, 2.0, "Ann", "Hello there."), (2.0, 3.0, "2", "Oh, hi.")]


def test_a_list_alone_is_read_as_well():
    text = json.dumps([{"start": 1.0, "end": 2.0, "text": " Hello there."}])
    assert rows(parse_transcript(text)) == [(1.0, 2.0, "", "Hello there.")]


def test_a_finding_names_the_line():
    text = podcast(
        segment(5, 4, "One two."), segment(3, 4, "Three four."), segment("x", 9, "Five."), indent=1
    )
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if "startTime" in line]
    assert codes(parse_transcript(text)) == [
        (lines[0], "ends-before-start"),
        (lines[1], "starts-back"),
        (lines[2], "unreadable-time"),
    ]


@pytest.mark.parametrize("start", ["1", None, True, -1, [], {}, 1e300, 10**400, "NaN"], ids=repr)
def test_a_start_that_is_no_time_leaves_the_segment_out(start: object):
    transcript = parse_transcript(podcast(segment(1, 2, "One two."), segment(start, 3, "Lost words.")))
    assert texts(transcript) == ["One two."]
    assert [code for _, code in codes(transcript)] == ["unreadable-time"]


def test_segments_of_a_wrong_shape_are_left_out():
    transcript = parse_transcript(
        podcast(segment(1, 2, "One two."), 7, "x", None, [], segment(2, 3, ["Lost"]))
    )
    assert texts(transcript) == ["One two."]
    assert [code for _, code in codes(transcript)] == ["unreadable-time"] * 4 + ["empty-cues"]


def test_controls_and_half_characters_are_left_out():
    text = '{"segments": [{"startTime": 1, "endTime": 2, "body": "a\\u0000b \\ud800c \\ud83d\\ude00"}]}'
    assert texts(parse_transcript(text)) == ["ab c 😀"]


@pytest.mark.parametrize(
    "text",
    [
        '{"segments": [{"startTime": NaN, "body": "x"}]}',
        '{"segments": [{"startTime": -Infinity, "body": "x"}]}',
        '{"segments": [{"startTime": ' + "9" * 5000 + ', "body": "x"}]}',
        '{"startTime": ' + "[" * 200_000,
        '{"startTime": 1, "segments": ' + '{"a":' * 100_000,
        '{"startTime": 1}',
        '{"segments": {"start": 1}}',
        '{"startTime": 1, "segments": [',
    ],
    ids=["nan", "infinity", "digits", "lists", "objects", "no segments", "no list", "cut off"],
)
def test_hostile_json_is_broken_json(text: str):
    with pytest.raises(BrokenJson):
        parse_transcript(text)


def test_broken_json_names_the_line():
    with pytest.raises(BrokenJson) as error:
        parse_transcript('{\n"segments": [\n{"start": 1,}\n]}')
    assert error.value.line == 3


def test_no_segments_are_no_cues():
    with pytest.raises(NoCues):
        parse_transcript(podcast())
