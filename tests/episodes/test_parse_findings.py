"""What a host is told to look at, and where."""

from __future__ import annotations

import pytest

from episodes.notes.parser import parse_notes


def findings(source: str) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in parse_notes(source).findings]


GOOD = "# 1\n\nSponsored by Acme: [a.example/acme](https://a.example/acme)\n\n**Ann #1:** [x](https://x.example)\n"


def test_good_notes_have_none():
    assert findings(GOOD) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**Ann #1:** x\n", (0, "no-number")),
        ("# 1\n\nHello\n", (0, "no-segments")),
        ("# 1\n\n**Ann #1:**\n\n- a\n", (3, "untitled-segment")),
        ("# 1\n\n**Ann #1:** a\n\n**#2: b**\n", (5, "no-host")),
        ("# 1\n\n**Ann #1:** a\n\n**Ann #3:** b\n", (5, "label-gap")),
        ("# 1\n\n**Ann #1:** a\n\n**Ann #44:** b\n", (5, "label-wrong")),
        (
            "# 1\n\nSponsored by Acme: [x](https://a.example/b)\n\n**Ann #1:** a\n",
            (3, "sponsor-mismatch"),
        ),
        ("# 1\n\n**Ann #1:** a\n\n```\ncode\n", (5, "fence-open")),
        ("# 1\n\n**Ann #1:** a\n\n- [m](matplotlib.org)\n", (5, "bad-link-target")),
        ("# 1\n\n**Ann #1:** a\n\n- [m](http://Some Words)\n", (5, "bad-link-target")),
        ("# 1\n\n**Ann #1:** [a](http://)\n", (3, "bad-link-target")),
        ("# 1\n\n**Ann #1:** [a](https://a.example/bhttps://a.example/b)\n", (3, "bad-link-target")),
        ("# 1\n\n**Ann #1:** [a](x:y)\n\n## Links\n\n- [a](x:y)\n", (5, "generated-links")),
        ("# 1\n\nCONNECTION INFO:\n\n**Ann #1:** a\n", (3, "private-text")),
        ("# 1\n\n- Special guest: GUEST_PROFILE\n\n**Ann #1:** a\n", (3, "private-text")),
        ("# 1\n\nSPONSOR DETAILS: call them\n\n**Ann #1:** a\n", (3, "private-text")),
        ("# 1\n\n(comment: I’d like to try this)\n\n**Ann #1:** a\n", (3, "private-text")),
        ("# 1\n\nHello and Welcome to Our Show\n\n**Ann #1:** a\n", (3, "private-text")),
        ("# 1\n\n**Ann #1:** it‚Äôs\n", (3, "mojibake")),
    ],
)
def test_it_tells_the_line(source, expected):
    assert findings(source) == [expected]


@pytest.mark.parametrize(
    "labels", [("0", "1", "2"), ("0.1", "0.2", "1", "2"), ("3", "2", "1"), ("1",)], ids=" ".join
)
def test_these_labels_count(labels):
    source = "# 1\n\n" + "\n\n".join(f"**Ann #{label}:** a" for label in labels)

    assert findings(source) == []


@pytest.mark.parametrize(
    "target",
    ["https://web.archive.example/2020/https://a.example", "#part", "/page", "mailto:a@b.example", "urn:x"],
)
def test_these_targets_are_good(target):
    assert findings(f"# 1\n\n**Ann #1:** [a]({target})\n") == []


def test_private_words_in_code_are_code():
    assert findings("# 1\n\n**Ann #1:** a\n\n```\nCONNECTION INFO: x\n```\n") == []


def test_lines_count_in_the_source_although_fences_are_mended():
    source = "# 1\n\n**Ann #1:** a\n\n```\ncode\n**Kim #2:** b\n\n**Ann #3:**\n"

    assert findings(source) == [(5, "fence-open"), (9, "untitled-segment")]
    assert [topic.line for topic in parse_notes(source).topics] == [3, 7, 9]


def test_messages_are_sentences():
    messages = [
        finding.message for finding in parse_notes("**Ann #2:**\n\n[a](b)\n\nCONNECTION INFO\n").findings
    ]

    assert len(messages) == 5
    assert all(message[0].isupper() and message.endswith(".") for message in messages)
