"""Short links, with how often each was followed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from episodes.of_show import OfShow
from shortlinks.models import ShortLink, Use

DAYS = 60


@admin.register(ShortLink)
class ShortLinkAdmin(OfShow, admin.ModelAdmin[ShortLink]):
    list_display = ["word", "target", "sponsor", "starts_on", "ends_on", "lately", "total"]
    list_filter = ["show"]
    list_select_related = ["sponsor"]
    search_fields = ["word", "target"]
    autocomplete_fields = ["sponsor"]
    readonly_fields = ["uses"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).with_counts()  # type: ignore[attr-defined,no-any-return]

    @admin.display(description="last 30 days", ordering="lately")
    def lately(self, link: Any) -> int:
        return int(link.lately)

    @admin.display(description="in all", ordering="total")
    def total(self, link: Any) -> int:
        return int(link.total)

    @admin.display(description="uses by day")
    def uses(self, link: ShortLink) -> str:
        rows = Use.objects.filter(show=link.show_id, word=link.word)[:DAYS] if link.pk else ()
        return "\n".join(f"{use.day}: {use.count}" for use in rows) or "none yet"
