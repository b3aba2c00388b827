"""The publish page of an episode: what is still to be done, what podcast apps will show, and the buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from episodes.checklist import checklist, feed_item
from episodes.checks import Code
from episodes.clocks import a_week_later
from episodes.feeds.document import FeedItem
from episodes.link_checking import ask_again, ask_soon
from episodes.models import Episode, PreviewLink, Waiver
from episodes.of_show import OfShow
from episodes.publish_forms import SHOWN, PreviewLinkForm, ScheduleForm, WaiverForm
from episodes.publishing import NotPublishable, Overtaken, held, publish, withdraw

PREVIEW = "episodes.change_previewlink"


@dataclass(frozen=True, kw_only=True)
class FeedLook:
    """An item of the feed, as apps show it."""

    item: FeedItem
    artwork: str

    @property
    def html(self) -> SafeString:
        """The very HTML of the feed: ``feeds.show_notes.body`` made it, of what passed the allow-list."""
        return mark_safe(self.item.body)  # noqa: S308 - see above


class PublishDesk(OfShow, admin.ModelAdmin[Episode]):
    """Publishing has a page and a permission of its own; the form of an episode only shows the date."""

    def get_readonly_fields(self, request: HttpRequest, obj: Episode | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "published_at"]

    def get_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", require_safe(self.publish_page), ""),
            ("now", require_POST(self.publish_now_view), "_now"),
            ("schedule", require_POST(self.schedule_view), "_schedule"),
            ("withdraw", require_http_methods(["GET", "HEAD", "POST"])(self.withdraw_view), "_withdraw"),
            ("waive", require_POST(self.waive_view), "_waive"),
            ("take-back", require_POST(self.take_back_view), "_take_back"),
            ("links", require_POST(self.links_view), "_links"),
            ("preview", require_POST(self.make_preview_view), "_preview"),
            ("revoke", require_POST(self.revoke_view), "_revoke"),
        ]
        return [
            path(
                f"<int:pk>/publish/{place}",
                self.admin_site.admin_view(view),
                name=f"episodes_episode_publish{name}",
            )
            for place, view, name in pages
        ] + super().get_urls()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        ask_soon(form.instance)

    def publish_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._publish_page(request, self._to_look_at(request, pk))

    def publish_now_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Also for an episode that was withdrawn, which may take up its first date."""
        episode = self._to_publish(request, pk)
        keeps = request.POST.get("date") == "first" and episode.first_published_at
        if self._act(request, episode, partial(publish, at=episode.first_published_at if keeps else None)):
            self._tell(request, episode, "Published.", _("It is public."))
        return self._back(pk)

    def schedule_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        episode = self._to_publish(request, pk)
        zone = ZoneInfo(episode.show.time_zone)
        form = ScheduleForm(request.POST, zone=zone)
        if not form.is_valid():
            return self._publish_page(request, episode, schedule=form)
        at = form.cleaned_data["at"]
        if self._act(request, episode, partial(publish, at=at), at=at):
            words = {"when": _shown(at, zone), "zone": zone.key}
            said = _("It goes out by itself on %(when)s (%(zone)s).") % words
            self._tell(request, episode, f"Scheduled for {at.isoformat()}.", said)
        return self._back(pk)

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks first: apps may keep an episode, but forget what listeners had not heard to its end."""
        episode = self._to_publish(request, pk)
        if request.method != "POST":
            return self._respond(request, episode, "admin/episodes/publish/withdraw.html", {})
        if episode.published_at and self._act(request, episode, withdraw, checked=False):
            self._tell(request, episode, "Withdrawn.", _("It is a draft again. Its GUID stays."))
        return self._back(pk)

    def waive_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        episode = self._to_publish(request, pk)
        form = WaiverForm(request.POST)
        if not form.is_valid() or form.cleaned_data["code"] not in set(Code):
            messages.error(request, _("Say why it goes out all the same: a few words are enough."))
            return self._back(pk)
        code, reason = form.cleaned_data["code"], form.cleaned_data["reason"]
        values = {"reason": reason, "by": request.user, "at": timezone.now()}
        Waiver.objects.update_or_create(episode=episode, code=code, defaults=values)
        self.log_change(request, episode, f"Waived “{code}”: {reason}")
        return self._back(pk)

    def take_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        episode = self._to_publish(request, pk)
        code = request.POST.get("code", "")
        if episode.waivers.filter(code=code).delete()[0]:
            self.log_change(request, episode, f"Took the waiver of “{code}” back.")
        return self._back(pk)

    def links_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        ask_again(self._episode(request, pk))
        messages.success(request, _("The links are being asked; look again in some seconds."))
        return self._back(pk)

    def make_preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        episode = self._to_preview(request, pk)
        form = PreviewLinkForm(request.POST)
        if not form.is_valid():
            return self._publish_page(request, episode, preview=form)
        label = form.cleaned_data["label"]
        PreviewLink.objects.create(
            episode=episode, label=label, expires_at=form.expires_at, made_by_id=request.user.pk
        )
        self.log_change(request, episode, f"Made a preview link for “{label}”.")
        return redirect(f"{_address(pk)}#Previews")

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        episode = self._to_preview(request, pk)
        wanted = request.POST.get("link", "")
        links = episode.preview_links.open().filter(pk=int(wanted) if wanted.isdecimal() else 0)
        if links.update(revoked_at=timezone.now()):
            self.log_change(request, episode, "Revoked a preview link.")
            messages.success(request, _("The link leads nowhere from now on."))
        return redirect(f"{_address(pk)}#Previews")

    @admin.action(description="Publish now", permissions=["publish"])
    def publish_now(self, request: HttpRequest, queryset: QuerySet[Episode]) -> None:
        for episode in queryset.filter(published_at=None):
            if self.has_publish_permission(request, episode) and self._act(request, episode, publish):
                self.log_change(request, episode, "Published.")

    @admin.action(description="Back to draft", permissions=["publish"])
    def back_to_draft(self, request: HttpRequest, queryset: QuerySet[Episode]) -> None:
        for episode in queryset.exclude(published_at=None):
            may = self.has_publish_permission(request, episode)
            if may and self._act(request, episode, withdraw, checked=False):
                self.log_change(request, episode, "Withdrawn.")

    def _to_look_at(self, request: HttpRequest, pk: int) -> Episode:
        episode: Episode | None = self.get_queryset(request).filter(pk=pk).first()
        if episode is None:
            raise Http404("No such episode.")
        return episode

    def _episode(self, request: HttpRequest, pk: int) -> Episode:
        episode = self._to_look_at(request, pk)
        if not self.has_change_permission(request, episode):
            raise PermissionDenied
        return episode

    def _to_preview(self, request: HttpRequest, pk: int) -> Episode:
        episode = self._to_look_at(request, pk)
        if not request.user.has_perm(PREVIEW, episode):
            raise PermissionDenied
        return episode

    def _to_publish(self, request: HttpRequest, pk: int) -> Episode:
        episode = self._episode(request, pk)
        if not self.has_publish_permission(request, episode):
            raise PermissionDenied
        return episode

    def _act(
        self,
        request: HttpRequest,
        episode: Episode,
        act: Callable[[Episode], None],
        *,
        at: datetime | None = None,
        checked: bool = True,
    ) -> bool:
        """Do it, unless a check says no or somebody was quicker; those are told."""
        if checked and (blocking := checklist(episode, at or timezone.now()).blocking):
            words = {"episode": episode, "why": " ".join(check.message for check in blocking)}
            messages.error(request, _("“%(episode)s” does not go out yet. %(why)s") % words)
            return False
        seen = _seen(request) if "seen" in request.POST else episode.published_at
        try:
            with held(episode.pk, seen) as row:
                act(row)
        except Overtaken:
            words = {"episode": episode}
            messages.warning(request, _("Somebody was quicker with %(episode)s: look at its state.") % words)
            return False
        except NotPublishable as error:
            messages.error(request, f"{episode}: {error}")
            return False
        return True

    def _tell(self, request: HttpRequest, episode: Episode, log: str, said: str) -> None:
        self.log_change(request, episode, log)
        messages.success(request, said)

    def _back(self, pk: int) -> HttpResponse:
        return redirect(_address(pk))

    def _publish_page(
        self,
        request: HttpRequest,
        episode: Episode,
        *,
        schedule: ScheduleForm | None = None,
        preview: Form | None = None,
    ) -> HttpResponse:
        at = episode.published_at or timezone.now()
        checked = checklist(episode, at)
        context = {
            "checklist": checked,
            "schedule": schedule or self._schedule_form(episode),
            "preview_form": preview or PreviewLinkForm(),
            "preview_links": episode.preview_links.open(),
            "look": _look(episode, at),
        }
        return self._respond(request, episode, "admin/episodes/publish/page.html", context)

    def _schedule_form(self, episode: Episode) -> ScheduleForm:
        """Proposes the date that it has, or a week after the newest one: the show's usual day and hour."""
        zone = ZoneInfo(episode.show.time_zone)
        newest = episode.show.episodes.published().newest_first().first()
        shown = None
        if episode.published_at and not episode.is_published():
            shown = episode.published_at.astimezone(zone)
        elif newest and newest.published_at:
            shown = a_week_later(newest.published_at, timezone.now(), zone)
        return ScheduleForm(zone=zone, initial={"when": shown.strftime(SHOWN) if shown else ""})

    def _respond(
        self,
        request: HttpRequest,
        episode: Episode,
        template: str,
        context: dict[str, Any],
    ) -> HttpResponse:
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Publish %(episode)s") % {"episode": episode},
            "episode": episode,
            "may_change": self.has_change_permission(request, episode),
            "may_preview": request.user.has_perm(PREVIEW, episode),
            "may_publish": self.has_publish_permission(request, episode),
            "seen": episode.published_at.isoformat() if episode.published_at else "",
            **context,
        }
        with timezone.override(episode.show.time_zone):
            return TemplateResponse(request, template, whole).render()


def _look(episode: Episode, at: datetime) -> FeedLook | None:
    item = feed_item(episode, at)
    picture = episode.artwork or episode.show.artwork
    return FeedLook(item=item, artwork=picture.url if picture else "") if item else None


def _seen(request: HttpRequest) -> datetime | None:
    """The date of publication that the host's page showed."""
    try:
        return datetime.fromisoformat(request.POST["seen"])
    except ValueError:
        return None


def _shown(moment: datetime, zone: ZoneInfo) -> str:
    return date_format(moment.astimezone(zone), "l j F Y, H:i")


def _address(pk: int) -> str:
    return reverse("admin:episodes_episode_publish", args=[pk])
