"""Where fenced code really ends, when a host's closing fence is misplaced or missing.

CommonMark lets an open fence swallow the rest of a document, and with it whole segments. Hosts do not mean
that: ``mend_fences`` returns the Markdown that they meant, and whoever comes next reads plain CommonMark.

- The closing marks stand at the end of a code line: they get a line of their own.
- A segment's heading (attribution, extras, joke) stands at the left margin: the fence ends above it, and the
  closing marks which the host left below the heading are taken out.
- Nothing ends the fence: it runs to the end, and a finding says so.

A fence is doubtful where the marks below pair up by themselves; one mark too many is the closing line still
to come, so that a code line which only looks like ``Extras`` or ends in marks stays code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, fence

from episodes.notes.document import Finding

_NEWLINES = re.compile(r"\r\n?")
_BARE_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*")
_FENCE_WITH_INFO = re.compile(r"\s*(?:`{3,}[^`]+|~{3,}.+)")
_HEADING_MARKS = re.compile(r"#{2,6} +")
_INLINE_MARKS = re.compile(r"\]\([^)\s]*\)|[*_`\[\]“”\"\\]")
_NAME = r"[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)?"
_ATTRIBUTION = re.compile(
    rf"(?:\(bonus\) *)?(?:{_NAME} *\# *\d[\d.]*(?:\W|$)|\# *\d[\d.]*:? *\(?{_NAME}|{_NAME} \d+ *:)"
)
_TAIL_HEADING = re.compile(
    r"(?:extras?|extras and our news|our (?:personal )?news|(?:extra )?jokes?!?) *(?::.*)?", re.IGNORECASE
)
_LONGEST_HEADING = 1000


@dataclass(frozen=True, kw_only=True)
class Mended:
    """Markdown whose fences all end where they should; its lines end in a line feed.

    ``numbers[i]`` is the line of the source, from 1, that line ``i`` of ``text``, from 0, came from. Only
    marks at the end of a code line, and a heading right below code, make ``text`` a line longer.
    """

    text: str
    numbers: tuple[int, ...]
    findings: tuple[Finding, ...] = ()

    def number(self, index: int) -> int:
        """The source line, from 1, of a line counted from 0 as markdown-it's ``token.map`` does."""
        return self.numbers[min(index, len(self.numbers) - 1)]


def mend_fences(source: str) -> Mended:
    """Close each fence where the host meant it to close; change nothing else. Takes any text, in linear time.

    What is mended once is not mended again, but for heaps of fences and headings that nobody would write. Findings
    stand at the line that wants the host's attention: ``fence-glued`` (closing marks at the end of a code line)
    and ``fence-open`` (an opening without a close).
    """
    text = _NEWLINES.sub("\n", source)
    lines = text.split("\n")
    if "```" not in text and "~~~" not in text:
        return Mended(text=text, numbers=tuple(range(1, len(lines) + 1)))
    reading = _FenceReading(lines)
    reading.read(text)
    return reading.mended()


def opens_a_part(line: str) -> bool:
    """Does a line of the left margin, met inside open code, look like the heading of the next segment?"""
    plain = _plain_heading(line)
    return bool(plain) and bool(_ATTRIBUTION.match(plain) or _TAIL_HEADING.fullmatch(plain))


def _plain_heading(line: str) -> str:
    # One "#" is a comment of the code far more often than a heading of the note.
    if not line or line[0].isspace() or len(line) > _LONGEST_HEADING:
        return ""
    heading = _HEADING_MARKS.sub("", line, count=1) if line.startswith("##") else line
    return "" if heading.startswith("#") else _INLINE_MARKS.sub("", heading).strip()


def _is_marked(line: str) -> bool:
    return "**" in line or "](" in line


