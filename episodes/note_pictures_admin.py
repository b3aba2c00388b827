"""Pictures that notes name, for hosts to look at: which are here, which wait, and why one is not to be had."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from episodes.feed_admin import ADDRESSES
from episodes.models import NotePicture
from episodes.of_show import OfShow, shows_where
from episodes.picture_fetching import fetch_again


@admin.register(NotePicture)
class NotePictureAdmin(OfShow, admin.ModelAdmin[NotePicture]):
    formfield_overrides = ADDRESSES
    list_display = ["url", "state", "problem", "size", "tries", "tried_at", "due", "used"]
    list_filter = ["state"]
    search_fields = ["url", "problem"]
    actions = ["fetch_again"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Notes that show it would be left with a hole."""
        return False

    def has_fetch_permission(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[NotePicture]:
        """Of one's own shows: the address of a picture may tell of a draft."""
        rows = super().get_queryset(request)
        if not request.user.is_superuser:
            rows = rows.filter(pk__in=_pictures_of(shows_where(request.user, self._permission("view"))))
        return rows.annotate(episode_count=Count("episodes"))  # type: ignore[no-any-return]

    @admin.display(description="pixels")
    def size(self, picture: NotePicture) -> str:
        return f"{picture.width} × {picture.height}" if picture.key else "–"

    @admin.display(description="tried next")
    def due(self, picture: NotePicture) -> Any:
        return picture.due_at

    @admin.display(description="episodes", ordering="episode_count")
    def used(self, picture: Any) -> int:
        return int(picture.episode_count)

    @admin.action(description="Fetch these pictures again", permissions=["fetch"])
    def fetch_again(self, request: HttpRequest, queryset: QuerySet[NotePicture]) -> None:
        fetch_again(
            queryset.filter(pk__in=_pictures_of(shows_where(request.user, self._permission("change"))))
        )
        messages.success(request, "The pictures are fetched in the background.")


def _pictures_of(shows: list[int]) -> QuerySet[Any, Any]:
    return NotePicture.episodes.through.objects.filter(episode__show__in=shows).values("notepicture")
