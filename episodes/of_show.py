"""To which shows a row belongs, and desk pages that keep to it: each asks whether somebody may, of that show.

Which role may what is the app ``team``'s to say; here it is only asked, by ``user.has_perm(permission, row)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.auth import get_permission_codename
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from episodes.models import Show

# A row belongs to the show of the first of these that it has.
ABOVE: Final = ("show", "episode", "transcript", "segment")


def path_to_show(model: Any) -> str:
    """How a query gets from rows to their show; "" where rows have none, or are shared by several."""
    return _path_to_show(model)


@cache
def _path_to_show(model: Any) -> str:
    if model is Show:
        return "pk"
    above = {field.name: field for field in model._meta.concrete_fields if field.is_relation}
    for name in ABOVE:
        path = path_to_show(above[name].related_model) if name in above else ""
        if path:
            return name if path == "pk" else f"{name}__{path}"
    return ""


def shows_of(row: Model) -> list[int | None]:
    """The shows to which a row matters. None among them: it belongs to one that is not known yet."""
    path = path_to_show(type(row))
    if not path:
        return _shows_that_use(row) if row.pk else []
    if path == "pk":
        return [row.pk]
    *above, last = path.split("__")
    try:
        for name in above:
            row = getattr(row, name)
    except ObjectDoesNotExist:
        return [None]
    return [getattr(row, f"{last}_id", None)]


def _shows_that_use(row: Model) -> list[int | None]:
    """Of a person or a sponsor: every show in which there is something of theirs."""
    uses = Q(pk__in=[])
    for relation in row._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        if relation.auto_created and relation.one_to_many and (path := path_to_show(model)):
            uses |= Q(pk__in=model.objects.filter(**{relation.field.name: row.pk}).values(path))  # type: ignore[union-attr]
    return list(Show.objects.filter(uses).values_list("pk", flat=True))


def shows_where(user: Any, *permissions: str) -> list[int]:
    """The shows of which somebody may do any of these."""
    shows = Show.objects.order_by().values_list("pk", flat=True)
    return [pk for pk in shows if any(user.has_perm(one, Show(pk=pk)) for one in permissions)]


class AsRole(BaseModelAdmin[Any]):
    """Asks the role that somebody has in the show of a row; of an inline, in that of the page's own row."""

    def _permission(self, verb: str) -> str:
        return f"{self.opts.app_label}.{get_permission_codename(verb, self.opts)}"

    def _may(self, request: HttpRequest, verb: str, obj: Model | None) -> bool:
        return request.user.has_perm(self._permission(verb), obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "view", obj) or self._may(request, "change", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "delete", obj)

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> QuerySet[Any] | None:
        """Only what belongs to a show for which somebody may write can be chosen."""
        rows: QuerySet[Any] | None = super().get_field_queryset(db, db_field, request)
        path = path_to_show(db_field.related_model)
        if not path or request.user.is_superuser:
            return rows
        writes = shows_where(request.user, self._permission("add"), self._permission("change"))
        rows = db_field.related_model._default_manager.all() if rows is None else rows
        return rows.filter(**{f"{path}__in": writes})


class RowsOfShow(AsRole):
    """For inlines."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "add", obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """On the page of a person or a sponsor, whom shows share, there may be rows of other shows."""
        rows = super().get_queryset(request)
        path = path_to_show(self.model)
        if not path or request.user.is_superuser:
            return rows
        return rows.filter(**{f"{path}__in": shows_where(request.user, self._permission("view"))})


class OwnShows(admin.RelatedFieldListFilter):
    """Of the shows, those that somebody may see."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        shows = Show.objects.all()
        if not request.user.is_superuser:
            shows = shows.filter(pk__in=shows_where(request.user, model_admin._permission("view")))
        return [(show.pk, str(show)) for show in shows.only("title")]


class OfShow(AsRole, admin.ModelAdmin[Any]):
    """For pages of rows that belong to a show, or are shared by all of them as people and sponsors are."""

    # What only those may set who may publish.
    publishing_fields: Sequence[str] = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "add", None)

    def has_publish_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "publish", obj)

    def only_show(self, request: HttpRequest) -> Show | None:
        """Where somebody adds, if there is one show alone in which they may."""
        shows = shows_where(request.user, self._permission("add"))
        return Show.objects.get(pk=shows[0]) if len(shows) == 1 else None

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        show = self.only_show(request)
        return {**({"show": show.pk} if show else {}), **super().get_changeform_initial_data(request)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        path, seen = path_to_show(self.model), shows_where(request.user, self._permission("view"))
        if not path:
            return rows if seen else rows.none()
        return rows.filter(**{f"{path}__in": seen})

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        shows = ("show", "episode__show")
        return [(one, OwnShows) if one in shows else one for one in super().get_list_filter(request)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, *(() if self._publishes(request, obj) else self.publishing_fields)]

    def _publishes(self, request: HttpRequest, obj: Any) -> bool:
        """Of a row that is still to be made: in every show where it could be."""
        if obj is not None or not self.publishing_fields:
            return self.has_publish_permission(request, obj)
        adds = shows_where(request.user, self._permission("add"))
        return set(adds) <= set(shows_where(request.user, self._permission("publish")))

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """What is saved may be another show's than what was opened: it is asked again."""
        row = super().save_form(request, form, change)
        verbs = ["change" if change else "add"]
        verbs += ["publish"] if {*form.changed_data} & {*self.publishing_fields} else []
        if not all(self._may(request, verb, row) for verb in verbs):
            raise PermissionDenied
        return row

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        label, name = formset.model._meta.app_label, formset.model._meta.model_name
        for row in (one for one in formset.forms if one.has_changed()):
            needed = f"{label}.{'change' if row.instance.pk else 'add'}_{name}"
            if not all(request.user.has_perm(needed, of) for of in (form.instance, row.instance)):
                raise PermissionDenied
        super().save_formset(request, form, formset, change)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *args: Any) -> Any:
        """An action reaches the rows of those shows in which somebody may do what it needs."""
        path = path_to_show(self.model)
        chosen = self.get_actions(request).get(request.POST.get("action", ""))
        needed: Sequence[str] = getattr(chosen[0], "allowed_permissions", ()) if chosen else ()
        if path and not request.user.is_superuser:
            for verb in needed:
                may = shows_where(request.user, self._permission(verb))
                queryset = queryset.filter(**{f"{path}__in": may})
        return super().response_action(request, queryset, *args)
