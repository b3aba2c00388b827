"""What is counted for whoever watches the machines; the numbers that hosts see are rows."""

from __future__ import annotations

from prometheus_client import Counter

DOWNLOADS = Counter("showsite_downloads", "Downloads counted.")
