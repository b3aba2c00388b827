"""The page of the desk that has an episode ready for other places, to copy or to save."""

from __future__ import annotations

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from episodes.elsewhere import OUTPUTS
from episodes.models import Episode
from episodes.rundown import Rundown, rundown


class ElsewherePages(ModelAdmin[Episode]):
    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.elsewhere)
        file = self.admin_site.admin_view(self.elsewhere_file)
        return [
            path("<int:pk>/elsewhere/", page, name="episodes_episode_elsewhere"),
            path("<int:pk>/elsewhere/<slug:key>/", file, name="episodes_episode_elsewhere_file"),
            *super().get_urls(),
        ]

    def elsewhere(self, request: HttpRequest, pk: int) -> HttpResponse:
        runs = self._runs(request, pk)
        has_times = bool(runs.by_start)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Take it elsewhere"),
            "episode": runs.episode,
            "has_times": has_times,
            "texts": [
                (output, output.text(runs))
                for output in OUTPUTS.values()
                if has_times or not output.needs_times
            ],
        }
        return TemplateResponse(request, "admin/episodes/elsewhere.html", context)

    def elsewhere_file(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """One of them, as a file."""
        runs = self._runs(request, pk)
        if key not in OUTPUTS:
            raise Http404("No such form.")
        output = OUTPUTS[key]
        name = f"{runs.episode.address or 'episode'}-{key}.{output.ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(output.text(runs), content_type="text/plain; charset=utf-8", headers=headers)

    def _runs(self, request: HttpRequest, pk: int) -> Rundown:
        episode = get_object_or_404(Episode.objects.select_related("show").for_page(), pk=pk)
        if not self.has_view_permission(request, episode):
            raise PermissionDenied
        return rundown(episode)
