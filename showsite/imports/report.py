"""What an import said of each file -> rows of JSON, as a run keeps them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from episodes.reports import FileReport, Outcome

_TROUBLE: Final = frozenset({Outcome.SKIPPED, Outcome.GONE, Outcome.CONFLICT, Outcome.FAILED})


def as_row(report: FileReport) -> dict[str, Any]:
    return {
        "path": _clean(report.path),
        "outcome": report.outcome.value,
        "what": _clean(report.what),
        "findings": [
            {"line": finding.line, "message": _clean(finding.message)} for finding in report.findings
        ],
        "diff": _clean("\n".join(report.diff)),
    }


def is_problem(row: dict[str, Any]) -> bool:
    """Whether a host has something to look at."""
    return bool(row["findings"]) or row["outcome"] in _TROUBLE


def counted(reports: Iterable[FileReport]) -> str:
    """For example "120 created, 4 unchanged, 2 failed"."""
    counts = Counter(report.outcome for report in reports)
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome])


def _clean(text: str) -> str:
    """Without what PostgreSQL's JSON cannot hold."""
    return text.replace("\0", "�").encode(errors="replace").decode()
