"""What a host writes, and what the page shows."""

from __future__ import annotations

import pytest

from episodes.notes.document import Picture
from episodes.notes.limits import MAX_CHARACTERS, MAX_DEPTH, NotesTooHard
from episodes.notes.renderer import named_pictures, plain_text, render


@pytest.mark.parametrize(
    ("source", "html"),
    [
        pytest.param("a **b** *c*", "<p>a <strong>b</strong> <em>c</em></p>", id="emphasis"),
        pytest.param("~~a~~ ~b~", "<p><del>a</del> <del>b</del></p>", id="strike-through"),
        pytest.param("a  \nb", "<p>a<br>b</p>", id="hard break"),
        pytest.param(
            "`a &lt; b` &lt;", "<p><code>a &amp;lt; b</code> &lt;</p>", id="entities in code are seen"
        ),
        pytest.param("&copy;&amp;copy;", "<p>©&amp;copy;</p>", id="entities are read once"),
        pytest.param("3. a", '<ol start="3"><li>a\n</li>\n</ol>', id="list that starts at three"),
        pytest.param("- [x] a", "<ul><li>☑ a\n</li>\n</ul>", id="task list"),
        pytest.param("Title\n-", "<h2>Title</h2>", id="underlined heading"),
        pytest.param("a\n***\nb", "<p>a</p>\n<hr>\n<p>b</p>", id="rule"),
        pytest.param("a<br>b", "<p>a<br>b</p>", id="a tag that may pass"),
        pytest.param("<b>a", "<p><b>a</b></p>", id="an open tag is closed"),
        pytest.param("a</b>", "<p>a</p>", id="a closing tag alone"),
        pytest.param("**a <i>b** c</i>", "<p><strong>a <i>b</i></strong> c</p>", id="tags cut by emphasis"),
        pytest.param("a <!-- b --> c", "<p>a  c</p>", id="comments are not shown"),
        pytest.param("", "", id="nothing"),
        pytest.param(" \n\t\n", "", id="white space"),
    ],
)
def test_it_reads_markdown_as_github_does(source: str, html: str):
    assert render(source) == html


@pytest.mark.parametrize("indent", ["  ", "    ", "\t"], ids=["two spaces", "four spaces", "a tab"])
def test_it_nests_lists(indent: str):
    assert render(f"- a\n{indent}- b").count("<ul>") == 2


@pytest.mark.parametrize(
    "text", ["<lambda expression>", "git branch <TAB>", "<business idea>", "List<int>", "a < b > c", "<foo/>"]
)
def test_it_keeps_angle_brackets_in_prose(text: str):
    assert plain_text(render(f"- see {text} here")) == f"see {text} here"


def test_it_keeps_angle_brackets_on_a_line_of_their_own():
    assert plain_text(render("a\n\n<TAB>\n\nb")) == "a\n<TAB>\nb"


def test_it_lets_details_hold_markdown():
    html = render("<details>\n<summary>More</summary>\n\n- *a*\n\n</details>\n\nb")
    assert html.startswith("<details>\n<summary>More</summary>")
    assert html.index("<em>a</em>") < html.index("</details>") < html.index("<p>b</p>")


def test_it_keeps_the_address_of_an_embedded_page():
    html = render('<iframe width="560" src="https://video.example.org/embed/1"></iframe>')
    assert html == "https://video.example.org/embed/1"


def test_it_keeps_what_follows_a_comment_that_never_ends():
    assert "kept" in render("a <!-- b\n\nkept")


def test_it_aligns_cells_without_style():
    html = render("|a|b|\n|:-:|--:|\n|1|2|")
    assert '<td align="center">1</td>' in html
    assert "style" not in html


def test_it_shows_a_heading_in_a_list_as_the_line_it_was():
    assert "<p># comment</p>" in render("- code:\n\n  x = 1\n  # comment")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("[x](matplotlib.org)", "x (matplotlib.org)"),
        ("[x](/here)", "x (/here)"),
        ("[x](#there)", "x (#there)"),
        ("[x]()", "x"),
        ("[x](http://)", "x (http://)"),
        ("[x](<http://two words>)", "x (http://two%20words)"),
        ("[x](http://a|b)", "x (http://a%7Cb)"),
        ("[x](http://two words)", "[x](http://two words)"),
        ("[x](javascript:alert)", "x"),
        ("[x](data:text/html,a)", "x"),
        ("[x](ftp://files.example.org)", "x (ftp://files.example.org)"),
    ],
)
def test_it_shows_a_bad_target_as_text(source: str, text: str):
    html = render(source)
    assert "<a" not in html
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("[x](https://a.example/b?c=d&e=f)", "https://a.example/b?c=d&amp;e=f"),
        ("[x](<https://a.example/b c>)", "https://a.example/b%20c"),
        ("[x](https://a.example/b_(c))", "https://a.example/b_(c)"),
        ("<https://a.example>", "https://a.example"),
        ("[x](mailto:a@b.example)", "mailto:a@b.example"),
        ("<a@b.example>", "mailto:a@b.example"),
        ("see https://a.example/b_c_d.", "https://a.example/b_c_d"),
        ("(https://a.example/b_(c))", "https://a.example/b_(c)"),
        ("**https://a.example/b**", "https://a.example/b"),
        ("https://a.example/b&quot;", "https://a.example/b"),
        ('<a href="https://a.example">x</a>', "https://a.example"),
        ("[x](http://[::1]:80/)", "http://[::1]:80/"),
        ("[x][y]\n\n[Y]: https://a.example", "https://a.example"),
    ],
)
def test_it_links(source: str, target: str):
    assert render(source).count("<a ") == 1
    assert f'href="{target}"' in render(source)


