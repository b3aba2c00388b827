"""What gunicorn serves: kept pages, and Django for everything else."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "showsite.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

application: Callable[..., Any] = get_wsgi_application()

if settings.PAGES_IN_MEMORY and not settings.DEBUG:  # templates that are being written are in no revision
    from showsite.kept.serving import KeptPages
    from showsite.kept.shelf import Shelf
    from showsite.kept.stamps import Watch

    application = KeptPages(application, Shelf(settings.PAGES_IN_MEMORY * 1024**2), Watch())
