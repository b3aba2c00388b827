"""Python-Markdown with another reader in front: markdown-it reads the text, tree processors do the rest.

Python-Markdown's own parsing follows the Markdown of 2004: it flattens lists that are indented by two spaces,
and some texts take it minutes. So the block parser is replaced by one which builds the same ElementTree from
CommonMark tokens, and the steps made for the old reading are taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension

from episodes.notes.document import Picture
from episodes.notes.markdown.ampersands import Ampersands
from episodes.notes.markdown.highlight import Highlight
from episodes.notes.markdown.reader import github_reader
from episodes.notes.markdown.targets import Targets
from episodes.notes.markdown.tree import build_tree

_MADE_FOR_THE_OLD_READING = {
    "preprocessors": ("normalize_whitespace", "html_block"),
    "treeprocessors": ("inline", "prettify", "unescape"),
    "postprocessors": ("raw_html", "amp_substitute"),
}


class GitHubReading(Extension):
    """``Markdown(extensions=[GitHubReading()])`` converts a text as GitHub would.

    ``references`` is Markdown with link reference definitions from elsewhere in the document; ``rel`` is put
    on every link; ``pictures`` are those that may be shown. Converting raises ``NotesTooHard`` where the text nests
    too deep. The HTML has yet to pass an allow-list.

    In four things a page does better than GitHub, which ``as_github`` undoes for comparisons: a link that leads
    nowhere is text, nothing without a scheme is guessed to be one, pasted ``# comment`` is no heading in a list, and
    no picture is fetched from elsewhere.
    """

    def __init__(
        self,
        *,
        references: str = "",
        rel: str = "",
        as_github: bool = False,
        pictures: Mapping[str, Picture] | None = None,
    ) -> None:
        super().__init__()
        self.references = references
        self.rel = rel
        self.as_github = as_github
        self.pictures = pictures or {}

    def extendMarkdown(self, md: Markdown) -> None:
        for registry, names in _MADE_FOR_THE_OLD_READING.items():
            for name in names:
                getattr(md, registry).deregister(name)
        md.parser = _TokenParser(md, self.references, as_github=self.as_github)
        targets = Targets(rel=self.rel, as_github=self.as_github, pictures=self.pictures)
        md.treeprocessors.register(targets, "targets", 30)
        md.treeprocessors.register(Highlight(md), "highlight", 20)
        md.treeprocessors.register(Ampersands(md), "ampersands", 0)


class _TokenParser(BlockParser):
    def __init__(self, md: Markdown, references: str, *, as_github: bool) -> None:
        super().__init__(md)
        self.link_references = references
        self.as_github = as_github

    def parseDocument(self, lines: Iterable[str]) -> ElementTree[Element | None]:
        reader = github_reader(guess_links=self.as_github)
        # Definitions met first win, as they do in the document that these come from.
        env: dict[str, object] = {}
        reader.parse(self.link_references, env)
        tokens = reader.parse("\n".join(lines), env)
        self.root = build_tree(tokens, self.md.doc_tag, headings_in_lists=self.as_github)
        return ElementTree(self.root)