@pytest.mark.parametrize(
    "text", ["a.example/b", "www.a.example", "a@b.example", "xhttp://a.example", "http://and"]
)
def test_it_links_bare_addresses_only_with_scheme_and_host(text: str):
    assert "<a" not in render(text)


def test_it_does_not_link_in_links_or_code():
    html = render("[https://a.example](https://b.example) `https://c.example`")
    assert html.count("<a ") == 1


def test_it_puts_rel_on_every_link():
    html = render(
        "[x](https://a.example) https://b.example <a href='https://c.example' rel='me'>y</a>", rel="sponsored"
    )
    assert html.count('rel="sponsored"') == 3


def test_it_puts_no_rel_and_no_target_by_itself():
    assert render("[x](https://a.example)") == '<p><a href="https://a.example">x</a></p>'


def test_it_finds_references_from_elsewhere_in_the_document():
    assert 'href="https://a.example"' in render("[x][y]", references="[y]: https://a.example")


def test_it_lets_the_first_definition_win():
    html = render("[y]\n\n[y]: https://second.example", references="[y]: https://first.example")
    assert "first.example" in html


def test_it_forgets_references_after_a_text():
    render("[y]: https://a.example")
    assert "<a" not in render("[x][y]")


HELD = {"https://a.example/c.png": Picture(address=f"/media/notes/{'0a' * 16}.png", width=600, height=400)}


def test_it_shows_a_picture_that_we_hold_with_its_size():
    html = render('![a *b*](https://a.example/c.png "d")', pictures=HELD)
    assert html == (
        f'<p><img alt="a b" decoding="async" height="400" loading="lazy" src="/media/notes/{"0a" * 16}.png" '
        'title="d" width="600"></p>'
    )


def test_it_links_to_a_picture_that_we_do_not_hold():
    html = render('![a *b*](https://a.example/c.png "d")')
    assert html == '<p><a href="https://a.example/c.png" title="d">a b</a></p>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("![](https://a.example/d/c.png?e=1)", '<a href="https://a.example/d/c.png?e=1">c.png</a>'),
        ("![](https://a.example/)", '<a href="https://a.example/">a.example</a>'),
        (
            "[![words](https://a.example/c.png)](https://b.example)",
            '<a href="https://b.example">words</a>',
        ),
        ("[![](https://a.example/c.png)](https://b.example)", '<a href="https://b.example">c.png</a>'),
        (
            "[![words](https://a.example/c.png)](nowhere)",
            '<a href="https://a.example/c.png">words</a> (nowhere)',
        ),
        ('<img src="https://a.example/c.png" alt="x" width="9">', '<a href="https://a.example/c.png">x</a>'),
    ],
    ids=["no words", "no name", "in a link", "alone in a link", "in a dead link", "raw"],
)
def test_a_link_in_place_of_a_picture_has_words_and_is_in_no_other_link(source: str, html: str):
    assert html in render(source)


def test_a_link_in_place_of_a_sponsors_picture_is_sponsored():
    assert 'rel="sponsored"' in render("![a](https://a.example/c.png)", rel="sponsored")


@pytest.mark.parametrize(
    ("written", "width", "height"),
    [
        ('width="300"', 300, 200),
        ('height="100"', 150, 100),
        ('width="300" height="300"', 300, 200),
        ('width="1200"', 600, 400),
        ('width="50%"', 600, 400),
        ('width="0"', 600, 400),
        ('height="1"', 2, 1),
    ],
)
def test_a_size_that_the_host_wrote_makes_it_smaller_in_proportion(written: str, width: int, height: int):
    html = render(f'<img src="https://a.example/c.png" alt="a" {written}>', pictures=HELD)
    assert (f'width="{width}"' in html, f'height="{height}"' in html) == (True, True)


def test_it_keeps_the_picture_for_a_comparison_with_github():
    html = render("![a](https://a.example/c.png)", as_github=True, pictures=HELD)
    assert html == '<p><img alt="a" loading="lazy" src="https://a.example/c.png"></p>'


def test_no_other_address_of_our_own_passes():
    html = render(
        "[a](/admin/) ![b](/media/notes/x.png) <img src=/media/notes/../people/a.png>", pictures=HELD
    )
    assert "<a" not in html
    assert "<img" not in html


