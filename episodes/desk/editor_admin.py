"""Writing notes at the desk: what the editor's scripts ask for, and the versions of an episode's notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from episodes.desk.comparing import compared
from episodes.desk.forms import NotesForm
from episodes.desk.merging import text_hash
from episodes.desk.page_titles import fetch_title, markdown_link
from episodes.desk.previewing import NotNow, Preview, preview, too_hard
from episodes.desk.seen import seen_before
from episodes.desk.versions import give_up, keep_draft, keep_version, others_writing, versions_of
from episodes.fetching import FetchError
from episodes.models import Episode, NotesVersion, Show
from episodes.notes.renderer import NotesTooHard
from episodes.of_show import shows_where
from episodes.picture_files import NotAPicture
from episodes.placed_pictures import place_picture
from episodes.storage import NOT_STORED

LONGEST: Final = 400_000


class NotesEditing(ModelAdmin[Episode]):
    """Adds the addresses that ``static/js/notes-*.js`` talk to, and saves only what a host has changed."""

    def get_urls(self) -> list[URLPattern]:
        ours: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("notes/preview", require_POST(self.notes_preview), "episodes_notes_preview"),
            ("notes/draft", require_POST(self.notes_draft), "episodes_notes_draft"),
            ("notes/state", require_GET(self.notes_state), "episodes_notes_state"),
            ("notes/links", require_GET(self.notes_links), "episodes_notes_links"),
            ("notes/title", require_POST(self.notes_title), "episodes_notes_title"),
            ("notes/picture", require_POST(self.notes_picture), "episodes_notes_picture"),
            ("notes/discard", require_POST(self.notes_discard), "episodes_notes_discard"),
            ("<int:pk>/notes/", require_GET(self.notes_versions), "episodes_notes_versions"),
        ]
        return [
            path(place, self.admin_site.admin_view(view), name=name) for place, view, name in ours
        ] + super().get_urls()

    def get_form(
        self, request: HttpRequest, obj: Episode | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """A class of its own for each request: it knows who writes, and which version the page opens with."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if issubclass(form, NotesForm):
            form.host, form.version = _host(request), _asked_version(request, obj)
        return form

    def save_model(self, request: HttpRequest, obj: Episode, form: Any, change: bool) -> None:
        if change and form.columns is not None:
            obj.save(update_fields=form.columns)
        else:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        kind = NotesVersion.Kind.MERGED if form.was_merged else NotesVersion.Kind.SAVED
        keep_version(form.instance, kind, author=_host(request), page=form.data.get("notes_page", "")[:32])
        if form.was_merged:
            messages.info(
                request,
                _(
                    "Somebody else had saved these notes in the meantime: both changes are in them now. Read them once."
                ),
            )

    def notes_preview(self, request: HttpRequest) -> HttpResponse:
        """The page, what is found in the notes, and what is worth a look; nothing is stored."""
        episode = self._typed(request)
        notes = _typed_notes(request)
        try:
            shown = preview(request, episode, notes)
        except NotesTooHard as error:
            shown = Preview(page="", found="", findings=(too_hard(error),))
        except NotNow:
            return JsonResponse({}, status=503)
        findings = [{"line": finding.line, "message": finding.message} for finding in shown.findings]
        return JsonResponse({"page": shown.page, "found": shown.found, "findings": findings})

    def notes_draft(self, request: HttpRequest) -> HttpResponse:
        """Keeps what was typed so far."""
        episode = self._written(request)
        base, page = request.POST.get("base", "")[:64], request.POST.get("page", "")[:32]
        saved = episode if episode.pk else None
        draft = keep_draft(saved, _host(request), _typed_notes(request), base=base, page=page)
        return JsonResponse(self._state(request, episode) | {"saved": _clock(draft), "version": draft.pk})

    def notes_state(self, request: HttpRequest) -> HttpResponse:
        """Whether the notes are still those that the page has, who else is writing, and a token that is fresh after
        signing in again."""
        return JsonResponse(self._state(request, self._written(request)))

    def _state(self, request: HttpRequest, episode: Episode) -> dict[str, Any]:
        stored = text_hash(episode.notes) if episode.pk else ""
        others = others_writing(episode, _host(request)) if episode.pk else []
        return {"stored": stored, "others": others, "token": get_token(request)}

    def notes_links(self, request: HttpRequest) -> HttpResponse:
        """What is known of the addresses that were typed."""
        seen = seen_before(self._written(request), request.GET.getlist("url"))
        return TemplateResponse(request, "admin/episodes/notes/links.html", {"seen": seen})

    def notes_title(self, request: HttpRequest) -> HttpResponse:
        """What a page calls itself, and the link to write. Asked for by a host; the address may be anything."""
        self._written(request)
        url = request.POST.get("url", "")
        try:
            title = fetch_title(url)
        except FetchError as error:
            return JsonResponse({"error": str(error)}, status=400)
        return JsonResponse({"title": title, "markdown": markdown_link(title, url)})

    def notes_picture(self, request: HttpRequest) -> HttpResponse:
        episode = self._written(request)
        file = request.FILES.get("picture")
        if file is None:
            return JsonResponse({"error": _("No picture has arrived.")}, status=400)
        try:
            markdown = place_picture(episode.show, file)
        except NotAPicture as error:
            return JsonResponse({"error": str(error)}, status=400)
        except NOT_STORED:
            return JsonResponse({"error": _("The object storage does not answer. Try again.")}, status=503)
        return JsonResponse({"markdown": markdown})

    def notes_discard(self, request: HttpRequest) -> HttpResponse:
        """A draft is not offered again; it stays among the versions."""
        episode = self._written(request)
        drafts = NotesVersion.objects.drafts().filter(author=_host(request), episode=episode.pk)
        give_up(get_object_or_404(drafts, pk=_number(request.POST.get("version")) or 0))
        where = "admin:episodes_episode_change" if episode.pk else "admin:episodes_episode_add"
        return HttpResponseRedirect(reverse(where, args=[episode.pk] if episode.pk else []))

    def notes_versions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All versions of an episode's notes; any two compared, any restored."""
        episode = self._allowed(request, Episode.objects.filter(pk=pk).first())
        versions = versions_of(episode)
        before, after = _pair(request, versions)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Versions of the notes"),
            "subtitle": str(episode),
            "opts": self.opts,
            "episode": episode,
            "versions": versions,
            "current": text_hash(episode.notes),
            "before": before,
            "after": after,
            "lines": compared(before.text, after.text) if before and after else [],
        }
        return TemplateResponse(request, "admin/episodes/notes/versions.html", context)

    def _written(self, request: HttpRequest) -> Episode:
        """The episode that is written, or one not saved yet."""
        asked = request.POST.get("episode", "") or request.GET.get("episode", "")
        if asked:
            return self._allowed(
                request, Episode.objects.select_related("show").filter(pk=_number(asked) or 0).first()
            )
        if not self.has_add_permission(request):
            raise PermissionDenied
        shows = Show.objects.filter(pk__in=shows_where(request.user, "episodes.add_episode")).order_by("pk")
        show = shows.filter(pk=_number(request.POST.get("show")) or 0).first() or shows.first()
        if show is None:
            raise Http404("No show yet.")
        return Episode(show=show)

    def _allowed(self, request: HttpRequest, episode: Episode | None) -> Episode:
        if episode is None:
            raise Http404("No such episode.")
        if not self.has_change_permission(request, episode):
            raise PermissionDenied
        return episode

    def _typed(self, request: HttpRequest) -> Episode:
        """With what stands in the other fields of the form."""
        episode = self._written(request)
        episode.title = request.POST.get("title", "")[:255]
        episode.summary = request.POST.get("summary", "")[:500]
        episode.number = _number(request.POST.get("number"))
        return episode


