from __future__ import annotations

import time
from datetime import timedelta
from xml.sax.saxutils import escape

import pytest

from episodes.feeds.chapters import Chapter
from episodes.feeds.show_notes import body, opening, shorten

PAGE = "https://tincan.example/episodes/1/hello/"


def test_the_notes_are_kept_whole():
    html = (
        '<h2>Links</h2>\n<ul>\n<li><a href="https://things.example/" rel="sponsored">A thing</a></li>\n</ul>'
    )
    assert body(html, page=PAGE) == html


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        pytest.param(
            '<pre tabindex="0"><code class="language-py">x</code></pre>',
            "<pre><code>x</code></pre>",
            id="pre",
        ),
        pytest.param('<code><span class="k">for</span> x</code>', "<code>for x</code>", id="highlighting"),
        pytest.param(
            '<img src="https://a.example/b.png" alt="B" loading="lazy">',
            '<img src="https://a.example/b.png" alt="B">',
            id="picture",
        ),
        pytest.param('<h2 id="joke">Joke</h2>', "<h2>Joke</h2>", id="ids"),
        pytest.param("<p>a<script>alert(1)</script></p>", "<p>a</p>", id="script"),
        pytest.param('<a href="javascript:alert(1)">a</a>', "<a>a</a>", id="script address"),
    ],
)
def test_what_only_serves_our_own_pages_is_left_out(html, kept):
    assert body(html, page=PAGE) == kept


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("/people/ada/", "https://tincan.example/people/ada/"),
        ("transcript/", "https://tincan.example/episodes/1/hello/transcript/"),
        ("#joke", "https://tincan.example/episodes/1/hello/#joke"),
        ("https://things.example/?a=1&amp;b=2", "https://things.example/?a=1&amp;b=2"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_addresses_are_whole(address, whole):
    assert body(f'<a href="{address}">a</a>', page=PAGE) == f'<a href="{whole}">a</a>'


def test_chapters_come_first_and_lead_to_their_moment():
    chapters = (
        Chapter(start=timedelta(0), title="Hello"),
        Chapter(start=timedelta(hours=1, seconds=61.9), title="Tea & <biscuits>"),
    )
    assert body("<p>Notes</p>", page=PAGE, chapters=chapters) == (
        "<ul>\n"
        f'<li>00:00:00 <a href="{PAGE}#t=0">Hello</a></li>\n'
        f'<li>01:01:01 <a href="{PAGE}#t=3661">Tea &amp; &lt;biscuits&gt;</a></li>\n'
        "</ul>\n<p>Notes</p>"
    )


def test_the_opening_is_plain_text():
    assert opening("<h1>Hello</h1>\n<p>We talk of <b>tea</b> &amp; <code>&lt;p&gt;</code>.</p>").split() == (
        ["Hello", "We", "talk", "of", "tea", "&", "<p>."]
    )


def test_the_opening_never_ends_inside_a_tag():
    opened = opening("<p>tea</p>" + '<a href="https://things.example/"></a>' * 1000)
    assert opened == "tea"


def test_the_opening_is_short():
    assert len(opening("<p>" + "words " * 5000 + "</p>").encode()) <= 1000


@pytest.mark.parametrize(
    ("text", "short"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("short enough", "short enough", id="short enough"),
        pytest.param("one two three four", "one two…", id="between words"),
        pytest.param("a" * 30, "a" * 9 + "…", id="a single word"),
        pytest.param("&&&&", "&…", id="escaped, an ampersand is five bytes"),
        pytest.param("😀😀😀😀", "😀😀…", id="bytes, not characters"),
        pytest.param("a\ud800b", "ab", id="lone surrogates"),
    ],
)
def test_texts_are_cut_by_bytes_between_words(text, short):
    assert shorten(text, 12) == short
    assert len(escape(short).encode()) <= 12


def test_a_long_text_is_cut_quickly():
    started = time.perf_counter()
    shorten("a" * 10_000_000)
    assert time.perf_counter() - started < 20
