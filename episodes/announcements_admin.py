"""What the hubs were told, for hosts to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from episodes.announcing import announce
from episodes.models import Announcement, Show
from episodes.of_show import OfShow


@admin.register(Announcement)
class AnnouncementAdmin(OfShow, admin.ModelAdmin[Announcement]):
    list_display = ["asked_at", "show", "target", "state", "tries", "reason", "due", "sent_at"]
    list_filter = ["state", "target"]
    list_select_related = ["show"]
    actions = ["announce_again"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="tried next")
    def due(self, announcement: Announcement) -> Any:
        return announcement.due_at if announcement.state == Announcement.State.WAITING else None

    @admin.action(description="Announce these shows again", permissions=["delete"])
    def announce_again(self, request: HttpRequest, queryset: QuerySet[Announcement]) -> None:
        """Forgets what the hubs have heard, so that even an unchanged feed is announced."""
        told = Announcement.objects.exclude(state=Announcement.State.WAITING)
        for show in Show.objects.filter(pk__in=queryset.values("show")):
            told.filter(show=show).update(feed_hash="")
            announce(show)
        messages.success(request, "The hubs will be told within a minute.")
