from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class TeamConfig(AppConfig):
    name = "team"
    default = True
    default_auto_field = "django.db.models.BigAutoField"


class DeskConfig(AdminConfig):
    """Django's admin, with a door of our own."""

    default_site = "team.site.Desk"
