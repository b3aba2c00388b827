"""The team of a show, and the log of what its members changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
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


@admin.register(Act)
class ActAdmin(OfShow, admin.ModelAdmin[Act]):
    """Read, and never written: not even by superusers."""

    list_display = ["at", "who", "show", "kind", "what", "deed", "differences"]
    list_display_links = None
    list_filter = ["kind", "show", ("actor", admin.AllValuesFieldListFilter)]
    list_select_related = ["show"]
    list_per_page = 50
    search_fields = ["name"]
    search_help_text = "Words of what was changed, as it was called then."
    show_full_result_count = False

    class Media:
        css = {"all": ["admin/team.css"]}

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
            (field.removesuffix("_id").replace("_", " "), *(value or "–" for value in values))
            for field, values in act.changes.items()
        ]
        return format_html(
            '<ul class="act-changes">{}</ul>', format_html_join("", "<li>{}: {} → {}</li>", rows)
        )