class _FenceReading:
    """One reading of the blocks, in which our own rule finds the fences and notes what is to be mended."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.odd = _odd_marks_below(lines)
        self.edits: dict[int, list[str]] = {}
        self.findings: list[Finding] = []

    def read(self, text: str) -> None:
        md = MarkdownIt("commonmark", {"maxNesting": 100})
        md.block.ruler.at("fence", self._rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})
        md.core.ruler.enableOnly(["normalize", "block"])
        md.parse(text)

    def mended(self) -> Mended:
        lines, numbers = [], []
        for index, line in enumerate(self.lines):
            for mended in self.edits.get(index, [line]):
                lines.append(mended)
                numbers.append(index + 1)
        return Mended(text="\n".join(lines), numbers=tuple(numbers), findings=tuple(self.findings))

    def _rule(self, state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if self.edits.get(start) == [""]:
            following = start + 1
        elif not fence(state, start, end, True):
            return False
        elif not silent:
            following = self._end_of_fence(state, start, end)
        if not silent:
            state.line = following
        return True

    def _end_of_fence(self, state: StateBlock, start: int, end: int) -> int:
        marks = _leading_marks(_content(state, start))
        for line in range(start + 1, end):
            content = _content(state, line)
            if content and state.sCount[line] < state.blkIndent:
                return line
            if _closes(content, marks) and not state.is_code_block(line):
                return line + 1
            if self._closes_at_its_end(line, content, marks):
                self._unglue(state, line, marks)
                return line + 1
            if state.level == 0 and self._ends_above(line):
                self._close_above(line, start, marks)
                return line
        if end == state.lineMax:
            self._find(start, "fence-open", "The code block which starts here is never closed.")
        return end

    def _closes_at_its_end(self, line: int, content: str, marks: str) -> bool:
        return _glued_marks(content) == marks and not self.odd[line + 1]

    def _ends_above(self, line: int) -> bool:
        source = self.lines[line]
        if not opens_a_part(source):
            return False
        return _is_marked(source) or (not self.lines[line - 1].strip() and not self.odd[line + 1])

    def _unglue(self, state: StateBlock, line: int, marks: str) -> None:
        begin = state.src.rfind("\n", 0, state.bMarks[line]) + 1
        prefix = state.src[begin : state.bMarks[line]] + " " * state.blkIndent
        self.edits[line] = [self.lines[line].rstrip().removesuffix(marks), prefix + marks]
        self._find(
            line,
            "fence-glued",
            "The code block ends in this line; give its closing marks a line of their own.",
        )

    def _close_above(self, line: int, start: int, marks: str) -> None:
        above = line - 1
        keep = [] if not self.lines[above].strip() else self.edits.get(above, [self.lines[above]])
        self.edits[above] = [*keep, marks]
        stray = self._marks_below(line + 1) if self.odd[line + 1] else None
        if stray is not None:
            self.edits[stray] = [""]
        self._find(
            start,
            "fence-open",
            f"The code block which starts here has no end before the heading in line {line + 1}.",
        )

    def _marks_below(self, begin: int) -> int | None:
        """The first line of closing marks alone, before the next clear heading or opening."""
        for index in range(begin, len(self.lines)):
            if _BARE_FENCE.fullmatch(self.lines[index]):
                return index
            if _begins_anew(self.lines[index]):
                break
        return None

    def _find(self, index: int, code: str, message: str) -> None:
        self.findings.append(Finding(line=index + 1, code=code, message=message))


def _odd_marks_below(lines: list[str]) -> list[bool]:
    """For each line: is the number of closing marks from it to the next clear heading or opening odd?"""
    odd = [False] * (len(lines) + 1)
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if _BARE_FENCE.fullmatch(line) or _glued_marks(line):
            odd[index] = not odd[index + 1]
        elif not _begins_anew(line):
            odd[index] = odd[index + 1]
    return odd


def _begins_anew(line: str) -> bool:
    """Is it a clear heading, or clearly an opening?"""
    return bool(_FENCE_WITH_INFO.fullmatch(line)) or (_is_marked(line) and opens_a_part(line))


def _content(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _leading_marks(content: str) -> str:
    found = re.match(r"`{3,}|~{3,}", content)
    return found.group() if found else ""


def _glued_marks(line: str) -> str:
    """The marks at the end of a line of code; marks in pairs are a code span."""
    content = line.strip()
    if not content.endswith(("```", "~~~")):
        return ""
    runs: list[str] = re.findall(content[-1] + "{3,}", content)
    return runs[-1] if len(runs) % 2 == 1 and content != runs[0] and not _leading_marks(content) else ""


def _closes(content: str, marks: str) -> bool:
    closing = content.rstrip(" \t")
    return len(closing) >= len(marks) and closing == marks[0] * len(closing)
