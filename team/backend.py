"""Answers ``user.has_perm(permission, row)`` from the role that somebody has in the row's show."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from episodes.of_show import path_to_show, shows_of
from team.rights import is_decided_by_roles, permissions_of


class RoleBackend(ModelBackend):
    """Without a row: whether they may in any of their shows. What belongs to no show is Django's to decide."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser:
            return super().get_all_permissions(user_obj, obj)
        rights = {right for role in roles_of(user_obj).values() for right in permissions_of(role)}
        if obj is not None:
            return _rights_of(user_obj, obj, rights)
        others = super().get_all_permissions(user_obj)
        return rights | {permission for permission in others if not is_decided_by_roles(permission)}


def _rights_of(user: Any, row: Any, anywhere: set[str]) -> set[str]:
    """A row that shows share is seen by the team of each, and changed by who may in all that use it."""
    roles, shows = roles_of(user), shows_of(row)
    if not shows:
        return anywhere
    in_each = [permissions_of(roles[pk]) if pk in roles else frozenset() for pk in shows]
    seen = set() if path_to_show(type(row)) else {right for right in anywhere if ".view_" in right}
    return seen | frozenset.intersection(*in_each)


def roles_of(user: Any) -> dict[int, str]:
    """By show. Asked once for each request, as Django does with permissions."""
    known: dict[int, str] | None = getattr(user, "_roles", None)
    if known is None:
        known = user._roles = dict(user.memberships.values_list("show", "role"))
    return known
