"""Tables for spreadsheets: https://www.rfc-editor.org/rfc/rfc4180"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Final

# A cell that begins so is a formula to a spreadsheet, whoever wrote it; also in their full-width forms.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Line:
    """csv writes; a line at a time is taken away."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    for row in rows:
        yield writer.writerow([_safe(cell) for cell in row])


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
