"""The log of what the public sees. It is written by the database; this throws away what has become old."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from team.models import Act


def forget_old_acts(kept: timedelta) -> int:
    return Act.objects.filter(at__lt=timezone.now() - kept).delete()[0]
