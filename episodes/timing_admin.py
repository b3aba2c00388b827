"""The page of an episode's times at the desk: play, press a key, the segment starts here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from episodes.announcing import announce_episode
from episodes.audio.serving import has_other_tags
from episodes.audio_admin import OTHER_TAGS
from episodes.cards.making import draw_cards_soon
from episodes.marks import MarksError, read_marks
from episodes.models import Episode, Segment, Sponsorship
from episodes.rundown import rundown
from episodes.said import said_between
from episodes.timing import Row, Times


class TimesPage(ModelAdmin[Episode]):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.times)
        return [path("<int:pk>/times/", view, name="episodes_episode_times"), *super().get_urls()]

    @transaction.atomic
    def times(self, request: HttpRequest, pk: int) -> HttpResponse:
        is_sent = request.method == "POST"
        if is_sent:
            self._lock(pk)
        episode = get_object_or_404(Episode.objects.select_related("show").for_page(), pk=pk)
        if not self.has_change_permission(request, episode):
            raise PermissionDenied
        times = Times(rundown(episode), request.POST if is_sent else None)
        if is_sent and "read_marks" in request.POST:
            return self._with_marks(request, times)
        if is_sent and times.is_valid():
            return self._save(request, times)
        return self._times_page(request, times)

    @staticmethod
    def _lock(pk: int) -> None:
        """What the form is compared with is what is written over."""
        list(Segment.objects.filter(episode=pk).select_for_update())
        list(Sponsorship.objects.filter(episode=pk).select_for_update())

    def _save(self, request: HttpRequest, times: Times) -> HttpResponse:
        episode, changed = times.runs.episode, times.save()
        if changed:
            self._tell_others(request, episode, changed)
        count = len(changed)
        messages.success(
            request,
            ngettext("%d start is saved.", "%d starts are saved.", count) % count
            if count
            else _("Nothing has changed."),
        )
        for time in times.lost():
            messages.warning(request, _("The part that you gave %s is no longer in the notes.") % time)
        for before, after in times.out_of_order():
            values = {"after": after.title, "at": after.now, "before": before.title}
            messages.warning(
                request,
                _("“%(after)s” (%(at)s) starts before “%(before)s”, which the notes put first.") % values,
            )
        address = reverse("admin:episodes_episode_times", args=[episode.pk])
        return redirect(f"{address}?selected={times.selected}")

    def _tell_others(self, request: HttpRequest, episode: Episode, changed: Sequence[Row]) -> None:
        self.log_change(request, episode, "Set the start of " + ", ".join(row.title for row in changed)[:500])
        draw_cards_soon(episode)
        announce_episode(episode)
        if has_other_tags(episode):
            messages.warning(request, OTHER_TAGS)

    def _with_marks(self, request: HttpRequest, times: Times) -> HttpResponse:
        file = request.FILES.get("marks")
        if not file:
            return self._times_page(request, times, marks_error=_("Choose a file first."))
        try:
            read = read_marks(cast(BinaryIO, file))
        except MarksError as error:
            return self._times_page(request, times, marks_error=str(error))
        filled, rest = times.with_marks(read)
        return self._times_page(request, filled, marks_file=read, marks_rest=rest)

    def _times_page(self, request: HttpRequest, times: Times, **more: Any) -> HttpResponse:
        episode = times.runs.episode
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Times of %s") % episode,
            "episode": episode,
            "rundown": times.runs,
            "times": times,
            "selected": request.GET.get("selected") or times.selected,
            "turns": said_between(episode, timedelta(0), None),
            **more,
        }
        return TemplateResponse(request, "admin/episodes/times/page.html", context)
