"""Answers ``user.has_perm(permission, row)`` from the role that somebody has in the row's show."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from episodes.of_show import shows_of
from team.rights import is_decided_by_roles, permissions_of


class RoleBackend(ModelBackend):
    """Without a row: whether they may in any of their shows. What belongs to no show is Django's to decide."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser:
            return super().get_all_permissions(user_obj, obj)
        roles = roles_of(user_obj)
        shows = [] if obj is None else shows_of(obj)
        if shows:  # a row that several shows share: somebody has to be allowed in each
            each = [permissions_of(roles[pk]) if pk in roles else frozenset() for pk in shows]
            return set(frozenset.intersection(*each))
        rights = {permission for role in roles.values() for permission in permissions_of(role)}
        others = super().get_all_permissions(user_obj) if obj is None else set()
        return rights | {permission for permission in others if not is_decided_by_roles(permission)}


def roles_of(user: Any) -> dict[int, str]:
    """By show. Asked once for each request, as Django does with permissions."""
    known: dict[int, str] | None = getattr(user, "_roles", None)
    if known is None:
        known = user._roles = dict(user.memberships.values_list("show", "role"))
    return known