def _host(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _typed_notes(request: HttpRequest) -> str:
    return request.POST.get("notes", "").replace("\r\n", "\n")[:LONGEST]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _clock(version: NotesVersion) -> str:
    return f"{timezone.localtime(version.made_at):%H:%M}"


def _asked_version(request: HttpRequest, episode: Episode | None) -> NotesVersion | None:
    """A version of this very episode, or the host's own draft of one that is not saved yet."""
    asked = _number(request.GET.get("version"))
    if asked is None or request.method != "GET":
        return None
    versions = NotesVersion.objects.select_related("author")
    versions = (
        versions.filter(episode=episode) if episode else versions.filter(episode=None, author=_host(request))
    )
    return versions.filter(pk=asked).first()


def _pair(
    request: HttpRequest, versions: list[NotesVersion]
) -> tuple[NotesVersion | None, NotesVersion | None]:
    """The two that were asked for, else the last two; the older one first."""
    asked = [_number(request.GET.get(name)) for name in ("a", "b")]
    chosen = [version for version in versions if version.pk in asked] if any(asked) else versions[:2]
    if len(chosen) == 1 and asked[1] is None:  # against what is saved
        saved = [version for version in versions if not version.is_draft and version not in chosen]
        return (saved[0], chosen[0]) if saved else (None, None)
    if len(chosen) != 2:
        return None, None
    return chosen[1], chosen[0]
