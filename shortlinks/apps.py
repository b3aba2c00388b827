from __future__ import annotations

from django.apps import AppConfig


class ShortLinksConfig(AppConfig):
    name = "shortlinks"
    verbose_name = "Short links"
