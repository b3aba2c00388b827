from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes.notes.mojibake import repair_mojibake
from episodes.notes.reading import UndecodableNotes, read_notes

TEXT = "# Show 7\n\n**Anna #1:** “Größe” – it’s 📣\n"


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in read_notes(data)[1]]


def test_it_reads_utf_8_without_a_finding():
    assert read_notes(TEXT.encode()) == (TEXT, ())


def test_it_leaves_out_a_byte_order_mark():
    text, findings = read_notes(TEXT.encode("utf-8-sig"))

    assert text == TEXT
    assert [finding.code for finding in findings] == ["bom"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_it_reads_utf_16_with_and_without_a_mark(encoding):
    text, findings = read_notes(TEXT.encode(encoding))

    assert text == TEXT
    assert [finding.code for finding in findings] == ["utf-16"]


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["windows", "old-mac"])
def test_it_keeps_line_endings_and_says_so(end):
    source = TEXT.replace("\n", end)

    text, findings = read_notes(source.encode())

    assert text == source
    assert [finding.code for finding in findings] == ["crlf"]


def test_it_counts_mixed_line_endings():
    (finding,) = read_notes(b"a\r\nb\nc\r\n")[1]

    assert "2 CRLF" in finding.message
    assert "1 LF" in finding.message


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"one\ntwo \xff", 2), (b"one\r\ntwo\rthree \xe9t\xe9", 3), (b"one\n\0two", 2)],
    ids=["invalid-byte", "latin-1", "nul"],
)
def test_it_names_the_line_where_no_text_is(data, line):
    with pytest.raises(UndecodableNotes, match=f"line {line}: ") as caught:
        read_notes(data)

    assert caught.value.line == line


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xfea", b"PK\x03\x04\x14\0\0\0"])
def test_it_refuses_binary_files(data):
    with pytest.raises(UndecodableNotes):
        read_notes(data)


@pytest.mark.parametrize("codec", ["mac_roman", "cp1252"])
def test_it_reports_mis_decoded_text_and_leaves_it_alone(codec):
    damaged = "first\n" + "it’s – “Café”…".encode().decode(codec, "ignore")

    text, findings = read_notes(damaged.encode())

    assert text == damaged
    assert [(finding.code, finding.line) for finding in findings] == [("mojibake", 2)]


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("it‚Äôs", "it’s"),
        ("itâ€™s", "it’s"),
        ("\uf8ffüì£ news", "📣 news"),
        ("üì£ news", "📣 news"),
        ("ðŸ“£ news", "📣 news"),
        ("cafÃ© naÃ¯ve", "café naïve"),
        ("it‚Äôs, and it’s", "it’s, and it’s"),
    ],
    ids=[
        "mac",
        "windows",
        "mac-emoji",
        "mac-emoji-that-lost-its-logo",
        "windows-emoji",
        "accents",
        "in-part",
    ],
)
def test_it_proposes_a_repair(damaged, repaired):
    assert repair_mojibake(damaged) == repaired


@pytest.mark.parametrize(
    "sound",
    ["it’s “Größe”…", "«été» l’été —été", "Spaß” Ü…", "Привет, мир", "日本語", "👩‍💻🚀️", "plain"],
)
def test_it_leaves_sound_text_alone(sound):
    assert repair_mojibake(sound) is None


def test_damage_quoted_in_code_is_no_damage():
    assert repair_mojibake("It’s fixed:\n```\nfix('âœ” ok')\n```\n") is None


@given(st.binary())
def test_it_reads_or_refuses_any_bytes(data):
    try:
        answer = read_notes(data)[0]
    except UndecodableNotes as refused:
        answer = f"refused in line {refused.line}"
    assert isinstance(answer, str)


@pytest.mark.parametrize("name", ["203-misdecoded-macroman.md", "203-misdecoded-cp1252.md"])
def test_it_repairs_a_whole_mis_decoded_note(corpus, name):
    damaged, findings = read_notes((corpus / "python-bytes/derived" / name).read_bytes())
    sound, _ = read_notes((corpus / "python-bytes/notes/203.md").read_bytes())

    assert [finding.code for finding in findings] == ["mojibake"]
    assert repair_mojibake(damaged) == sound


def test_no_real_note_is_called_mis_decoded(corpus):
    notes = sorted((corpus / "python-bytes/notes").glob("*.md"))

    assert [note.name for note in notes if "mojibake" in codes(note.read_bytes())] == []
