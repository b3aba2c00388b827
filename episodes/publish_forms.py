"""The small forms of the publish page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from episodes.clocks import around, as_offset, moments_of

SHOWN: Final = "%Y-%m-%dT%H:%M"


class ScheduleForm(forms.Form):
    """A time as clocks show it where the show is. ``offers``: the two moments that a time at the change of the clocks
    may mean, as (value of ``exactly``, words)."""

    when = forms.CharField(
        max_length=30, required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    exactly = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.offers: list[tuple[str, str]] = []

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        exactly, when = data.get("exactly", ""), data.get("when", "")
        at = self._exact(exactly) if exactly else self._shown(when)
        if at <= timezone.now():
            raise ValidationError(_("That moment has passed. Choose a later one, or publish now."))
        return {**data, "at": at}

    def _exact(self, text: str) -> datetime:
        moment = _read(text)
        if moment.tzinfo is None:
            raise ValidationError(_("Choose a date and a time."))
        return moment

    def _shown(self, text: str) -> datetime:
        shown = _read(text).replace(tzinfo=None)
        moments = moments_of(shown, self.zone)
        if len(moments) == 1:
            return moments[0]
        self.offers = [self._offer(one) for one in around(shown, self.zone)]
        words = {"time": f"{shown:%H:%M}", "day": f"{shown:%Y-%m-%d}", "zone": self.zone.key}
        if moments:
            raise ValidationError(
                _("%(time)s comes twice on %(day)s in %(zone)s, because the clocks go back. Which one?")
                % words
            )
        raise ValidationError(
            _("There is no %(time)s on %(day)s in %(zone)s, because the clocks go forward. Which one?")
            % words
        )

    def _offer(self, moment: datetime) -> tuple[str, str]:
        shown = moment.astimezone(self.zone)
        return shown.isoformat(), f"{shown:%H:%M} ({as_offset(moment, self.zone)})"


class WaiverForm(forms.Form):
    code = forms.CharField(max_length=20, widget=forms.HiddenInput)
    reason = forms.CharField(max_length=300, label=gettext_lazy("Reason"))


class PreviewLinkForm(forms.Form):
    DAYS: Final = [(1, gettext_lazy("a day")), (7, gettext_lazy("a week")), (30, gettext_lazy("30 days"))]

    label = forms.CharField(max_length=80, required=False, label=gettext_lazy("For whom"))
    days = forms.TypedChoiceField(coerce=int, choices=DAYS, initial=7, label=gettext_lazy("Works for"))

    @property
    def expires_at(self) -> datetime:
        return timezone.now() + timedelta(days=self.cleaned_data["days"])


def _read(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(_("Choose a date and a time.")) from error
