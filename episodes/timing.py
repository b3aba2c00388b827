"""When the parts of an episode start, as one page of the desk shows it and a host answers.

Each part says what the page showed when it was opened, so that two hosts do not undo each other's work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from episodes.languages import speaking_for
from episodes.marks import Mark, MarksFile
from episodes.marks.matching import match_marks
from episodes.models import Segment, Sponsorship
from episodes.models.segment import SURE
from episodes.notes.document import SegmentKind
from episodes.rundown import Rundown
from episodes.timestamps import format_clock, parse_timestamp
from episodes.voices import Voice

Part = Segment | Sponsorship
RIGHT: Final = "right"
WRONG: Final = "wrong"


class ClockField(forms.Field):
    """A time of the audio, as a ``timedelta``; None where nothing is typed."""

    default_error_messages = {
        "invalid": gettext_lazy("Write hours, minutes and seconds, like 00:01:02."),
    }

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        time = parse_timestamp(text)
        if text and time is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time


@dataclass(frozen=True, kw_only=True)
class Row:
    """A part with what the page calls it. A message that has no place in the notes has no voice."""

    part: Part
    title: str
    mark: str = "·"
    voice: Voice | None = None

    @property
    def key(self) -> str:
        return f"{'segment' if isinstance(self.part, Segment) else 'sponsorship'}-{self.part.pk}"

    @property
    def now(self) -> str:
        return clock(self.part.start)

    @property
    def is_locked(self) -> bool:
        """The notes say when it starts: whatever is typed here, they would say it again."""
        return isinstance(self.part, Segment) and self.part.start_origin == Segment.StartOrigin.NOTES

    @property
    def proposal(self) -> Segment | None:
        """The part, where it has a proposal that waits for a host."""
        return self.part if isinstance(self.part, Segment) and self.part.is_proposed else None

    @property
    def heard(self) -> str:
        return clock(self.proposal.proposed_start) if self.proposal else ""

    @property
    def is_free(self) -> bool:
        """No person has said yet when it starts."""
        return self.part.start is None or (isinstance(self.part, Segment) and self.part.start_is_found)


def clock(time: timedelta | None) -> str:
    return format_clock(time) if time is not None else ""


class TimeForm(forms.Form):
    """What a host says of one part. ``seen`` and ``heard`` are the start and the proposal that the page showed."""

    start = ClockField(required=False)
    seen = forms.CharField(required=False, max_length=20)
    heard = ClockField(required=False)
    answer = forms.ChoiceField(required=False, choices=[(RIGHT, RIGHT), (WRONG, WRONG)])
    mark = ClockField(required=False)
    mark_title = forms.CharField(required=False, max_length=500)
    take = forms.BooleanField(required=False)

    says = False
    wanted: timedelta | None = None

    def __init__(
        self, row: Row, data: Mapping[str, Any] | None, *, length: timedelta | None, all_sure: bool = False
    ) -> None:
        is_sent = data is not None and f"{row.key}-seen" in data and not row.is_locked
        super().__init__(data if is_sent else None, prefix=row.key)
        self.row, self.length, self.all_sure = row, length, all_sure

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self.says, self.wanted = self._answer(data)
        if self.says:
            self._check(data)
        return data

    def _answer(self, data: dict[str, Any]) -> tuple[bool, timedelta | None]:
        """Whether the host says anything of the part, and when it starts then; None: not there."""
        proposal = self.row.proposal
        if data["take"] and data["mark"] is not None:
            return True, data["mark"]
        if self.is_retyped:
            return True, data["start"]
        if data["answer"] and data["heard"] is not None:
            return True, data["heard"] if data["answer"] == RIGHT else None
        if self.all_sure and proposal and is_sure(proposal) and data["heard"] is not None:
            return True, data["heard"]
        return False, None

    def _check(self, data: dict[str, Any]) -> None:
        now, wanted = self.row.now, clock(self.wanted)
        if self.length is not None and self.wanted is not None and self.wanted >= self.length:
            self.add_error("start", _("The audio ends at %(end)s.") % {"end": clock(self.length)})
        if now in (data["seen"], wanted):
            return
        told = _("Meanwhile it has been set to %(now)s.") % {"now": now or _("no time")}
        if self.is_retyped or data["take"]:
            told += " " + _("Save again if %(wanted)s is right.") % {"wanted": wanted or _("no time")}
        self.add_error("start", told)

    @cached_property
    def is_retyped(self) -> bool:
        """The start is not what the page showed: another time, or one that cannot be read."""
        if not self.is_bound:
            return False
        typed = str(self["start"].value() or "").strip()
        time = parse_timestamp(typed)
        return (clock(time) if time is not None else typed) != str(self["seen"].value() or "")

    @property
    def shown(self) -> str:
        """What stands in the field: what the host typed, else what the part says by now."""
        return str(self["start"].value() or "") if self.is_retyped else self.row.now

    @property
    def answered(self) -> str:
        """What stands beside the proposal; an answer to one that is out of date is asked for again."""
        return str(self["answer"].value() or "") if self.is_bound and not self.errors else ""

    @property
    def mark_text(self) -> str:
        """When a file says that the part starts."""
        return str(self["mark"].value() or "") if self.is_bound else ""

    @property
    def is_from_mark(self) -> bool:
        return self.shown == self.mark_text

    def apply(self) -> bool:
        """Save what the host said: the fields that it changes, and whether it changes any."""
        part = self.row.part
        if not self.says or (not self.row.is_free and part.start == self.wanted):
            return False
        before = _values(part)
        part.start = self.wanted
        if isinstance(part, Segment):
            part.start_is_confirmed()
        else:
            part.from_notes = False
        changed = [name for name, value in _values(part).items() if before[name] != value]
        part.save(update_fields=changed)
        return bool(changed)


def is_sure(segment: Segment) -> bool:
    return (segment.proposed_confidence or 0) >= SURE


def _values(part: models.Model) -> dict[str, Any]:
    own = ["start_origin", "proposal_refused"] if isinstance(part, Segment) else ["from_notes"]
    return {name: getattr(part, name) for name in ["start", *own]}


class Times:
    """All parts of an episode that can be heard, each with its form; ``data`` is what the page sent."""

    def __init__(self, runs: Rundown, data: QueryDict | None = None) -> None:
        self.runs, self.data = runs, data
        length, all_sure = runs.episode.audio_duration, data is not None and "all_sure" in data
        with speaking_for(runs.episode.show):  # as the files that we write for other places name them
            rows = list(_rows(runs))
        self.forms = [TimeForm(row, data, length=length, all_sure=all_sure) for row in rows]

    @property
    def selected(self) -> str:
        """The part that keys set: the one that was, else the first without a start."""
        keys = [form.row.key for form in self.forms]
        wanted = self.data.get("selected", "") if self.data else ""
        waiting = (form.row.key for form in self.forms if form.row.part.start is None)
        return wanted if wanted in keys else next(waiting, keys[0] if keys else "")

    @property
    def sure_count(self) -> int:
        proposals = [form.row.proposal for form in self.forms]
        return sum(is_sure(one) for one in proposals if one)

    @property
    def to_confirm_count(self) -> int:
        return sum(form.row.proposal is not None for form in self.forms)

    @property
    def problems(self) -> list[TimeForm]:
        return [form for form in self.forms if form.errors]

    def is_valid(self) -> bool:
        return not self.problems

    def save(self) -> list[Row]:
        """The parts that have changed."""
        return [form.row for form in self.forms if form.apply()]

    def lost(self) -> list[str]:
        """Times that were typed for parts which the notes have no longer."""
        data = self.data if self.data is not None else QueryDict()
        gone = {name.removesuffix("-start") for name in data if name.endswith("-start")}
        gone -= {form.row.key for form in self.forms}
        typed = [(data.get(f"{key}-start"), data.get(f"{key}-seen")) for key in sorted(gone)]
        return [str(time)[:20] for time, seen in typed if time and time != seen]

    def out_of_order(self) -> Iterator[tuple[Row, Row]]:
        """Parts that start before the one which the notes put before them. Paid messages may stand anywhere."""
        rows = [
            form.row
            for form in self.forms
            if isinstance(form.row.part, Segment)
            and form.row.part.kind != SegmentKind.SPONSOR
            and form.row.part.start is not None
        ]
        return ((one, other) for one, other in pairwise(rows) if _begins_before(other, one))

    def with_marks(self, file: MarksFile) -> tuple[Times, list[Mark]]:
        """The same page with a file's times in the fields that are free, beside the others, and what was left over."""
        data = self.data.copy() if self.data is not None else QueryDict(mutable=True)
        rest = list(file.marks)
        matched = match_marks([form.row.title for form in self.forms], file.marks)
        for form, mark in zip(self.forms, matched, strict=True):
            key = form.row.key
            for name in ("mark", "mark_title", "take"):
                data.pop(f"{key}-{name}", None)
            if mark is None:
                continue
            rest.remove(mark)
            data[f"{key}-mark"], data[f"{key}-mark_title"] = clock(mark.start), mark.title
            if form.row.is_free and not form.is_retyped:
                data[f"{key}-start"] = clock(mark.start)
        return Times(self.runs, data), rest


def _begins_before(one: Row, other: Row) -> bool:
    return one.part.start is not None and other.part.start is not None and one.part.start < other.part.start


def _rows(runs: Rundown) -> Iterator[Row]:
    """The parts of the notes, then the messages that have a time of their own or no part."""
    for item in runs.items:
        if item.segment.kind != SegmentKind.LINKS:
            yield Row(part=item.segment, title=item.contents_title, mark=item.mark, voice=item.voice)
    for sponsorship in runs.episode.sponsorships.select_related("sponsor", "segment"):
        if sponsorship.segment is None or sponsorship.start is not None:
            yield Row(part=sponsorship, title=f"Sponsor: {sponsorship}")
