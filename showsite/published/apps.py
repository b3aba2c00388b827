from __future__ import annotations

from django.apps import AppConfig


class PublishedConfig(AppConfig):
    name = "showsite.published"
    label = "published"
