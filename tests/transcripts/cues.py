"""Short ways to write and compare cues, and cues as any of our writers can express them."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from transcripts.cues import ParsedCue, ParsedTranscript


def cue(start: float, end: float | None, text: str, speaker: str = "") -> ParsedCue:
    end_time = None if end is None else timedelta(seconds=end)
    return ParsedCue(start=timedelta(seconds=start), end=end_time, text=text, speaker=speaker)


def rows(transcript: ParsedTranscript) -> list[tuple[float, float | None, str, str]]:
    """(start, end, speaker, text), times in seconds."""
    return [
        (c.start.total_seconds(), None if c.end is None else c.end.total_seconds(), c.speaker, c.text)
        for c in transcript.cues
    ]


def texts(transcript: ParsedTranscript) -> list[str]:
    return [c.text for c in transcript.cues]


def codes(transcript: ParsedTranscript) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in transcript.findings]


_characters = st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"])
_words = st.lists(st.text(_characters, min_size=1, max_size=12), min_size=2, max_size=20)
names = st.sampled_from(
    ["", "Ines Montani", "Brian Okken", "Speaker 1", "Laís", "Guido van Rossum", "Anna-Lena"]
)


def tidy(text: str) -> str:
    return " ".join(text.split())


sentences = _words.map(" ".join).map(tidy).filter(lambda text: " " in text)


@st.composite
def well_formed_cues(draw: st.DrawFn, sentences: st.SearchStrategy[str] = sentences) -> list[ParsedCue]:
    """In order, to the millisecond, each with an end behind its start and two words or more."""
    milliseconds, cues = 0, []
    for text in draw(st.lists(sentences, min_size=1, max_size=8)):
        milliseconds += draw(st.integers(0, 4_000_000))
        end = milliseconds + draw(st.integers(1, 90_000))
        cues.append(cue(milliseconds / 1000, end / 1000, text, draw(names)))
    return cues
