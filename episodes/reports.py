"""What an import says of each file: one line for the file, one for each finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from episodes.notes.document import Finding


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    GONE = "gone"
    CONFLICT = "conflict"
    FAILED = "failed"

    @property
    def is_failure(self) -> bool:
        return self in (Outcome.CONFLICT, Outcome.FAILED)


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """``path`` is relative to the folder; ``what`` says which episode, or why not. ``diff`` shows two sides."""

    path: str
    outcome: Outcome
    what: str = ""
    findings: tuple[Finding, ...] = ()
    diff: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        return [
            f"{self.path}: {self.outcome}{f', {self.what}' if self.what else ''}",
            *(
                f"  {self.path}:{finding.line}: {finding.code}: {finding.message}"
                for finding in self.findings
            ),
            *(f"  {line}" for line in self.diff),
        ]


def summary(reports: Sequence[FileReport]) -> str:
    """For example "126 files: 120 created, 4 unchanged, 2 failed"."""
    counts = Counter(report.outcome for report in reports)
    parts = [f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome]]
    return f"{len(reports)} files: {', '.join(parts) or 'nothing to do'}"