def test_it_names_the_pictures_of_a_text_each_once():
    source = "![a](https://a.example/1.png)\n\n![b][c] `![no](https://a.example/no.png)`\n\n" + (
        '<IMG src="https://a.example/3.png?a=1&amp;b=2"> ![a](https://a.example/1.png) ![x](x.png)\n\n'
        "[c]: https://a.example/2 'two'\n\n```\n![no](https://a.example/no.png)\n```\n"
    )
    wanted = ["https://a.example/1.png", "https://a.example/2", "https://a.example/3.png?a=1&b=2"]
    assert named_pictures(source) == wanted
    held = {
        address: Picture(address=f"/media/notes/{n:032}.png", width=1, height=1)
        for n, address in enumerate(wanted)
    }
    assert render(source, pictures=held).count("<img") == 4


@pytest.mark.parametrize(
    "target", ["c.png", "data:image/png;base64,AAAA", "mailto:a@b.example", "//a.example/c.png"]
)
def test_it_shows_the_words_for_an_image_it_cannot_show(target: str):
    assert render(f"![words]({target})") == "<p>words</p>"


def test_it_highlights_code_with_a_language():
    html = render("```python\ndef f(): return '&amp;'\n```")
    assert html.startswith('<figure class="code"><figcaption>Python</figcaption><pre tabindex="0">')
    assert '<code class="language-python"><span class="k">def</span>' in html
    assert plain_text(html) == "Python\ndef f(): return '&amp;'"


@pytest.mark.parametrize("language", ["", "nonsense", "brainfuck"])
def test_it_guesses_no_language(language: str):
    html = render(f"```{language}\nimport this < 'x'\n```")
    assert html == "<pre tabindex=\"0\"><code>import this &lt; 'x'\n</code></pre>"


def test_it_changes_no_white_space_in_code():
    assert "<code>\n\ta  b \n\n\n  c\n</code>" in render("```\n\n\ta  b \n\n\n  c\n```")


@pytest.mark.parametrize(
    "code",
    ["x = 1\n" * 1000, "x" * 300, "x = 1\n\n\n\n\ny = 2"],
    ids=["much code", "a long line", "many empty lines"],
)
def test_it_leaves_code_plain_that_would_take_a_lexer_long(code: str):
    html = render(f"```python\n{code}\n```")
    assert f'<code class="language-python">{code}\n</code>' in html


def test_it_highlights_only_so_much_of_a_document():
    html = render(("```python\n" + "answer = 42  # and so on\n" * 180 + "```\n") * 4)
    assert [block.count("<span") > 0 for block in html.split("<pre")[1:]] == [True, True, False, False]


def test_it_keeps_what_follows_a_fence_with_glued_marks():
    html = render('```\n["possible"]```\n- after')
    assert html == '<pre tabindex="0"><code>["possible"]\n</code></pre>\n<ul><li>after\n</li>\n</ul>'


def test_it_drops_characters_that_nobody_can_store():
    assert render("a\0b\x01\x1b\ud800\x7f\ufffe\r\nc\rd") == "<p>ab\nc\nd</p>"


def test_it_gives_a_safe_string():
    assert hasattr(render("a"), "__html__")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param("a\n" + "b" * MAX_CHARACTERS, 2, id="long"),
        pytest.param("a\n\n" + "> " * (MAX_DEPTH + 1) + "b", 3, id="quotations"),
        pytest.param("\n".join("  " * i + "- x" for i in range(100)), MAX_DEPTH // 2, id="lists"),
        pytest.param("a\n\n" + "- " * 1000 + "b", 3, id="lists in one line"),
        pytest.param("a\n\n" + "**" * MAX_DEPTH + "b" + "**" * MAX_DEPTH, 3, id="emphasis"),
        pytest.param("a\n" + "<b>" * (MAX_DEPTH + 1), 1, id="tags"),
        pytest.param("```\na```\n\n" + "> " * (MAX_DEPTH + 1) + "b", 4, id="behind a mended fence"),
        pytest.param("a\n" * 100_000, 3334, id="lines"),
        pytest.param("[a]: http://x.example/" + "z" * 90_000 + "\n\n" + "[a] " * 1000, 3, id="references"),
        pytest.param("x\n\n" + "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|b|\n" * 100, 3, id="cells"),
    ],
)
def test_it_refuses_what_is_too_much_and_says_where(source: str, line: int):
    with pytest.raises(NotesTooHard) as refused:
        render(source)
    assert refused.value.line == line


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a <b>b</b>c</p>\n<ul><li>d<ul><li>e</li></ul></li></ul>", "a bc\nd\ne"),
        ("<p>a<br>b</p><p>c</p>", "a\nb\nc"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("<p>&lt;b&gt; &amp;amp;</p>", "<b> &amp;"),
        ('<p>b <img alt="a &quot;c&quot;" src="https://a.example/"> d</p>', 'b a "c" d'),
        ('<img alt="" src="https://a.example/">', ""),
        ('<img src="https://a.example/">', ""),
        ("", ""),
    ],
)
def test_plain_text_is_the_words(html: str, text: str):
    assert plain_text(html) == text
