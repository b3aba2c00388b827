"""The team of a show, and the log of what its members changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from episodes.of_show import OfShow, shows_where
from team.forms import MemberForm
from team.joining import join, leave
from team.models import Act, Member

# Whoever reads these secrets has the second factor of everybody. `manage.py reset_two_factor` takes one away.
admin.site.unregister([TOTPDevice, StaticDevice])


@admin.register(Member)
class MemberAdmin(OfShow, admin.ModelAdmin[Member]):
    form = MemberForm
    fields = ["show", "account", "role"]
    list_display = ["user", "show", "role"]
    list_filter = ["role", "show"]
    list_select_related = ["user", "show"]
    search_fields = ["user__username", "user__first_name", "user__last_name"]

    def save_model(self, request: HttpRequest, obj: Member, form: Any, change: bool) -> None:
        join(obj)

    def delete_model(self, request: HttpRequest, obj: Member) -> None:
        leave(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Member]) -> None:
        for member in queryset:
            leave(member)


class ByWhom(admin.SimpleListFilter):
    """Accounts by name; what programs did by themselves is one choice."""

    title = _("who")
    parameter_name = "actor"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = model_admin.get_queryset(request).exclude(actor="").order_by("actor")
        return [(name, name) for name in names.values_list("actor", flat=True).distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Act]) -> QuerySet[Act]:
        return queryset.filter(actor=self.value()) if self.value() else queryset


@admin.register(Act)
class ActAdmin(OfShow, admin.ModelAdmin[Act]):
    """Read, and never written: not even by superusers."""

    list_display = ["at", "who", "show", "kind", "what", "deed", "differences"]
    list_display_links = None
    list_filter = ["kind", "show", ByWhom]
    list_select_related = ["show"]
    list_per_page = 50
    search_fields = ["name"]
    search_help_text = "Words of what was changed, as it was called then."
    show_full_result_count = False

    class Media:
        css = {"all": ["admin/team.css"]}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": _("What changed on the public's side"), **(extra_context or {})}
        return super().changelist_view(request, title)

    def has_view_permission(self, request: HttpRequest, obj: Act | None = None) -> bool:
        return super().has_view_permission(request, obj if obj and obj.show_id else None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Act]:
        """With what happened to people and sponsors, whom all shows share."""
        if request.user.is_superuser:
            return super().get_queryset(request)
        seen = shows_where(request.user, "team.view_act")
        return Act.objects.filter(Q(show__in=seen) | Q(show=None)) if seen else Act.objects.none()

    @admin.display(description="who", ordering="actor")
    def who(self, act: Act) -> str:
        return act.actor or act.process

    @admin.display(description="what", ordering="name")
    def what(self, act: Act) -> str:
        return act.name or "–"

    @admin.display(description="changes")
    def differences(self, act: Act) -> SafeString:
        rows = [
            (field.removesuffix("_id").replace("_", " "), _told(act, before, after))
            for field, (before, after) in act.changes.items()
        ]
        return format_html('<ul class="act-changes">{}</ul>', format_html_join("", "<li>{}: {}</li>", rows))


def _told(act: Act, before: str | None, after: str | None) -> str:
    """Of a row that came or went what it says; else from what to what."""
    if act.deed != Act.Deed.CHANGED:
        return _readable(after or before)
    return f"{_readable(before)} → {_readable(after)}"


def _readable(value: str | None) -> str:
    """A moment as the desk tells moments; nothing as a dash."""
    if value is None:
        return "–"
    try:
        moment = datetime.fromisoformat(value) if "T" in value else None
    except ValueError:
        moment = None
    return date_format(localtime(moment), "j M Y, H:i") if moment and moment.tzinfo else value
