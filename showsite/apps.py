from __future__ import annotations

from django.apps import AppConfig


class ShowsiteConfig(AppConfig):
    name = "showsite"

    def ready(self) -> None:
        from showsite import checks  # noqa: F401, PLC0415 - registers them
