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
        if obj is not None:
            return _rights_of(user_obj, obj)
        known: set[str] | None = getattr(user_obj, "_permissions", None)
        if known is None:
            others = super().get_all_permissions(user_obj)
            by_django = {permission for permission in others if not is_decided_by_roles(permission)}
            known = user_obj._permissions = _rights_anywhere(user_obj) | by_django
        return known


def _rights_anywhere(user: Any) -> set[str]:
    return {right for role in roles_of(user).values() for right in permissions_of(role)}


def _rights_of(user: Any, row: Any) -> set[str]:
    """A row that shows share is seen by the team of each, and changed by who may in all that use it."""
    roles, shows = roles_of(user), shows_of(row)
    if not shows:
        return _rights_anywhere(user)
    in_each = [permissions_of(roles[pk]) if pk in roles else frozenset() for pk in shows]
    in_all = set(frozenset.intersection(*in_each))
    if path_to_show(type(row)):
        return in_all
    return in_all | {right for right in _rights_anywhere(user) if ".view_" in right}


def roles_of(user: Any) -> dict[int, str]:
    """By show. Asked once for each request, as Django does with permissions."""
    known: dict[int, str] | None = getattr(user, "_roles", None)
    if known is None:
        known = user._roles = dict(user.memberships.values_list("show", "role"))
    return known
