"""A public page as it goes out: plain and compressed, each form with a strong ETag of its own. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Final, NamedTuple

from episodes.feeds.responses import ENCODINGS, hash_of, tag_of, tags_of, which_is_known

Header = tuple[str, str]

# What the headers and the entry itself take, roughly, for each form.
OVERHEAD: Final = 2000
# Made again for each form, or not for keeping.
OF_A_FORM: Final = {"content-length", "etag", "vary"}
OF_A_BODY: Final = {"content-length", "content-type", "content-encoding"}
# What a browser needs to show a document. Whoever has the document has these beside it (RFC 9110, 15.4.5), and the tag
# of a page names them too, so that one under another policy is sent again. A feed has a tag of its own: it is for apps.
OF_A_DOCUMENT: Final = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
}
PRIVATE: Final = ("private", "no-store", "no-cache")
# All that an answer may depend on beside its address.
SHARED: Final = {"accept-encoding", "sec-fetch-dest"}


class Made(NamedTuple):
    """An answer as the site made it."""

    status: str
    headers: list[Header]
    content: bytes

    @property
    def may_be_kept(self) -> bool:
        """Whether the answer is the same for everybody, and says so."""
        said = {name.lower(): value.lower() for name, value in self.headers}
        varies = {part.strip() for part in said.get("vary", "").split(",")} - {""}
        return (
            self.status.startswith("200 ")
            and not {"set-cookie", "content-encoding"} & set(said)
            and not any(word in said.get("cache-control", "") for word in PRIVATE)
            and varies <= SHARED
        )


class Answer(NamedTuple):
    status: str
    headers: list[Header]
    body: bytes


class Page:
    """``stamp`` is what the show was when the page was made."""

    def __init__(self, made: Made, stamp: Hashable) -> None:
        said = {name.lower(): value for name, value in made.headers}
        self.stamp = stamp
        self.content = made.content
        self.is_empty = False
        self.identity = said["etag"].strip('"') if "etag" in said else _named(made.content, said)
        self.tags = tags_of(self.identity)
        self.weight = 0
        self._common = [header for header in made.headers if header[0].lower() not in OF_A_FORM]
        self._common.append(("Vary", said.get("vary", "Accept-Encoding")))
        self._forms: dict[str, Answer] = {}
        self._unchanged: dict[str, Answer] = {}

    @property
    def size(self) -> int:
        # A plain form is the content itself.
        bodies = sum(len(form.body) for encoding, form in self._forms.items() if encoding)
        return len(self.content) + bodies + OVERHEAD * (1 + len(self._forms))

    def empty(self) -> None:
        """Of a page that is too large to be kept, only this is: that it is too large."""
        self.is_empty, self.content = True, b""
        self._forms.clear()

    def unchanged(self, condition: str, encoding: str) -> Answer | None:
        """The answer to somebody who has the page; None for whoever has not."""
        known = which_is_known(condition, self.tags)
        if known is None:
            return None
        tag = known or tag_of(self.identity, encoding)
        answer = self._unchanged.get(tag)
        if answer is None:
            headers = _without(self._common, OF_A_BODY | OF_A_DOCUMENT)
            answer = self._unchanged[tag] = Answer("304 Not Modified", [*headers, ("ETag", f'"{tag}"')], b"")
        return answer

    def form(self, encoding: str) -> Answer | None:
        return self._forms.get(encoding)

    def make_form(self, encoding: str) -> Answer:
        compress: Callable[[bytes], bytes] = ENCODINGS.get(encoding, bytes)
        body = compress(self.content)
        headers = [
            *self._common,
            ("ETag", f'"{tag_of(self.identity, encoding)}"'),
            ("Content-Length", str(len(body))),
        ]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        answer = self._forms[encoding] = Answer("200 OK", headers, body)
        return answer


def _named(content: bytes, said: Mapping[str, str]) -> str:
    """The name of a document and of how it may be shown."""
    return hash_of(b"\n".join([content, *(said.get(name, "").encode() for name in sorted(OF_A_DOCUMENT))]))


def _without(headers: Iterable[Header], names: set[str]) -> list[Header]:
    return [header for header in headers if header[0].lower() not in names]
